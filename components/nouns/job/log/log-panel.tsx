'use client';

import dynamic from 'next/dynamic';
import { Panel } from '#components/kit/page/page.tsx';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';

// Fetched when a job is looked into that was begun at all; its page does not wait for it.
const AttemptLog = dynamic(async () => (await import('#components/nouns/job/log/attempt-log.tsx')).AttemptLog, {
  ssr: false,
  loading: () => <Skeleton rows={10} rowHeightPx={18} />,
});

/** What the attempts of a job wrote. */
export function LogPanel({ job }: { job: JobDetails }) {
  if (job.attempts.length === 0) return null;
  return (
    <Panel title="Log">
      <div className="flex max-h-[min(32rem,60vh)] flex-col">
        <AttemptLog job={job.id} attempts={job.attempts} />
      </div>
    </Panel>
  );
}
