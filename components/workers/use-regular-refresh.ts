'use client';

import { useEffect, useEffectEvent } from 'react';

/** Reads again now and then what no event tells of, such as a heartbeat that stays away; a hidden page rests. */
export function useRegularRefresh(read: () => unknown, everyMs: number): void {
  const refresh = useEffectEvent(read);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
