'use client';

import { Link } from '#components/address/link.tsx';
import { Sparkline } from '#components/chart/sparkline.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { isFailing, sayErrors, sayHour, sayP95 } from './say-activity.ts';
import { useQueueActivity } from './use-queue-activity.tsx';

/** What a queue did in the last hour, as a line of columns. */
export function HourCell({ id }: { id: string }) {
  const activity = useQueueActivity(id);
  if (activity === undefined) return null;
  return <Sparkline label={sayHour(activity)} parts={activity.parts} />;
}

/** The share that failed; it leads to what did. */
export function ErrorsCell({ id, name }: { id: string; name: string }) {
  const activity = useQueueActivity(id);
  if (activity === undefined) return null;
  if (activity.failed === 0) return <span className="text-quiet">{sayErrors(activity)}</span>;
  return (
    <Link
      className={`link inline-flex min-h-6 items-center ${isFailing(activity) ? 'font-semibold text-failed' : ''}`}
      href={jobsLink({ queue: name, states: ['FAILED', 'DEAD'], finishedAfter: '-1h' })}
      aria-label={`${sayErrors(activity)} of ${name} failed`}
    >
      {sayErrors(activity)}
    </Link>
  );
}

/** How long 95 of 100 took at most. */
export function P95Cell({ id }: { id: string }) {
  const activity = useQueueActivity(id);
  if (activity === undefined) return null;
  return <span className={activity.p95Ms === null ? 'text-quiet' : ''}>{sayP95(activity)}</span>;
}
