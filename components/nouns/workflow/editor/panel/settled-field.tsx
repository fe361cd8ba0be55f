'use client';

import { useState } from 'react';
import { TextField } from '#components/ui/form/text-field.tsx';

type Parts = {
  label: string;
  isLabelHidden?: boolean;
  hint?: string;
  problem?: string | undefined;
  placeholder?: string;
  isMono?: boolean;
  isReadOnly: boolean;
  value: string;
  /** What was typed, as soon as the field is left or Enter is pressed. */
  onSettle: (value: string) => void;
};

/** A line that changes the definition when it is left: one change to undo, however many letters it took. */
export function SettledField({ value, onSettle, isReadOnly, ...words }: Parts) {
  const [typed, setTyped] = useState<string>();
  const settle = () => {
    setTyped(undefined);
    if (typed !== undefined && typed.trim() !== value) onSettle(typed.trim());
  };
  return (
    <TextField
      {...words}
      autoComplete="off"
      spellCheck={false}
      readOnly={isReadOnly}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
        else if (event.key === 'Escape' && typed !== undefined) {
          event.stopPropagation();
          setTyped(undefined);
        }
      }}
    />
  );
}
