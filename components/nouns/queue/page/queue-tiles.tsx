import { sayRate } from '#components/kit/form/duration/rate-text.ts';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { isFailing, sayErrors } from '#components/nouns/queue/activity/say-activity.ts';
import { lateMs } from '#components/nouns/queue/queue-standing.ts';
import { Duration } from '#components/time/moment.tsx';
import { StatTile } from '#components/ui/stat-tile.tsx';
import type { QueueDetails } from './one-queue.ts';

/** How full a queue is and what it did in the last hour; each number leads to what it counts. */
export function QueueTiles({ queue }: { queue: QueueDetails }) {
  const { name, depth, running, scheduled, oldestWaitingAt, oldestAgeMs, activity } = queue;
  const isLate = oldestAgeMs !== null && oldestAgeMs > lateMs;
  const more = activity.isExact ? '' : '+';
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <StatTile
        label="Waiting"
        value={depth.toLocaleString('en')}
        href={jobsLink({ queue: name, states: ['PENDING', 'SCHEDULED'] })}
        note="due, and not started"
      />
      <StatTile
        label="Oldest waits"
        value={oldestWaitingAt === null ? '–' : <Duration from={oldestWaitingAt} to={null} />}
        href={jobsLink({ queue: name, states: ['PENDING', 'SCHEDULED'] })}
        {...(isLate && { look: { family: 'warning' as const, glyph: 'clock' as const } })}
        note={oldestWaitingAt === null ? 'nothing waits' : 'since it was due'}
      />
      <StatTile
        label="Running"
        value={running.toLocaleString('en')}
        href={jobsLink({ queue: name, states: ['RUNNING'] })}
        note={sayRunningLimits(queue)}
      />
      <StatTile
        label="Scheduled"
        value={scheduled.toLocaleString('en')}
        href={jobsLink({ queue: name, states: ['SCHEDULED'] })}
        note="with a time of their own"
      />
      <StatTile
        label="Succeeded"
        value={`${activity.succeeded.toLocaleString('en')}${more}`}
        href={jobsLink({ queue: name, states: ['SUCCEEDED'], finishedAfter: '-1h' })}
        note="in the last hour"
      />
      <StatTile
        label="Failed"
        value={`${activity.failed.toLocaleString('en')}${more}`}
        href={jobsLink({ queue: name, states: ['FAILED', 'DEAD'], finishedAfter: '-1h' })}
        {...(isFailing(activity) && { look: { family: 'failed' as const, glyph: 'cross' as const } })}
        note={activity.errorPercent === null ? 'in the last hour' : `${sayErrors(activity)} of the last hour`}
      />
    </div>
  );
}

function sayRunningLimits({ concurrency, rate }: QueueDetails): string {
  const cap = concurrency === null ? 'no cap' : `of at most ${concurrency.toLocaleString('en')}`;
  return rate === null ? cap : `${cap}, starts ${sayRate(rate)}`;
}
