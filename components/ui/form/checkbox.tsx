'use client';

import { type ReactNode, useId } from 'react';
import { classes } from '#components/ui/classes.ts';
import { FieldNotes } from './field.tsx';

type CheckboxProps = {
  label: ReactNode;
  isLabelHidden?: boolean;
  /** `mixed`: some of those it stands for. */
  checked: boolean | 'mixed';
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  isDisabled?: boolean;
};

/** Yes or no, in a form or for a row. */
export function Checkbox({ label, isLabelHidden = false, checked, onChange, hint, isDisabled = false }: CheckboxProps) {
  const id = useId();
  return (
    <span className="inline-flex flex-col gap-1 align-middle">
      <span className="inline-flex items-center gap-2">
        <input
          type="checkbox"
          id={id}
          // Only a script can say that some are ticked and some are not.
          ref={(box) => {
            if (box !== null) box.indeterminate = checked === 'mixed';
          }}
          checked={checked === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          disabled={isDisabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="tick-box"
        />
        <label htmlFor={id} className={classes(isLabelHidden && 'sr-only', isDisabled && 'text-quiet')}>
          {label}
        </label>
      </span>
      <FieldNotes id={id} hint={hint} />
    </span>
  );
}
