'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RunWaitsDocument } from '#components/generated/run-why.ts';
import { lockPath } from '#components/kit/words/paths.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { sayWaits } from './say-waits.ts';

// As often as the steps themselves are read afresh while nothing tells of them.
const againMs = 10_000;

/** How many more steps wait; for whoever rests on it, what all of them wait for. */
export function RunWaits({ runId, moreSteps }: { runId: string; moreSteps: number }) {
  const { data, reload } = useReading({ query: RunWaitsDocument, variables: { id: runId } });
  useRegularRefresh(reload, againMs);
  const sums = data?.run?.why ?? [];
  const words = sayWaits(sums);
  const lock = sums.find((sum) => sum.lock !== null)?.lock ?? null;
  return (
    <span className="text-quiet" {...(words !== '' && { 'data-whole': `In all: ${words}` })}>
      and {moreSteps} more
      {lock !== null && (
        <>
          {' · at the lock '}
          <Link className="link" href={lockPath(lock.id)}>
            {lock.key}
          </Link>
        </>
      )}
    </span>
  );
}
