'use client';

import { useId, useState } from 'react';
import { describedBy, FieldNotes, type FieldWords, fieldMarks } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { type DurationUnit, durationText, durationUnits, partsOf } from './duration-parts.ts';

type DurationFieldProps = Omit<FieldWords, 'isLabelHidden'> & {
  /** ISO 8601, or nothing. */
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
};

const words: Record<DurationUnit, string> = { ms: 'ms', s: 'seconds', min: 'minutes', h: 'hours', d: 'days' };

/** A span as a number and a unit. */
export function DurationField({ value, placeholder, onChange, ...field }: DurationFieldProps) {
  const id = useId();
  const { label, hint, problem } = field;
  const [typed, setTyped] = useState<{ amount: string; unit: DurationUnit }>();
  const read = partsOf(value) ?? { amount: value, unit: 's' };
  // What was typed stands as it was typed for as long as it means the value: 90 s does not become 1.5 min under the hand.
  const shown = typed !== undefined && durationText(typed) === value ? typed : read;
  const change = (part: Partial<typeof shown>) => {
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
          onChange={(event) => change({ amount: event.currentTarget.value })}
        />
        <div className="w-28 shrink-0">
          <Select
            label={`Unit of ${label}`}
            isLabelHidden
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
