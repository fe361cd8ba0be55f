'use client';

import type { JobRowFragment } from '#components/generated/jobs.ts';
import { Moment } from '#components/time/moment.tsx';
import { rowWhy } from './row-why.ts';

/** Why a job is where it is, in the width of a cell. */
export function RowWhyCell({ job, failures }: { job: JobRowFragment; failures: ReadonlyMap<string, string> }) {
  const { words, at } = rowWhy(job, failures);
  return (
    <span className="text-quiet">
      {words} {at !== undefined && <Moment at={at} />}
    </span>
  );
}
