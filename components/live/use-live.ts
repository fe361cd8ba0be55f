'use client';

import { useState } from 'react';
import { useEvents } from './feed-context.tsx';
import type { LiveEvent, Topic } from './live-event.ts';

type Live<Snapshot> = {
  snapshot: Snapshot | undefined;
  after: string | undefined;
  topic: Topic;
  fold: (shown: Snapshot, events: LiveEvent[]) => Snapshot;
  onResync: () => void;
};

/** A snapshot that events keep up to date. A newer snapshot takes its place whole. */
export function useLive<Snapshot>({ snapshot, after, topic, fold, onResync }: Live<Snapshot>): Snapshot | undefined {
  const [live, setLive] = useState({ snapshot, shown: snapshot });
  if (live.snapshot !== snapshot) setLive({ snapshot, shown: snapshot });

  useEvents({
    topic,
    after,
    onResync,
    onEvents: (events) =>
      setLive((now) => (now.shown === undefined ? now : { ...now, shown: fold(now.shown, events) })),
  });
  return live.snapshot === snapshot ? live.shown : snapshot;
}
