'use client';

import { CircleAlert, Radio, RotateCw } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useNow } from '#components/time/clock.ts';
import { sayInstant } from '#components/time/say-time.ts';
import { bounds } from '#domain/bounds.ts';
import type { FeedState } from './feed.ts';
import { useFeed } from './feed-context.tsx';

const connecting: FeedState = { kind: 'connecting' };

/** Says whether what is on the screen is what is happening. */
export function ConnectionChip() {
  const feed = useFeed();
  const state = useSyncExternalStore(feed.listen, feed.state, () => connecting);
  const nowMs = useNow();
  const look = lookOf(state, nowMs);
  return (
    <span
      role="status"
      title={look.title}
      className="inline-flex h-7 items-center gap-1.5 rounded-full border border-line px-2.5 text-[0.86rem] font-medium"
      style={{ color: look.colour }}
    >
      <look.Icon aria-hidden size={14} />
      {look.word}
    </span>
  );
}

function lookOf(state: FeedState, nowMs: number) {
  switch (state.kind) {
    case 'live':
      return { word: 'Live', title: 'Changes arrive as they happen', colour: 'var(--state-success)', Icon: Radio };
    case 'connecting':
      return { word: 'Connecting', title: 'Opening the live connection', colour: 'var(--quiet)', Icon: RotateCw };
    case 'reconnecting': {
      const title = `Data as of ${sayInstant(state.sinceMs)}`;
      const isStale = nowMs - state.sinceMs > bounds.staleAfterMs;
      return isStale
        ? { word: 'Stale', title, colour: 'var(--state-failed)', Icon: CircleAlert }
        : { word: 'Reconnecting', title, colour: 'var(--state-warning)', Icon: RotateCw };
    }
  }
}
