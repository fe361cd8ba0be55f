'use client';

/** What the screen that is shown offers to the command palette. */
import type { LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export type PageAction = { word: string; act: () => void; Icon?: LucideIcon };

type Offer = { actions: readonly PageAction[] };

const none: readonly PageAction[] = [];
const listeners = new Set<() => void>();
let offers: readonly Offer[] = [];
let offered: readonly PageAction[] = none;

/** Offers acts in the command palette for as long as the component is shown. */
export function usePageActions(actions: readonly PageAction[]): void {
  const act = useEffectEvent((word: string) => actions.find((one) => one.word === word)?.act());
  const described = actions.map(({ word }) => word).join('\n');
  const icons = useEffectEvent((word: string) => actions.find((one) => one.word === word)?.Icon);
  useEffect(() => {
    if (described === '') return;
    const words = described.split('\n');
    const offer = { actions: words.map((word) => ({ word, Icon: icons(word), act: () => act(word) })) };
    change([...offers, offer]);
    return () => change(offers.filter((one) => one !== offer));
  }, [described]);
}

/** What is offered now, the latest part of the screen first. */
export function useOfferedActions(): readonly PageAction[] {
  return useSyncExternalStore(
    (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    () => offered,
    () => none,
  );
}

function change(next: readonly Offer[]): void {
  offers = next;
  offered = next.toReversed().flatMap(({ actions }) => actions);
  for (const listener of listeners) listener();
}
