'use client';

import { ServerOff } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { Moment } from '#components/time/moment.tsx';
import type { MissingWorker } from './missing-worker.ts';

/** Before everything else: nobody is there to do what waits, since when, and the way out. */
export function MissingWorkerBanner({ missing }: { missing: MissingWorker }) {
  const { sentence, waits, lastHeardAt, href } = missing;
  return (
    <section aria-label="No worker" role="alert" className="banner-failed">
      <ServerOff aria-hidden size={22} className="mt-0.5 shrink-0 text-failed" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="text-lead font-semibold">{sentence}</p>
        <p>
          <Link className="link" href={href}>
            {waits}
          </Link>
          .{' '}
          {lastHeardAt === null ? (
            'Nobody remembers a worker here.'
          ) : (
            <>
              Last heard of one <Moment at={lastHeardAt} style="both" />.
            </>
          )}
        </p>
        <p className="text-quiet">
          Start one with <code className="identifier rounded bg-raised px-1.5 py-0.5 text-ink">npm run worker</code>, or
          see{' '}
          <Link className="link" href={screens.workers}>
            which were there
          </Link>
          .
        </p>
      </div>
    </section>
  );
}
