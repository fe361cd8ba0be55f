'use client';

import { useId, useState } from 'react';
import { describedBy, FieldNotes, type FieldWords, fieldMarks } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { type DurationParts, type DurationUnit, durationText, durationUnits, shownParts } from './duration-parts.ts';

type DurationFieldProps = Omit<FieldWords, 'isLabelHidden'> & {
  /** ISO 8601, or nothing. */
  value: string;
  placeholder?: string;
  isReadOnly?: boolean;
  onChange: (value: string) => void;
};

const words: Record<DurationUnit, string> = { ms: 'ms', s: 'seconds', min: 'minutes', h: 'hours', d: 'days' };

/** A span as a number and a unit. */
export function DurationField({ value, placeholder, isReadOnly = false, onChange, ...field }: DurationFieldProps) {
  const id = useId();
  const { label, hint, problem } = field;
  const [typed, setTyped] = useState<DurationParts>();
  const [isTyping, setIsTyping] = useState(false);
  const shown = shownParts(value, typed, isTyping);
  const change = (part: Partial<DurationParts>) => {
    const next = { ...shown, ...part };
    setTyped(next);
    onChange(durationText(next));
  };
  return (
    <fieldset {...fieldMarks(field)} className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-1">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={shown.amount}
          placeholder={placeholder}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={describedBy(id, field)}
          className="field w-20 min-w-0 flex-1"
          readOnly={isReadOnly}
          onChange={(event) => {
            setIsTyping(true);
            change({ amount: event.currentTarget.value });
          }}
          onBlur={() => setIsTyping(false)}
        />
        <div className="w-28 shrink-0">
          <Select
            label={`Unit of ${label}`}
            isLabelHidden
            isDisabled={isReadOnly}
            value={shown.unit}
            options={durationUnits.map((unit) => ({ value: unit, word: words[unit] }))}
            onChange={(unit) => change({ unit })}
          />
        </div>
      </div>
      <FieldNotes id={id} hint={hint} problem={problem} />
    </fieldset>
  );
}
