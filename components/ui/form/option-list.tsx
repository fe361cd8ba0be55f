'use client';

import { type ReactNode, useEffect, useRef } from 'react';

type Offered = {
  /** The same for the field and its list. */
  id: string;
  /** The place of the option that the keys stand on; -1 for none. */
  active: number;
};

/** What a field that offers options while one types says of itself; it keeps the focus and hears the keys. */
export function offering({ id, active, isOpen }: Offered & { isOpen: boolean }) {
  return {
    role: 'combobox',
    'aria-expanded': isOpen,
    'aria-controls': `${id}-list`,
    'aria-activedescendant': isOpen && active >= 0 ? `${id}-${active}` : undefined,
    'aria-autocomplete': 'list',
    autoComplete: 'off',
    spellCheck: false,
  } as const;
}

type OptionListProps<Option> = Offered & {
  label: string;
  options: readonly Option[];
  keyOf: (option: Option) => string;
  onTake: (option: Option) => void;
  /** Called when the pointer moves over an option. */
  onReach?: (place: number) => void;
  className?: string;
  optionClass: string;
  /** What an option shows. */
  children: (option: Option) => ReactNode;
};

/** What such a field offers. */
export function OptionList<Option>({ id, active, label, options, keyOf, ...props }: OptionListProps<Option>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={`${id}-list`} role="listbox" aria-label={label} className={props.className}>
      {options.map((option, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
        <div
          key={keyOf(option)}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          // The field would lose the focus, and the list could close before the click.
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => props.onReach?.(place)}
          onClick={() => props.onTake(option)}
          className={props.optionClass}
        >
          {props.children(option)}
        </div>
      ))}
    </div>
  );
}
