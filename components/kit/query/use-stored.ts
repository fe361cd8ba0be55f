'use client';

import { useSyncExternalStore } from 'react';
import { keep, listenToKept, readKept } from '#components/ui/browser-store.ts';

/** A text that this browser keeps under a key, the same for all who ask; empty until there is one. */
export function useStored(key: string): [text: string, store: (text: string) => void] {
  const text = useSyncExternalStore(
    listenToKept,
    () => readKept(key) ?? '',
    () => '',
  );
  return [text, (next) => keep(key, next)];
}
