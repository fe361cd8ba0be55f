'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { growingWaitMs } from '#components/live/connection/growing-wait.ts';
import { rereadMsMax } from './pace.ts';

const waits = { firstMs: 1_000, mostMs: rereadMsMax };

/**
 * Reads again what could not be read afresh, after waits that grow while it goes on failing. `fault` is another object
 * after each failure, and undefined once it was read; what was never read is for the reader to try again.
 */
export function useAnotherTry(fault: object | undefined, again: () => void): void {
  const failures = useRef(0);
  const read = useEffectEvent(again);

  useEffect(() => {
    if (fault === undefined) {
      failures.current = 0;
      return;
    }
    const timer = setTimeout(() => read(), growingWaitMs(failures.current, waits, Math.random()));
    failures.current += 1;
    return () => clearTimeout(timer);
  }, [fault]);
}
