'use client';

import { createContext, type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTenant } from '#components/address/tenant-context.tsx';
import { goToSignIn } from '#components/api/sign-in-again.ts';
import { Feed } from './feed.ts';
import type { LiveEvent, Topic } from './live-event.ts';

const FeedContext = createContext<Feed | null>(null);

/** Gives everything below one live connection, about the tenant of the address. It opens with the first follower, so never on the server. */
export function FeedProvider({ children }: { children: ReactNode }) {
  const tenant = useTenant();
  const [feed] = useState(() => new Feed({ tenant, onSignedOut: goToSignIn }));
  useEffect(() => {
    window.addEventListener('offline', feed.drop);
    return () => window.removeEventListener('offline', feed.drop);
  }, [feed]);
  return <FeedContext value={feed}>{children}</FeedContext>;
}

/** The page's live connection, for parts that also stand where there is none. */
export function useFeedIfAny(): Feed | null {
  return use(FeedContext);
}

/** The page's live connection. */
export function useFeed(): Feed {
  const feed = use(FeedContext);
  if (feed === null) throw new Error('useFeed stands outside FeedProvider');
  return feed;
}

type Following = {
  topic: Topic;
  /** The eventCursor of the snapshot shown; nothing is followed before there is one. */
  after: string | undefined;
  onEvents: (events: LiveEvent[]) => void;
  /** False for an event that would change nothing of what is shown; without it all are handed on. */
  wants?: (event: LiveEvent) => boolean;
  /** Too much was missed: read the snapshot again. */
  onResync: () => void;
};

/** Follows a topic from a snapshot on, for as long as the component is shown. */
export function useEvents({ topic, after, onEvents, onResync, wants }: Following): void {
  const feed = useFeed();
  const deliver = useEffectEvent(onEvents);
  const resync = useEffectEvent(onResync);
  const isWanted = useEffectEvent((event: LiveEvent) => wants?.(event) ?? true);
  // A topic that changes under the same snapshot goes on where it was.
  const place = useRef({ snapshot: '', cursor: '' });
  const key = JSON.stringify(topic);

  useEffect(() => {
    if (after === undefined) return;
    const followed: Topic = JSON.parse(key);
    if (place.current.snapshot !== after) place.current = { snapshot: after, cursor: after };
    return feed.follow(followed, {
      after: place.current.cursor,
      onCursor: (cursor) => {
        place.current.cursor = cursor;
      },
      wants: (event) => isWanted(event),
      onEvents: (events) => deliver(events),
      onResync: () => resync(),
    });
  }, [feed, key, after]);
}

type Pulsed = {
  topic: Topic;
  /** The eventCursor of the snapshot shown; nothing is followed before there is one. */
  after: string | undefined;
  /** At most one beat in this time. */
  everyMs: number;
  onBeat: () => void;
};

/** Hears that something of a topic happened, for as long as the component is shown. */
export function usePulses({ topic, after, everyMs, onBeat }: Pulsed): void {
  const feed = useFeed();
  const beat = useEffectEvent(onBeat);
  const place = useRef({ snapshot: '', cursor: '' });
  const key = JSON.stringify(topic);

  useEffect(() => {
    if (after === undefined) return;
    const followed: Topic = JSON.parse(key);
    if (place.current.snapshot !== after) place.current = { snapshot: after, cursor: after };
    return feed.pulse(followed, {
      after: place.current.cursor,
      everyMs,
      onCursor: (cursor) => {
        place.current.cursor = cursor;
      },
      onBeat: () => beat(),
    });
  }, [feed, key, after, everyMs]);
}
