'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePulses } from '#components/live/feed-context.tsx';
import type { Topic } from '#components/live/live-event.ts';

/** `gapMs`: however many events pass, it beats at most this often. */
type Followed = { topic: Topic; after: string | undefined; gapMs: number };

/** A number that grows when something happened. Any number of readings may hang on it: the page hears of it once. */
export function usePulse({ topic, after, gapMs }: Followed): number {
  const [pulse, setPulse] = useState(0);
  usePulses({ topic, after, everyMs: gapMs, onBeat: () => setPulse((now) => now + 1) });
  return pulse;
}

/** Reads again with every beat that comes while it is shown. */
export function useBeat(pulse: number, read: () => unknown): void {
  const seen = useRef(pulse);
  const refresh = useEffectEvent(read);

  useEffect(() => {
    if (seen.current === pulse) return;
    seen.current = pulse;
    refresh();
  }, [pulse]);
}
