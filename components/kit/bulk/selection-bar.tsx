'use client';

import { useLate } from '#components/kit/page/use-late.ts';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import type { BarProps } from './bar-props.ts';

// Most visits to a list select nothing.
const load = async () => (await import('./selection-acts.tsx')).SelectionActs;

const selectKey: [string, string] = ['x', 'select'];
const actsKey: [string, string] = ['.', 'acts'];
const askKey: [string, string] = ['/', 'ask'];

/** The line below a list: what is selected of it, and what can be done with all of that; else the keys that help. */
export function SelectionBar<R extends Row>(props: BarProps<R>) {
  const { acts, hasRowActs, openWord, mayAsk, selection } = props;
  const isSelected = selection.chosen !== undefined;
  const SelectionActs = useLate(load, isSelected);
  const keys: [string, string][] = [
    ['j', 'next'],
    ['k', 'before'],
    ['o', openWord],
    ...(acts.length > 0 ? [selectKey] : []),
    ...(acts.length > 0 || hasRowActs ? [actsKey] : []),
    ...(mayAsk ? [askKey] : []),
  ];
  return <ListStrip keys={keys}>{isSelected && SelectionActs !== undefined && <SelectionActs {...props} />}</ListStrip>;
}
