'use client';

import { useEffect, useState } from 'react';
import type { Answer } from '#components/api/use-reading.ts';

// What is read every ten seconds and did not come four times.
const usualMs = 45_000;

/**
 * The instant that figures are of, once they have grown old: they could not be read again, or nobody has read them for
 * too long. Undefined while they can be trusted.
 */
export function useAsOf(
  { readAtMs, fault }: Pick<Answer<unknown>, 'readAtMs' | 'fault'>,
  olderThanMs = usualMs,
): number | undefined {
  const [oldMs, setOldMs] = useState<number>();
  useEffect(() => {
    if (readAtMs === undefined) return;
    const timer = setTimeout(() => setOldMs(readAtMs), Math.max(0, readAtMs + olderThanMs - Date.now()));
    return () => clearTimeout(timer);
  }, [readAtMs, olderThanMs]);
  return fault !== undefined || oldMs === readAtMs ? readAtMs : undefined;
}
