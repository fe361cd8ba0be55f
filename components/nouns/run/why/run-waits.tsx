'use client';

import { useReading } from '#components/api/use-reading.ts';
import { RunWaitsDocument } from '#components/generated/run-why.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { sayWaits } from './say-waits.ts';

// As often as the steps themselves are read afresh while nothing tells of them.
const againMs = 10_000;

/** What all the open steps of a run wait for, in numbers. */
export function RunWaits({ runId }: { runId: string }) {
  const { data, reload } = useReading({ query: RunWaitsDocument, variables: { id: runId } });
  useRegularRefresh(reload, againMs);
  const words = sayWaits(data?.run?.why ?? []);
  return words === '' ? null : <span className="truncate text-quiet">In all: {words}</span>;
}
