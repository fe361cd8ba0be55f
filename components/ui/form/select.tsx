'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { useId } from 'react';
import { classes } from '#components/ui/classes.ts';
import { describedBy, Field, type FieldWords } from './field.tsx';

export type SelectOption<Value extends string> = { value: Value; word: string; hint?: string };

type SelectProps<Value extends string> = FieldWords & {
  /** Undefined while nothing is chosen. The empty text is no value. */
  value: Value | undefined;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
  placeholder?: string;
  isSmall?: boolean;
  isDisabled?: boolean;
  name?: string;
  className?: string;
};

/** One of a few; for more than about thirty offer a search instead. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, options, onChange, placeholder = 'Choose …', isSmall, isDisabled, name, className, ...words } = props;
  const id = useId();
  const choose = (text: string) => {
    const option = options.find((one) => one.value === text);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <Field id={id} words={words}>
      <Radix.Root value={value ?? ''} onValueChange={choose} disabled={isDisabled} name={name}>
        <Radix.Trigger
          id={id}
          aria-invalid={words.problem !== undefined || undefined}
          aria-describedby={describedBy(id, words)}
          aria-labelledby={`${id}-label ${id}`}
          className={classes(
            'field flex w-full items-center justify-between gap-2 text-left data-[placeholder]:text-quiet',
            isSmall && 'h-7',
            className,
          )}
        >
          <span className="truncate">
            <Radix.Value placeholder={placeholder} />
          </span>
          <Radix.Icon asChild>
            <ChevronDown aria-hidden size={14} className="shrink-0 text-quiet" />
          </Radix.Icon>
        </Radix.Trigger>
        <SelectList options={options} />
      </Radix.Root>
    </Field>
  );
}

function SelectList<Value extends string>({ options }: { options: readonly SelectOption<Value>[] }) {
  return (
    <Radix.Portal>
      <Radix.Content
        position="popper"
        sideOffset={4}
        className="menu-list max-h-80 min-w-[var(--radix-select-trigger-width)]"
      >
        <Radix.Viewport>
          {options.map(({ value, word, hint }) => (
            <Radix.Item key={value} value={value} className="menu-item pr-8">
              <Radix.ItemText>{word}</Radix.ItemText>
              {hint !== undefined && <span className="text-small text-quiet">{hint}</span>}
              <Radix.ItemIndicator className="absolute right-2">
                <Check aria-hidden size={14} />
              </Radix.ItemIndicator>
            </Radix.Item>
          ))}
        </Radix.Viewport>
      </Radix.Content>
    </Radix.Portal>
  );
}
