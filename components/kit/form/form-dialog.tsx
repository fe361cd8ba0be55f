'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { wayOut } from '#components/ui/overlay/way-out.ts';
import { FormProblems } from './form-problems.tsx';
import { LeaveQuestion } from './leave-question.tsx';
import type { FormFrame } from './use-form.ts';
import { useLeave } from './use-leave.ts';

type FormDialogProps = {
  form: FormFrame;
  title: string;
  description?: ReactNode;
  width?: 'small' | 'medium' | 'large';
  /** What sends it: `Make queue`. */
  verb: string;
  onClose: () => void;
  children: ReactNode;
};

/** A form in a window. */
export function FormDialog({ form, verb, onClose, children, width = 'small', ...words }: FormDialogProps) {
  const leave = useLeave(form.isDirty);
  return (
    <>
      <Dialog
        {...words}
        width={width}
        onClose={() => leave.ask(onClose)}
        actions={
          <>
            <Button onClick={onClose}>{wayOut(verb)}</Button>
            <Button kind="primary" type="submit" form={form.attributes.id} isBusy={form.isBusy}>
              {verb}
            </Button>
          </>
        }
      >
        <form {...form.attributes} className="flex flex-col gap-3">
          {children}
          <FormProblems form={form} />
        </form>
      </Dialog>
      <LeaveQuestion leave={leave} />
    </>
  );
}
