'use client';

import type { Fault } from '#components/api/fault.ts';
import { useAsk } from '#components/api/use-ask.ts';
import { useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument } from '#components/generated/events.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { NounPage } from './noun-page.ts';

type Shown<Thing> = { thing: Thing | null | undefined; fault: Fault | undefined; reload: () => void };

/** One thing, read again at each of its events. Null when there is none such, undefined until it is known. */
export function useThing<Thing>(
  { read, topicOf }: Pick<NounPage<Thing>, 'read' | 'topicOf'>,
  key: string,
): Shown<Thing> {
  // A single thing carries no cursor of its own, so the log's place is asked for before the thing is read.
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const after = place.data?.jobs.eventCursor;
  const { value, fault, reload } = useAsk(after === undefined ? undefined : read(key));
  useRefreshOnEvents({ topic: topicOf(key), after, read: reload });
  if (place.fault !== undefined) return { thing: undefined, fault: place.fault, reload: place.reload };
  return { thing: value, fault, reload };
}
