'use client';

import { type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useState } from 'react';
import { announce } from '#components/ui/announcer.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { placeAfter } from './row-walk.ts';
import { extended, toggled } from './selection.ts';

export type Selection = { selected: ReadonlySet<string>; onChange: (selected: Set<string>) => void };

/** Where the acts of a row are asked for, and the row itself. */
export type RowPlace = { x: number; y: number; focus: HTMLElement };

type RowKeys = {
  /** The table's name: the heading of its keys in the sheet of shortcuts. */
  label: string;
  keys: readonly string[];
  body: RefObject<HTMLElement | null>;
  isMain: boolean;
  selection: Selection | undefined;
  onOpen: ((key: string) => void) | undefined;
  /** What can be done to a row is asked for, at a point of the window. */
  onActs: ((key: string, place: RowPlace) => void) | undefined;
  /** Brings a row into view, which may not be drawn yet. */
  reveal: (place: number) => void;
};

/** Walking through rows, opening and ticking them, by keys and by pointer. */
export function useRowKeys({ label, keys, body, isMain, selection, onOpen, onActs, reveal }: RowKeys) {
  const [reached, setReached] = useState<string>();
  const tick = useTick(keys, selection);
  const place = reached === undefined ? -1 : keys.indexOf(reached);
  const current = keys[Math.max(0, place)];
  const walk = (pressed: string) => {
    const next = placeAfter(pressed, { place, count: keys.length });
    const key = next === undefined ? undefined : keys[next];
    if (next === undefined || key === undefined) return false;
    setReached(key);
    reveal(next);
    // A row that is not drawn yet exists after the next picture.
    requestAnimationFrame(() => rowOf(body.current, key)?.focus({ preventScroll: true }));
    return true;
  };
  const open = () => current !== undefined && onOpen?.(current);
  const tickCurrent = (isShift = false) => current !== undefined && tick(current, isShift);
  const actsOf = (key: string | undefined, point?: { x: number; y: number }) => {
    const row = key === undefined ? undefined : rowOf(body.current, key);
    if (key === undefined || row === undefined) return;
    setReached(key);
    onActs?.(key, { ...(point ?? pointIn(row)), focus: row });
  };
  const bindings = [
    { keys: 'j', words: 'Next row', act: () => walk('j') },
    { keys: 'k', words: 'Row before', act: () => walk('k') },
    ...(onOpen === undefined ? [] : [{ keys: 'o', words: 'Open the row', act: open }]),
    ...(selection === undefined
      ? []
      : [
          { keys: 'x', words: 'Select the row', act: () => tickCurrent() },
          { keys: 'shift+x', words: 'Select all rows up to this one', act: () => tickCurrent(true) },
        ]),
    ...(onActs === undefined
      ? []
      : [{ keys: '.', words: 'What can be done to the row, or to the selection', act: () => actsOf(current) }]),
  ];
  useKeys(label, bindings, isMain && keys.length > 0);
  const ears = {
    onKeyDown: (event: KeyboardEvent) => {
      // Keys inside a row's own controls belong to them.
      if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter') open();
      else if (event.key === ' ') tickCurrent(event.shiftKey);
      else if (event.key.length === 1 || !walk(event.key)) return;
      event.preventDefault();
    },
    onContextMenu: (event: MouseEvent) => {
      // The browser's own menu stays where it has something to say: at a link, and at text that is marked.
      if (onActs === undefined || !(event.target instanceof Element) || !isPressOnRow(event.target)) return;
      event.preventDefault();
      // A key has no place of its own.
      const isByKey = event.clientX === 0 && event.clientY === 0;
      actsOf(keyOf(event.target), isByKey ? undefined : { x: event.clientX, y: event.clientY });
    },
    onFocus: (event: FocusEvent) => setReached(keyOf(event.target) ?? reached),
    onClick: (event: MouseEvent) => {
      const key = keyOf(event.target);
      if (key === undefined || !(event.target instanceof Element)) return;
      if (event.target.closest('[data-role="select"]') !== null) tick(key, event.shiftKey);
      else if (isPressOnRow(event.target)) onOpen?.(key);
    },
  };
  return { reached: current, ears };
}

function useTick(keys: readonly string[], selection: Selection | undefined) {
  const [lastTicked, setLastTicked] = useState<string>();
  return (key: string, isShift: boolean) => {
    if (selection === undefined) return;
    const range = { keys, from: lastTicked, to: key };
    const next = isShift ? extended(selection.selected, range) : toggled(selection.selected, key);
    selection.onChange(next);
    setLastTicked(key);
    announce(`${next.size} selected`);
  };
}

// A press on a link or a button is theirs, and marking text to copy it opens nothing.
function isPressOnRow(target: Element): boolean {
  const isOwn = target.closest('a, button, input, select, label, summary') !== null;
  return !isOwn && window.getSelection()?.isCollapsed !== false;
}

// Below the beginning of the row, past its box.
function pointIn(row: HTMLElement): { x: number; y: number } {
  const { left, bottom } = row.getBoundingClientRect();
  return { x: left + 44, y: bottom };
}

function keyOf(target: EventTarget): string | undefined {
  const row = target instanceof Element ? target.closest('tr[data-key]') : null;
  return row?.getAttribute('data-key') ?? undefined;
}

function rowOf(body: HTMLElement | null, key: string): HTMLElement | undefined {
  return body?.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"]`) ?? undefined;
}
