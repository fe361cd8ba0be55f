'use client';

import { useReading } from '#components/api/use-reading.ts';
import { OpenFailuresDocument } from '#components/generated/failures.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { failureMoves } from './failure-events.ts';

/** How many failures nobody looks after, where there are any. */
export function OpenFailures() {
  const { data, reload } = useReading({ query: OpenFailuresDocument, variables: {} });
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: failureMoves } },
    after: data?.failures.eventCursor,
    read: reload,
  });
  const { totalCount = 0, totalCountExact = true } = data?.failures ?? {};
  if (totalCount === 0) return null;
  return (
    <span className="ml-auto rounded-full border border-current px-1.5 text-[0.78rem] font-semibold text-failed narrow:absolute narrow:top-0 narrow:right-0 narrow:bg-surface narrow:px-1 narrow:leading-tight">
      {totalCount}
      {!totalCountExact && '+'}
      <span className="sr-only"> open</span>
    </span>
  );
}
