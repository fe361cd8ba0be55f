'use client';

import { TextField } from '#components/ui/form/text-field.tsx';
import { draftBounds } from '#domain/bounds/draft.ts';

type Parts = { note: string; onChange: (note: string) => void };

/** What its author says of a version. */
export function NoteField({ note, onChange }: Parts) {
  return (
    <TextField
      label="Note (optional)"
      hint="What changed and why. It stands beside the version for good."
      maxLength={draftBounds.noteLengthMax}
      value={note}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
