'use client';

import { useReading } from '#components/api/use-reading.ts';
import { GroupedUpToDocument } from '#components/generated/failures.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { useNow } from '#components/time/clock.ts';
import { sayLag } from './say-lag.ts';

const lookMs = 30_000;

/** Says so when what failed last is not in the list yet. */
export function GroupingLag() {
  const { data, reload } = useReading({ query: GroupedUpToDocument, variables: {} });
  useRegularRefresh(reload, lookMs);
  const nowMs = useNow();
  const words = data === undefined || nowMs === 0 ? undefined : sayLag(data.failuresGroupedUpTo, nowMs);
  return words === undefined ? null : <span className="text-warning">{words}</span>;
}
