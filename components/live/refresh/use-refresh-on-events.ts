'use client';

import { useState } from 'react';
import { usePulses } from '#components/live/feed-context.tsx';
import type { Topic } from '#components/live/live-event.ts';
import { useRefresh, usualGapMs } from './use-refresh.ts';

/** `gapMs`: however fast events come, it reads at most this often. */
type Refreshed = { topic: Topic; after: string | undefined; read: () => void; gapMs?: number };

/**
 * Reads a snapshot again whenever an event says that it changed. It follows from the first snapshot on and not from
 * each new one, whose cursor may repeat the very event that caused it.
 */
export function useRefreshOnEvents({ topic, after, read, gapMs = usualGapMs }: Refreshed): void {
  const [first, setFirst] = useState(after);
  if (first === undefined && after !== undefined) setFirst(after);
  usePulses({ topic, after: first, everyMs: gapMs, onBeat: useRefresh(read, gapMs) });
}
