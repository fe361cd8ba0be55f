'use client';

import { CircleAlert, Pause, Play, Radio, RotateCw } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useNow } from '#components/time/clock.ts';
import { Moment } from '#components/time/moment.tsx';
import { type ConnectionLook, connectionLook, type FeedState } from './connection-look.ts';
import { useFeed } from './feed-context.tsx';

const connecting: FeedState = { kind: 'connecting' };
const icons = {
  live: Radio,
  connecting: RotateCw,
  reconnecting: RotateCw,
  stale: CircleAlert,
  stopped: CircleAlert,
  paused: Pause,
} satisfies Record<ConnectionLook['kind'], typeof Radio>;

/** Says whether what is on the screen is what is happening, and lets the reader hold it still. */
export function ConnectionChip() {
  const feed = useFeed();
  const state = useSyncExternalStore(feed.listen, feed.state, () => connecting);
  const look = connectionLook(state, useNow());
  const Icon = icons[look.kind];
  const isPaused = look.kind === 'paused';
  const act = isPaused ? 'Resume live updates' : 'Pause live updates';
  const Act = isPaused ? Play : Pause;
  return (
    <span className="inline-flex h-7 items-center rounded-full border border-line text-small font-medium">
      <span
        role="status"
        data-whole={look.title}
        className="inline-flex items-center gap-1.5 whitespace-nowrap py-1 pl-2.5 pr-1"
        style={{ color: look.colour }}
      >
        <Icon aria-hidden size={14} />
        {look.word}
        {look.asOfMs !== undefined && (
          <span className="text-quiet tabular-nums">
            data as of <Moment at={new Date(look.asOfMs).toISOString()} style="absolute" />
          </span>
        )}
      </span>
      <button
        type="button"
        aria-label={act}
        data-whole={act}
        onClick={isPaused ? feed.resume : feed.pause}
        className="inline-flex size-7 items-center justify-center rounded-full text-quiet hover:text-ink"
      >
        <Act aria-hidden size={13} />
      </button>
    </span>
  );
}
