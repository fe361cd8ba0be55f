'use client';

import { type Answer, useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument } from '#components/generated/events.ts';
import { ScheduleDocument, type ScheduleQuery } from '#components/generated/schedules.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';

export type ScheduleDetails = NonNullable<ScheduleQuery['schedule']>;

type Found = Pick<Answer<ScheduleQuery>, 'fault' | 'reload'> & {
  schedule: ScheduleDetails | null | undefined;
  /** Where the event log stood before the schedule was read. */
  after: string | undefined;
};

/** One schedule, read again at each of its events. Null when there is none of this id, undefined until it is known. */
export function useSchedule(id: string): Found {
  // A single schedule carries no cursor of its own, so the log's place is asked for before it is read.
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const after = place.data?.jobs.eventCursor;
  const { data, fault, reload } = useReading({
    query: ScheduleDocument,
    variables: { id },
    pause: after === undefined,
  });
  useRefreshOnEvents({ topic: { kind: 'events', filter: { schedules: [id] } }, after, read: reload });
  if (place.fault !== undefined) return { schedule: undefined, fault: place.fault, reload: place.reload, after };
  return { schedule: data?.schedule, fault, reload, after };
}
