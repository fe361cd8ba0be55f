'use client';

import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { QueuesDocument, type QueuesQuery } from '#components/generated/documents.ts';
import { useEvents } from '#components/live/feed-context.tsx';
import { useRefresh } from '#components/live/use-refresh.ts';
import { useRegularRefresh } from '#components/workers/use-regular-refresh.ts';

export type QueuesView = { data: QueuesQuery | undefined; fault: Fault | undefined; reload: () => void };

// Every job that moves changes a number here; a person reads no faster than this.
const gapMs = 1_000;
// Ages grow and jobs come due without an event.
const regularMs = 5_000;

const types = [
  'queue.updated',
  'job.created',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.retrying',
  'job.cancelled',
  'job.requeued',
  'job.released',
];

/** Every queue and how full it is, kept up to date. */
export function useQueues(): QueuesView {
  // Numbers of a minute ago must not show as those of now.
  const { data, fault, reload } = useReading({ query: QueuesDocument, variables: {} });
  const refresh = useRefresh(reload, gapMs);
  useRegularRefresh(refresh, regularMs);
  const topic = { kind: 'events' as const, filter: { types } };
  useEvents({ topic, after: data?.jobs.eventCursor, onEvents: refresh, onResync: refresh });
  return { data, fault, reload };
}
