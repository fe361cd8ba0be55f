'use client';

import { type FormEvent, useId, useState } from 'react';
import { Refusal } from '#components/kit/page/notice.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { viewBounds } from '#domain/bounds/view.ts';
import type { Saved } from './use-saved.ts';

type ViewDialogProps = { query: string; saved: Saved; onClose: () => void };

/** Gives the query a name, for oneself or for everybody. */
export function ViewDialog({ query, saved, onClose }: ViewDialogProps) {
  const mayShare = useMay('view.share');
  const [name, setName] = useState('');
  const [isShared, setIsShared] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const formId = useId();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    // The list that asked may stand in a form of its own, to which this is not sent.
    event.stopPropagation();
    setIsBusy(true);
    const told = await saved.keepView({ name: name.trim(), query }, isShared);
    setIsBusy(false);
    if (told.ok) onClose();
    else setRefusal(told.sentence);
  };
  return (
    <Dialog
      title="Save view"
      width="small"
      description="Kept by the console: you find it in every browser in which you sign in."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" type="submit" form={formId} disabled={name.trim() === ''} isBusy={isBusy}>
            Save view
          </Button>
        </>
      }
    >
      <p className="panel break-words bg-raised px-3 py-1.5 font-mono text-[0.93em]">{query}</p>
      {/* Enter presses the button above, or nothing while that cannot be pressed. */}
      <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        <TextField
          label="Name"
          maxLength={viewBounds.nameLengthMax}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayShare && (
          <Checkbox
            label="For everybody in this tenant"
            hint="Else it is yours alone."
            checked={isShared}
            onChange={setIsShared}
          />
        )}
      </form>
      <Refusal sentence={refusal} />
    </Dialog>
  );
}
