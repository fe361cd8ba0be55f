'use client';

import { useState } from 'react';
import { useEvents } from './feed-context.tsx';
import type { Topic } from './live-event.ts';
import { useRefresh } from './use-refresh.ts';

/** `gapMs`: however fast events come, it reads at most this often. */
type Refreshed = { topic: Topic; after: string | undefined; read: () => void; gapMs?: number };

/**
 * Reads a snapshot again whenever an event says that it changed. It follows from the first snapshot on and not from
 * each new one, whose cursor may repeat the very event that caused it.
 */
export function useRefreshOnEvents({ topic, after, read, gapMs }: Refreshed): void {
  const [first, setFirst] = useState(after);
  if (first === undefined && after !== undefined) setFirst(after);
  const refresh = useRefresh(read, gapMs);
  useEvents({ topic, after: first, onEvents: refresh, onResync: refresh });
}
