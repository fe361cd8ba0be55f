'use client';

import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { classes } from '#components/ui/classes.ts';
import { describedBy, Field, type FieldWords } from '#components/ui/form/field.tsx';
import { bounds } from '#domain/bounds.ts';
import { findOptions, type Option } from './option-search.ts';

type ComboFieldProps = FieldWords & {
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  placeholder?: string;
};

/** One of many, found by typing. What is typed out in full counts as chosen, whether it is in the list or not. */
export function ComboField({ value, options, onChange, placeholder, ...words }: ComboFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [place, setPlace] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = typed === undefined ? [] : findOptions(options, typed, bounds.optionsShownMax);
  const isOpen = typed !== undefined && found.length > 0;
  const choose = (next: string) => {
    setTyped(undefined);
    if (next !== value) onChange(next);
  };
  const move = (next: number) => {
    setPlace(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    const at = placeAfter(event.key, { place, count: found.length, isOpen });
    if (at !== undefined) {
      if (isOpen) move(at);
      else setTyped('');
    } else if (event.key === 'Enter' && isOpen) choose(found[place]?.value ?? value);
    else if (event.key === 'Escape' && typed !== undefined) setTyped(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <Field id={id} words={words}>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${id}-${place}` : undefined}
          aria-invalid={words.problem !== undefined || undefined}
          aria-describedby={describedBy(id, words)}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          className="field w-full pr-7"
          value={typed ?? value}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => typed === undefined && setTyped('')}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPlace(0);
          }}
          onBlur={() => choose(exactly(options, typed) ?? value)}
          onKeyDown={press}
        />
        <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-[9px] right-2 text-quiet" />
        {isOpen && (
          <div ref={list} id={`${id}-list`} role="listbox" aria-label={words.label} className={listClasses}>
            {found.map((option, at) => (
              <OptionRow
                key={option.value}
                id={`${id}-${at}`}
                option={option}
                isReached={at === place}
                onChoose={() => choose(option.value)}
              />
            ))}
          </div>
        )}
      </div>
    </Field>
  );
}

const listClasses = 'menu-list absolute inset-x-0 top-full z-40 mt-1 max-h-64 overflow-y-auto';

type OptionRowProps = { id: string; option: Option; isReached: boolean; onChoose: () => void };

function OptionRow({ id, option, isReached, onChoose }: OptionRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the option
    <div
      id={id}
      role="option"
      aria-selected={isReached}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={classes('menu-item', isReached && 'bg-raised')}
    >
      <span className="min-w-0 truncate">{option.value}</span>
      {option.hint !== undefined && <span className="min-w-0 truncate text-small text-quiet">{option.hint}</span>}
    </div>
  );
}

type Walk = { place: number; count: number; isOpen: boolean };

/** Where a key leads in the list; undefined for a key that does not walk. */
function placeAfter(key: string, { place, count, isOpen }: Walk): number | undefined {
  if (key === 'ArrowDown') return isOpen ? Math.min(place + 1, count - 1) : 0;
  if (key === 'ArrowUp') return isOpen ? Math.max(place - 1, 0) : 0;
  return undefined;
}

function exactly(options: readonly Option[], typed: string | undefined): string | undefined {
  const text = typed?.trim().toLowerCase();
  if (text === undefined || text === '') return undefined;
  return options.find((option) => option.value.toLowerCase() === text)?.value ?? typed?.trim();
}
