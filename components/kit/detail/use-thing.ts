'use client';

import { useAsk } from '#components/api/use-ask.ts';
import { useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument } from '#components/generated/events.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { KnownThing, ThingAsked } from './noun-page.ts';

/** One thing, read again at each of its events. */
export function useThing<Thing>({ read, topicOf, gapMs }: ThingAsked<Thing>, key: string): KnownThing<Thing> {
  // A single thing carries no cursor of its own, so the log's place is asked for before the thing is read.
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const after = place.data?.jobs.eventCursor;
  const { value, fault, reload } = useAsk(after === undefined ? undefined : read(key));
  const pace = gapMs === undefined ? {} : { gapMs };
  useRefreshOnEvents({ topic: topicOf(key), after, read: reload, ...pace });
  if (after === undefined) return { thing: undefined, fault: place.fault, reload: place.reload };
  return { thing: value, fault, reload, after };
}
