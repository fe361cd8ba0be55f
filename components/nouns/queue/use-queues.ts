'use client';

import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { QueuesDocument, type QueuesQuery } from '#components/generated/queues.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import type { EventType } from '#domain/event-catalogue.ts';

export type QueuesView = { data: QueuesQuery | undefined; fault: Fault | undefined; reload: () => void };

// Every job that moves changes a number here; a person reads no faster than this.
const gapMs = 1_000;
// Ages grow and jobs come due without an event.
const regularMs = 5_000;

const types: EventType[] = [
  'queue.updated',
  'job.created',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.retrying',
  'job.cancelled',
  'job.requeued',
  'job.expedited',
  'job.released',
];

/** Every queue and how full it is, kept up to date. */
export function useQueues(): QueuesView {
  const { data, fault, reload } = useReading({ query: QueuesDocument, variables: {} });
  useRegularRefresh(reload, regularMs);
  const topic = { kind: 'events' as const, filter: { types } };
  useRefreshOnEvents({ topic, after: data?.jobs.eventCursor, read: reload, gapMs });
  return { data, fault, reload };
}
