'use client';

import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** A text that this browser keeps under a key, the same for all who ask; empty until there is one. */
export function useStored(key: string): [text: string, store: (text: string) => void] {
  const text = useSyncExternalStore(
    listen,
    () => window.localStorage.getItem(key) ?? '',
    () => '',
  );
  return [text, (next) => store(key, next)];
}

function store(key: string, text: string): void {
  window.localStorage.setItem(key, text);
  for (const listener of listeners) listener();
}

// Other tabs of the same browser tell of their changes.
function listen(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}
