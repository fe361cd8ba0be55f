'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobLastHeardDocument } from '#components/generated/jobs.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { Moment } from '#components/time/moment.tsx';

// A worker beats about as often, and appears in no tenant's log.
const againMs = 10_000;

/** Whether somebody is there to take a job that waits for a worker: when one that serves its queue was last heard of. */
export function LastHeard({ jobId }: { jobId: string }) {
  const { data, reload } = useReading({ query: JobLastHeardDocument, variables: { id: jobId } });
  useRegularRefresh(reload, againMs);
  const at = data?.job?.queue.lastHeardAt;
  if (at === undefined) return null;
  if (at === null) return <span className="text-quiet">nobody remembers a worker that served its queue</span>;
  return (
    <span className="text-quiet">
      last heard of one <Moment at={at} style="relative" />
    </span>
  );
}
