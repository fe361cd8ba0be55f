'use client';

import { Checkbox } from '#components/ui/form/checkbox.tsx';

// A week of work begins on Monday; the numbers are those of cron.
const days = [
  { day: 1, word: 'Mon' },
  { day: 2, word: 'Tue' },
  { day: 3, word: 'Wed' },
  { day: 4, word: 'Thu' },
  { day: 5, word: 'Fri' },
  { day: 6, word: 'Sat' },
  { day: 0, word: 'Sun' },
] as const;

type DaysFieldProps = { days: readonly number[]; onChange: (days: number[]) => void };

/** Some days of the week, at least one. */
export function DaysField({ days: chosen, onChange }: DaysFieldProps) {
  const toggle = (day: number, isOn: boolean) => {
    const next = isOn ? [...chosen, day] : chosen.filter((one) => one !== day);
    if (next.length > 0) onChange(next.sort((left, right) => left - right));
  };
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1 sm:col-span-2">
      <legend className="mb-1 font-medium">On</legend>
      {days.map(({ day, word }) => (
        <Checkbox
          key={day}
          label={word}
          checked={chosen.includes(day)}
          isDisabled={chosen.length === 1 && chosen[0] === day}
          onChange={(isOn) => toggle(day, isOn)}
        />
      ))}
    </fieldset>
  );
}
