'use client';

import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { OptionList, offering } from '#components/ui/form/option-list.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { useFocusReturn } from '#components/ui/overlay/use-focus-return.ts';
import { placeAfter } from '#components/ui/table/row-walk.ts';
import { itemsMatching, type PaletteItem } from './palette-items.ts';
import { takeTyped } from './typed-ahead.ts';
import { usePaletteItems } from './use-palette-items.ts';

type PaletteProps = { onClose: () => void; onShowKeys: () => void };

/** Goes anywhere and does anything from the keyboard: type, choose, Enter. */
export function Palette({ onClose, onShowKeys }: PaletteProps) {
  const go = useGo();
  const focusReturn = useFocusReturn();
  const items = usePaletteItems(onShowKeys);
  const take = ({ to }: PaletteItem) => {
    onClose();
    if ('href' in to) go(to.href, to.tenant);
    else to.act();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-veil" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[40rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <PaletteSearch items={items} onTake={take} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type SearchProps = { items: readonly PaletteItem[]; onTake: (item: PaletteItem) => void };

function PaletteSearch({ items, onTake }: SearchProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  // Kept until the field has the focus, or is gone without it: a letter in between would be nobody's.
  useEffect(() => () => void takeTyped(), []);
  const takeAhead = () => {
    const ahead = takeTyped();
    setTyped((now) => now + ahead);
  };
  const nouns = useNouns();
  const found = itemsMatching(items, { typed, nouns });
  const at = Math.min(place, found.length - 1);
  const hear = (event: KeyboardEvent) => {
    const current = found[at];
    const isEdge = event.key === 'Home' || event.key === 'End';
    // Home and End move within what was typed.
    const next =
      event.key.length === 1 || isEdge ? undefined : placeAfter(event.key, { place: at, count: found.length });
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && current !== undefined) onTake(current);
    else if (next === undefined) return;
    else setPlace(next);
    event.preventDefault();
  };
  return (
    <>
      <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search aria-hidden size={16} className="shrink-0 text-quiet" />
        <input
          {...offering({ id, active: at, isOpen: true })}
          aria-label="Search screens, names, ids and actions"
          placeholder="Search screens, names, ids and actions"
          className="h-full min-w-0 flex-1 bg-transparent text-lead outline-none placeholder:text-quiet"
          value={typed}
          onFocus={takeAhead}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={hear}
        />
        <KeyHint keys="Escape" />
      </div>
      <OptionList
        id={id}
        label="Found"
        options={found}
        keyOf={({ key }) => key}
        active={at}
        onReach={setPlace}
        onTake={onTake}
        className="h-84 min-h-0 overflow-y-auto p-1.5"
        optionClass="flex h-9 cursor-pointer items-center gap-3 rounded px-2.5 aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_var(--ink)]"
      >
        {({ word, keys, kind }) => (
          <>
            <span className="min-w-0 flex-1 truncate">{word}</span>
            {keys !== undefined && <KeyHint keys={keys} />}
            <span className="w-28 shrink-0 truncate text-right text-small text-quiet">{kind}</span>
          </>
        )}
      </OptionList>
      <p role="status" className="border-t border-line px-4 py-1.5 text-small text-quiet">
        {sayFound(typed, found.length)}
      </p>
    </>
  );
}

function sayFound(typed: string, count: number): string {
  if (typed.trim() === '') return 'Type to find, or paste a whole id.';
  if (count === 0) return 'Nothing is called so. Try fewer letters, or paste a whole id.';
  return `${count} found`;
}
