'use client';

import type { Answer } from '#components/api/use-reading.ts';
import { useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument, JobDocument, type JobQuery } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';

export type JobDetails = NonNullable<JobQuery['job']>;

/** One job in full, read again at each of its events. Null when there is none of this id, undefined until it is known. */
export function useJob(
  id: string,
): Pick<Answer<JobQuery>, 'fault' | 'reload'> & { job: JobDetails | null | undefined } {
  // A single job carries no cursor of its own, so the log's place is asked for before the job is read.
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const after = place.data?.jobs.eventCursor;
  const { data, fault, reload } = useReading({ query: JobDocument, variables: { id }, pause: after === undefined });
  useRefreshOnEvents({ topic: { kind: 'events', filter: { jobs: [id] } }, after, read: reload });
  if (place.fault !== undefined) return { job: undefined, fault: place.fault, reload: place.reload };
  return { job: data?.job, fault, reload };
}
