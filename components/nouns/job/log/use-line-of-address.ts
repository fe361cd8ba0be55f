'use client';

import { useState, useSyncExternalStore } from 'react';
import type { LogLine } from './log-scope.ts';

/** The line that the address names (`#L120`), counted from 1, and how to name another. */
export function useLineOfAddress(): [number | undefined, (line: Pick<LogLine, 'place'>) => void] {
  const hash = useSyncExternalStore(
    listen,
    () => window.location.hash,
    () => '',
  );
  const [named, setNamed] = useState<number>();
  const name = ({ place }: Pick<LogLine, 'place'>) => {
    const { pathname, search } = window.location;
    window.history.replaceState(null, '', `${pathname}${search}#L${place}`);
    setNamed(place);
  };
  return [named ?? placeIn(hash), name];
}

function placeIn(hash: string): number | undefined {
  const [, place] = /^#L(\d{1,9})$/.exec(hash) ?? [];
  return place === undefined || Number(place) === 0 ? undefined : Number(place);
}

function listen(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
