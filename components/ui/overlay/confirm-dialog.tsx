'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from './dialog.tsx';
import { wayOut } from './way-out.ts';

type ConfirmDialogProps = {
  title: string;
  /** What will happen, in a sentence or a list. */
  children?: ReactNode;
  /** The act: `Cancel 12 jobs`. */
  verb: string;
  isDanger?: boolean;
  /** Whether it asks why; the answer goes to the log. */
  reason?: 'none' | 'optional' | 'required';
  /** A name to type out. Only for what cannot be undone. */
  typed?: string;
  isBusy?: boolean;
  isDisabled?: boolean;
  /** Why the last try did nothing. */
  refusal?: string | undefined;
  width?: 'small' | 'medium' | 'large';
  onConfirm: (reason: string | undefined) => void;
  onClose: () => void;
};

/** Asks before something is done, and for the reason. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, verb, isDanger, reason: asked = 'none', typed, isBusy = false, isDisabled, refusal } = props;
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const formId = useId();
  const isReady = (asked !== 'required' || reason.trim() !== '') && (typed === undefined || name === typed);
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    // The screen that asked may stand in a form of its own, to which this is not sent.
    event.stopPropagation();
    props.onConfirm(reason.trim() === '' ? undefined : reason.trim());
  };
  return (
    <Dialog
      title={title}
      width={props.width ?? 'small'}
      isAlert
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{wayOut(verb)}</Button>
          <Button
            type="submit"
            form={formId}
            kind={isDanger === true ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={!isReady || isDisabled === true}
          >
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {/* Enter in a field presses the button above, or nothing while that cannot be pressed. */}
      <form id={formId} noValidate onSubmit={confirm} className="flex flex-col gap-3 empty:hidden">
        {asked !== 'none' && (
          <TextField
            label={asked === 'required' ? 'Reason' : 'Reason (optional)'}
            hint="Stands in the log beside your name."
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {typed !== undefined && (
          <TextField
            label={`Type ${typed} to confirm`}
            hint="This cannot be undone."
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
      </form>
      <Refusal sentence={refusal} />
    </Dialog>
  );
}
