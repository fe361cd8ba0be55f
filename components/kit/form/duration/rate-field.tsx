'use client';

import { useId } from 'react';
import { describedBy, FieldNotes, type FieldWords, fieldMarks } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { perOptions, type RateText } from './rate-text.ts';

type RateFieldProps = Omit<FieldWords, 'isLabelHidden'> & {
  value: RateText;
  onChange: (change: Partial<RateText>) => void;
};

/** How many may start in a span of time, as a number and a span; an empty number is no rate. */
export function RateField({ value: { rateMax, ratePer }, onChange, ...field }: RateFieldProps) {
  const id = useId();
  const { label, hint, problem } = field;
  return (
    <fieldset {...fieldMarks(field)} className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-1">
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={rateMax}
          placeholder="no rate"
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={describedBy(id, field)}
          className="field w-20 min-w-0 flex-1"
          onChange={(event) => onChange({ rateMax: event.currentTarget.value })}
        />
        <div className="w-28 shrink-0">
          <Select
            label={`Span of ${label}`}
            isLabelHidden
            value={ratePer}
            options={perOptions}
            onChange={(per) => onChange({ ratePer: per })}
          />
        </div>
      </div>
      <FieldNotes id={id} hint={hint} problem={problem} />
    </fieldset>
  );
}
