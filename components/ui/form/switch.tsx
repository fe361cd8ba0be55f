'use client';

import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { FieldNotes } from './field.tsx';

type SwitchProps = {
  label: ReactNode;
  isLabelHidden?: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  isDisabled?: boolean;
};

/** On or off, at once: no form is sent afterwards. */
export function Switch({ label, isLabelHidden = false, checked, onChange, hint, isDisabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <span className="inline-flex items-center gap-2.5">
        <Radix.Root
          id={id}
          checked={checked}
          onCheckedChange={onChange}
          disabled={isDisabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="switch"
        >
          <Radix.Thumb className="switch-thumb" />
        </Radix.Root>
        <label htmlFor={id} className={isLabelHidden ? 'sr-only' : undefined}>
          {label}
        </label>
      </span>
      <FieldNotes id={id} hint={hint} />
    </div>
  );
}
