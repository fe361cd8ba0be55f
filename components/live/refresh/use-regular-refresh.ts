'use client';

import { useEffect, useEffectEvent } from 'react';
import { useFeed } from '#components/live/feed-context.tsx';

/** Reads again now and then what no event tells of, such as a heartbeat that stays away. A page that is hidden, or held still, rests. */
export function useRegularRefresh(read: () => unknown, everyMs: number): void {
  const feed = useFeed();
  const refresh = useEffectEvent(read);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && feed.state().kind !== 'paused') refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [feed, everyMs]);
}
