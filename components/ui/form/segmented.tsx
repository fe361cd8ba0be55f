'use client';

import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { classes } from '#components/ui/classes.ts';

export type Segment<Value extends string> = { value: Value; word: string; Icon?: LucideIcon };

type SegmentedProps<Value extends string> = {
  label: string;
  /** Undefined while it is not known which one is chosen. */
  value: Value | undefined;
  options: readonly Segment<Value>[];
  onChange: (value: Value) => void;
  /** Signs only; the words go to the screen reader and the title. */
  isIconOnly?: boolean;
};

/** A radio group as a row of buttons: one of two to seven, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  isIconOnly = false,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex h-7 items-stretch rounded border border-control bg-surface"
    >
      {options.map(({ value: one, word, Icon }) => (
        <label key={one} className={classes('segment', isIconOnly ? 'w-7' : 'px-2.5')}>
          <input
            type="radio"
            name={name}
            checked={one === value}
            onChange={() => onChange(one)}
            {...(isIconOnly && { 'aria-label': word, 'data-whole': word })}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {Icon !== undefined && <Icon aria-hidden size={14} />}
          {!isIconOnly && word}
        </label>
      ))}
    </div>
  );
}
