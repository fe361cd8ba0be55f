'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { type Pace, type PaceClock, paceOf } from './pace.ts';

/** Numbers that change twice a second can still be read. */
export const usualGapMs = 500;

const pageClock: PaceClock = {
  nowMs: () => Date.now(),
  after: (waitMs, work) => {
    const timer = setTimeout(work, waitMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Reads again when something happened: at once for the first event, then at most once per gap while more come. Asking
 * draws nothing anew, so it may be asked at every frame. A reading that promises false has failed, and is tried again.
 */
export function useRefresh(read: () => unknown, gapMs = usualGapMs): () => void {
  const pace = useRef<Pace>(null);
  const refresh = useEffectEvent(read);

  useEffect(() => {
    const own = paceOf(() => refresh(), { gapMs, clock: pageClock });
    pace.current = own;
    return () => {
      pace.current = null;
      own.stop();
    };
  }, [gapMs]);

  return () => pace.current?.ask();
}
