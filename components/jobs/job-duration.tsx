'use client';

import { Duration } from '#components/time/moment.tsx';
import type { JobState } from '#domain/machines.ts';

type Timed = { state: JobState; startedAt: string | null; finishedAt: string | null };

/** How long the latest attempt takes or took. A job that waits for its next attempt has nothing to measure. */
export function JobDuration({ job }: { job: Timed }) {
  const isMeasured = job.state === 'RUNNING' || job.finishedAt !== null;
  return <Duration from={isMeasured ? job.startedAt : null} to={job.finishedAt} />;
}
