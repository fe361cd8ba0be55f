'use client';

import { ask } from '#components/api/ask.ts';
import { type Answer, useReading } from '#components/api/use-reading.ts';
import { WorkersDocument, type WorkersQuery } from '#components/generated/workers.ts';
import type { WholeAsked } from '#components/kit/list/whole/whole-list.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';

/** The workers and how busy they are. */
export const everyWorker: WholeAsked<WorkersQuery> = {
  read: () => ask(WorkersDocument, {}, (data) => data),
  // Workers serve all tenants and appear in no tenant's log; a worker beats twice in this time.
  againMs: 5_000,
};

/** The workers as a panel reads them, kept up to date. */
export function useWorkers(): Answer<WorkersQuery> {
  const answer = useReading({ query: WorkersDocument, variables: {} });
  useRegularRefresh(answer.reload, everyWorker.againMs);
  return answer;
}
