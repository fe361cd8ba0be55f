'use client';

import { useQuery } from 'urql';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { EventCursorDocument, JobDocument, type JobQuery } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';

export type JobDetails = NonNullable<JobQuery['job']>;
type JobView = { job: JobDetails | null | undefined; fault: Fault | undefined; reload: () => void };

/** One job in full, read again at each of its events. Null when there is none of this id, undefined until it is known. */
export function useJob(id: string): JobView {
  // A single job carries no cursor of its own, so the log's place is asked for before the job is read.
  const [place, findPlace] = useQuery({ query: EventCursorDocument, requestPolicy: 'network-only' });
  const after = place.data?.jobs.eventCursor;
  const [{ data, error }, execute] = useQuery({ query: JobDocument, variables: { id }, pause: after === undefined });
  const read = () => execute({ requestPolicy: 'network-only' });
  useRefreshOnEvents({ topic: { kind: 'events', filter: { jobs: [id] } }, after, read });
  const failure = place.error ?? error;
  return {
    job: data?.job,
    fault: failure === undefined ? undefined : faultOf(failure),
    reload: () => (place.error === undefined ? read() : findPlace({ requestPolicy: 'network-only' })),
  };
}
