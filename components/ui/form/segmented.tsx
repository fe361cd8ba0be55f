'use client';

import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
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

/** A radio group as a row of buttons: one of two to five, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  isIconOnly = false,
}: SegmentedProps<Value>) {
  const choose = (text: string) => {
    const option = options.find((one) => one.value === text);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? null}
      onValueChange={choose}
      className="inline-flex h-7 items-stretch rounded border border-control bg-surface"
    >
      {options.map(({ value: one, word, Icon }) => (
        <RadioGroup.Item
          key={one}
          value={one}
          data-whole={isIconOnly ? word : undefined}
          aria-label={isIconOnly ? word : undefined}
          className={classes('segment', isIconOnly ? 'w-7' : 'px-2.5')}
        >
          {Icon !== undefined && <Icon aria-hidden size={14} />}
          {!isIconOnly && word}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
