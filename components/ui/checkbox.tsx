'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
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
    <div className="flex flex-col gap-1">
      <span className="inline-flex items-center gap-2">
        <Radix.Root
          id={id}
          checked={checked === 'mixed' ? 'indeterminate' : checked}
          onCheckedChange={(next) => onChange(next === true)}
          disabled={isDisabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="tick-box group"
        >
          <Radix.Indicator>
            <Check aria-hidden size={12} strokeWidth={3} className="group-data-[state=indeterminate]:hidden" />
            <Minus aria-hidden size={12} strokeWidth={3} className="hidden group-data-[state=indeterminate]:block" />
          </Radix.Indicator>
        </Radix.Root>
        <label htmlFor={id} className={classes(isLabelHidden && 'sr-only', isDisabled && 'text-quiet')}>
          {label}
        </label>
      </span>
      <FieldNotes id={id} hint={hint} />
    </div>
  );
}
