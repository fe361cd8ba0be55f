'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { FailedAlikeDocument } from '#components/generated/jobs.ts';
import { failurePath } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { Moment } from '#components/time/moment.tsx';
import type { FailureEventType } from '#domain/event-catalogue.ts';
import { sayCount } from '#domain/value/say-count.ts';

const types: FailureEventType[] = [
  'failure.opened',
  'failure.seen',
  'failure.reopened',
  'failure.acknowledged',
  'failure.assigned',
  'failure.resolved',
];
const topic: Topic = { kind: 'events', filter: { types } };

/** How often work failed in the same way, and who looks after it; nothing until the failure is known. */
export function FailedAlike({ jobId }: { jobId: string }) {
  const { data, reload } = useReading({ query: FailedAlikeDocument, variables: { job: jobId } });
  useRefreshOnEvents({ topic, after: data?.failures.eventCursor, read: reload });
  const failure = data?.job?.failure;
  if (failure === undefined || failure === null) return null;
  const { id, count, firstSeenAt, assignee, state } = failure;
  return (
    <p>
      <Link className="link" href={failurePath(id)}>
        {count === 1 ? 'Seen for the first time' : `Failed alike ${sayCount(count, 'time')}`}
      </Link>
      <span className="text-quiet">
        {' · '}
        {count > 1 && (
          <>
            since <Moment at={firstSeenAt} />,{' '}
          </>
        )}
        {state === 'RESOLVED'
          ? 'resolved'
          : assignee === null
            ? 'nobody looks after it'
            : `${assignee.name} looks after it`}
      </span>
    </p>
  );
}
