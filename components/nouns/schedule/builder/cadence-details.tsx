'use client';

import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { type Cadence, hourGaps, minuteGaps } from './cadence.ts';
import { ClockField } from './clock-field.tsx';
import { DaysField } from './days-field.tsx';

type Preset = Exclude<Cadence, { kind: 'raw' }>;
type DetailsProps<Kind extends Preset['kind'] = Preset['kind']> = {
  cadence: Extract<Preset, { kind: Kind }>;
  onChange: (cadence: Preset) => void;
};

/** What a kind of cadence leaves open: the gap, the days, the time of day. */
export function CadenceDetails({ cadence, onChange }: DetailsProps) {
  switch (cadence.kind) {
    case 'minutes':
      return (
        <NumberSelect
          label="Every"
          value={cadence.every}
          values={minuteGaps}
          say={(every) => (every === 1 ? 'minute' : `${every} minutes`)}
          onChange={(every) => onChange({ ...cadence, every })}
        />
      );
    case 'hourly':
      return <HourlyDetails cadence={cadence} onChange={onChange} />;
    case 'daily':
    case 'weekdays':
    case 'month-end':
      return <ClockField label="At" value={cadence.time} onChange={(time) => onChange({ ...cadence, time })} />;
    case 'weekly':
      return (
        <>
          <ClockField label="At" value={cadence.time} onChange={(time) => onChange({ ...cadence, time })} />
          <DaysField days={cadence.days} onChange={(days) => onChange({ ...cadence, days })} />
        </>
      );
    case 'monthly':
      return <MonthlyDetails cadence={cadence} onChange={onChange} />;
    case 'working-day':
      return <WorkingDayDetails cadence={cadence} onChange={onChange} />;
    default:
      return unreachable(cadence);
  }
}

function HourlyDetails({ cadence, onChange }: DetailsProps<'hourly'>) {
  const minutes = [...new Set([...fives, cadence.minute])].sort((left, right) => left - right);
  return (
    <div className="grid grid-cols-2 gap-3">
      <NumberSelect
        label="Every"
        value={cadence.every}
        values={hourGaps}
        say={(every) => (every === 1 ? 'hour' : `${every} hours`)}
        onChange={(every) => onChange({ ...cadence, every })}
      />
      <NumberSelect
        label="At minute"
        value={cadence.minute}
        values={minutes}
        say={(minute) => `:${String(minute).padStart(2, '0')}`}
        onChange={(minute) => onChange({ ...cadence, minute })}
      />
    </div>
  );
}

function MonthlyDetails({ cadence, onChange }: DetailsProps<'monthly'>) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <NumberSelect
        label="On day"
        value={cadence.day}
        values={daysOfMonth}
        say={String}
        {...(cadence.day > 28 && { hint: `Months without a day ${cadence.day} are left out.` })}
        onChange={(day) => onChange({ ...cadence, day })}
      />
      <ClockField label="At" value={cadence.time} onChange={(time) => onChange({ ...cadence, time })} />
    </div>
  );
}

function WorkingDayDetails({ cadence, onChange }: DetailsProps<'working-day'>) {
  return (
    <>
      <ClockField label="At" value={cadence.time} onChange={(time) => onChange({ ...cadence, time })} />
      <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
        <Segmented
          label="Which weekday of the month"
          value={cadence.which}
          options={[
            { value: 'first', word: 'First' },
            { value: 'last', word: 'Last' },
          ]}
          onChange={(which) => onChange({ ...cadence, which })}
        />
        <span className="text-small text-quiet">Monday to Friday; holidays are not known.</span>
      </div>
    </>
  );
}

type NumberSelectProps = {
  label: string;
  value: number;
  values: readonly number[];
  say: (value: number) => string;
  hint?: string;
  onChange: (value: number) => void;
};

function NumberSelect({ value, values, say, onChange, ...words }: NumberSelectProps) {
  return (
    <Select
      {...words}
      value={String(value)}
      options={values.map((one) => ({ value: String(one), word: say(one) }))}
      onChange={(text) => onChange(Number(text))}
    />
  );
}

const fives = Array.from({ length: 12 }, (_, place) => place * 5);
const daysOfMonth = Array.from({ length: 31 }, (_, place) => place + 1);
