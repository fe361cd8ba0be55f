'use client';

import { useState } from 'react';
import { TextField } from '#components/ui/form/text-field.tsx';
import { readClockTime } from './clock-time.ts';

type ClockFieldProps = { label: string; value: string; onChange: (time: string) => void };

/** A time of day on a clock of 24 hours, whatever the browser's own clock looks like. */
export function ClockField({ label, value, onChange }: ClockFieldProps) {
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && readClockTime(typed) === undefined;
  const settle = () => {
    const time = typed === undefined ? undefined : readClockTime(typed);
    setTyped(undefined);
    if (time !== undefined && time !== value) onChange(time);
  };
  return (
    <TextField
      label={label}
      inputMode="numeric"
      autoComplete="off"
      placeholder="07:00"
      maxLength={5}
      value={typed ?? value}
      problem={isWrong ? 'A time of day such as 07:00 or 18:30.' : undefined}
      onBlur={settle}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        // While it is half typed the last whole time counts.
        if (readClockTime(text) === text) onChange(text);
      }}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  );
}
