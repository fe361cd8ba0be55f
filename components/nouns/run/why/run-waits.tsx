'use client';

import { useReading } from '#components/api/use-reading.ts';
import { RunWaitsDocument } from '#components/generated/run-why.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { sayWaits } from './say-waits.ts';

// As often as the steps themselves are read afresh while nothing tells of them.
const againMs = 10_000;

/** How many more steps wait; for whoever rests on it, what all of them wait for. */
export function RunWaits({ runId, moreSteps }: { runId: string; moreSteps: number }) {
  const { data, reload } = useReading({ query: RunWaitsDocument, variables: { id: runId } });
  useRegularRefresh(reload, againMs);
  const words = sayWaits(data?.run?.why ?? []);
  return (
    <span className="text-quiet" {...(words !== '' && { 'data-whole': `In all: ${words}` })}>
      and {moreSteps} more
    </span>
  );
}
