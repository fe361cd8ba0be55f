'use client';

import { createContext, type ReactNode, use } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { QueueActivityDocument, type QueueHourFragment } from '#components/generated/queues.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';

// Columns of five minutes change little within this time, and counting them is not free.
const againMs = 15_000;

const ActivityContext = createContext<ReadonlyMap<string, QueueHourFragment>>(new Map());

/** Reads the last hour of every queue, once for all that is shown of it below. */
export function QueueActivity({ children }: { children: ReactNode }) {
  const { data, reload } = useReading({ query: QueueActivityDocument, variables: {} });
  useRegularRefresh(reload, againMs);
  const byId = new Map(data?.queues.map(({ id, activity }) => [id, activity]));
  return <ActivityContext value={byId}>{children}</ActivityContext>;
}

/** The last hour of a queue; undefined until it was read. */
export function useQueueActivity(id: string): QueueHourFragment | undefined {
  return use(ActivityContext).get(id);
}
