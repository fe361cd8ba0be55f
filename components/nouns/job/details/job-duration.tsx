'use client';

import { Duration } from '#components/time/moment.tsx';
import type { JobState } from '#domain/machines.ts';
import { measuredSpan } from './measured-span.ts';

type Timed = { state: JobState; startedAt: string | null; finishedAt: string | null };

/** How long the latest attempt takes or took. */
export function JobDuration({ job }: { job: Timed }) {
  return <Duration {...measuredSpan(job)} />;
}
