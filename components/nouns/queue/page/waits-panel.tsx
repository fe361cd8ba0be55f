'use client';

import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobPath, lockPath } from '#components/kit/words/paths.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { QueueDetails } from './one-queue.ts';

/** What the waiting jobs wait for, each reason with how many and the first of them. */
export function WaitsPanel({ waits: { sums, lookedAt, isExact } }: Pick<QueueDetails, 'waits'>) {
  return (
    <Panel
      title="What they wait for"
      aside={!isExact && <span className="text-small text-quiet">of the first {lookedAt.toLocaleString('en')}</span>}
    >
      {sums.length === 0 && <p className="p-3 text-quiet">Nothing waits in it.</p>}
      <ul>
        {sums.map(({ code, message, count, job, lock }) => (
          <li
            key={code}
            className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-b-0"
            data-whole={code}
          >
            <p className="first-letter:uppercase">
              <Sentence text={message} />
            </p>
            <div className="flex items-center gap-3">
              <span className="min-w-0 flex-1">
                <BarMeter
                  label="Waiting for it"
                  value={count}
                  max={lookedAt}
                  family="waiting"
                  words={`${count.toLocaleString('en')}${isExact ? '' : '+'}`}
                />
              </span>
              {lock !== null && (
                <Link className="link shrink-0" href={lockPath(lock.id)}>
                  Its lock
                </Link>
              )}
              {job !== null && (
                <Link className="link shrink-0" href={jobPath(job.id)}>
                  The first of them
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
