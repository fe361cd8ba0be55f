'use client';

import { useSyncExternalStore } from 'react';

let words = '';
const listeners = new Set<() => void>();

/** Tells a screen reader, politely, what others see: `announce('3 rows selected')`. */
export function announce(next: string): void {
  words = next;
  for (const listener of listeners) listener();
}

/** The place that a screen reader listens to. It is there before anything is said, or nothing would be heard. */
export function Announcer() {
  const said = useSyncExternalStore(
    listen,
    () => words,
    () => '',
  );
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}

function listen(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}
