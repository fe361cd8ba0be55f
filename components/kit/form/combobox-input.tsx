'use client';

import { Combobox as AriaInput, ComboboxItem, ComboboxPopover, ComboboxProvider } from '@ariakit/react/combobox';
import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { describedBy, Field } from '#components/ui/form/field.tsx';
import type { ComboboxProps } from './combobox.tsx';
import { findOptions, type Option, typedOut } from './option-search.ts';

// Options of a field that are drawn at once; who looks for another one types.
const optionsShownMax = 60;

/** The field and its list. Screens take it by `Combobox`, which fetches it. */
export function ComboboxInput({ value, options, onChange, placeholder, mayBeEmpty = false, ...words }: ComboboxProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  // The list is whole when it opens on what is chosen, and narrows with the first letter.
  const found = isOpen ? findOptions(options, typed ?? '', optionsShownMax) : [];
  const choose = (next: string) => {
    setTyped(undefined);
    setIsOpen(false);
    if (next !== value) onChange(next);
  };
  const settle = () => choose(typedOut(options, typed, mayBeEmpty) ?? value);
  const press = (event: KeyboardEvent) => {
    const isSettling = event.key === 'Enter' && typed !== undefined && found.length === 0;
    const isTakenBack = event.key === 'Escape' && typed !== undefined;
    if (isSettling) settle();
    if (isTakenBack) choose(value);
    // Neither sends the form nor closes its window: that is what the next press is for.
    if (isSettling || isTakenBack) event.preventDefault();
  };
  return (
    <Field id={id} words={words}>
      <ComboboxProvider
        open={found.length > 0}
        setOpen={setIsOpen}
        inputValue={typed ?? value}
        setInputValue={setTyped}
        resetValueOnHide={false}
      >
        <div className="relative">
          <AriaInput
            id={id}
            // Enter in an emptied field is not to take the first of all.
            autoSelect={!mayBeEmpty || typed?.trim() !== ''}
            aria-invalid={words.problem !== undefined || undefined}
            aria-describedby={describedBy(id, words)}
            autoComplete="list"
            spellCheck={false}
            placeholder={placeholder}
            className="field w-full pr-7"
            onFocus={(event) => event.currentTarget.select()}
            onBlur={settle}
            onKeyDown={press}
          />
          <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-[9px] right-2 text-quiet" />
        </div>
        <ComboboxPopover aria-label={words.label} sameWidth gutter={4} className="menu-list max-h-64!">
          {found.map((option) => (
            <OptionRow key={option.value} option={option} onChoose={() => choose(option.value)} />
          ))}
        </ComboboxPopover>
      </ComboboxProvider>
    </Field>
  );
}

function OptionRow({ option: { value, hint }, onChoose }: { option: Option; onChoose: () => void }) {
  return (
    <ComboboxItem
      value={value}
      setValueOnClick={false}
      selectValueOnClick={false}
      focusOnHover
      onClick={onChoose}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      className="menu-item data-[active-item]:bg-raised"
    >
      <span className="min-w-0 truncate">{value}</span>
      {hint !== undefined && <span className="min-w-0 truncate text-small text-quiet">{hint}</span>}
    </ComboboxItem>
  );
}
