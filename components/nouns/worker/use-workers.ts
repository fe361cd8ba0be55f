'use client';

import { type Answer, useReading } from '#components/api/use-reading.ts';
import { WorkersDocument, type WorkersQuery } from '#components/generated/workers.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';

// Workers serve all tenants and appear in no tenant's log; a worker beats twice in this time.
const regularMs = 5_000;

/** The workers and how busy they are, kept up to date. */
export function useWorkers(): Answer<WorkersQuery> {
  const answer = useReading({ query: WorkersDocument, variables: {} });
  useRegularRefresh(answer.reload, regularMs);
  return answer;
}
