'use client';

import { useRef, useState } from 'react';
import { TextField } from '#components/ui/form/text-field.tsx';
import { isToWrite } from './fields/typed-values.ts';

type Parts = {
  label: string;
  isLabelHidden?: boolean;
  hint?: string;
  problem?: string | undefined;
  placeholder?: string;
  isMono?: boolean;
  isReadOnly: boolean;
  maxLength?: number;
  value: string;
  /** Why what is typed cannot be written. It stays in the field then, to be mended. */
  check?: ((typed: string) => string | undefined) | undefined;
  /** What was typed, as soon as the field is left or Enter is pressed. */
  onSettle: (value: string) => void;
};

/** A line that changes the definition when it is left: one change to undo, however many letters it took. */
export function SettledField({ value, onSettle, check, isReadOnly, problem, ...words }: Parts) {
  const [typed, setTyped] = useState<string>();
  const written = useRef<string>(undefined);
  const fault = typed === undefined ? undefined : check?.(typed.trim());
  const settle = () => {
    if (typed === undefined || fault !== undefined) return;
    setTyped(undefined);
    const next = typed.trim();
    if (!isToWrite(next, { value, written: written.current })) return;
    written.current = next;
    onSettle(next);
  };
  return (
    <TextField
      {...words}
      autoComplete="off"
      spellCheck={false}
      readOnly={isReadOnly}
      problem={fault ?? problem}
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
