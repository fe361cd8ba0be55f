'use client';

import { type ReactNode, useId } from 'react';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { StartFieldInput } from './start-field.tsx';
import type { VariablesForm } from './use-variables-form.ts';

type StartWindowProps = {
  title: string;
  description: string;
  /** What starts the run: `Start run`. */
  verb: string;
  form: VariablesForm;
  isBusy: boolean;
  onStart: (form: FormData) => Promise<void>;
  onClose: () => void;
  /** Fields below those of the variables. */
  children?: ReactNode;
};

/** The window that asks for the variables of a run before it starts. */
export function StartWindow({ form, isBusy, verb, onStart, onClose, children, ...words }: StartWindowProps) {
  const formId = useId();
  return (
    <Dialog
      {...words}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Do not start</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void onStart(new FormData(event.currentTarget));
        }}
      >
        {form.fields.map((field) => (
          <StartFieldInput
            key={field.name}
            field={field}
            typed={form.typed[field.name] ?? ''}
            problem={form.problems[field.name]}
            onType={(text) => form.type(field.name, text)}
          />
        ))}
        {children}
        <Refusal sentence={form.refusal} />
      </form>
    </Dialog>
  );
}
