'use client';

import { type Answer, useReading } from '#components/api/use-reading.ts';
import { askedOf } from '#components/chart/bucket-window.ts';
import {
  AttentionDocument,
  type AttentionQuery,
  JobsNowDocument,
  type JobsNowQuery,
  LatestRunsDocument,
  type LatestRunsQuery,
  NextHourDocument,
  type NextHourQuery,
  StatisticsDocument,
  type StatisticsQuery,
} from '#components/generated/overview.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { failureMoves } from '#components/nouns/failure/failure-events.ts';
import { useNow } from '#components/time/clock.ts';
import { useZone } from '#components/time/zone-context.tsx';
import type { EventType } from '#domain/event-catalogue.ts';
import { type OverviewWindow, type WindowChoice, windowAt } from './overview-window.ts';

// Figures of a whole window change little within this time, and counting them is not free.
const figuresMs = 10_000;
// What needs attention is read at once, and at most this often while much goes wrong.
const gapMs = 2_000;

const troubles: EventType[] = [
  ...failureMoves,
  'failure.seen',
  'failure.assigned',
  'alert.raised',
  'alert.resolved',
  'queue.updated',
  'schedule.paused',
  'schedule.resumed',
];
const runMoves: EventType[] = [
  'run.started',
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.paused',
  'run.resumed',
];
const scheduleMoves: EventType[] = [
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.ended',
];

// What stands in the place of a window while nothing is asked.
const none: OverviewWindow = { fromMs: 0, toMs: 0, buckets: 1, cuts: undefined };

/** The window of a choice; undefined until this browser's clock is known. */
export function useWindow(choice: WindowChoice): OverviewWindow | undefined {
  const nowMs = useNow();
  const { timeZone } = useZone();
  return nowMs === 0 ? undefined : windowAt(choice, { nowMs, timeZone });
}

/** What may need attention. */
export function useAttention(): Answer<AttentionQuery> {
  const answer = useReading({ query: AttentionDocument, variables: {} });
  useRegularRefresh(answer.reload, figuresMs);
  useRefreshOnEvents({
    topic: topicOf(troubles),
    after: answer.data?.failures.eventCursor,
    read: answer.reload,
    gapMs,
  });
  return answer;
}

/** The figures of the window. */
export function useStatistics(window: OverviewWindow | undefined): Answer<StatisticsQuery> {
  const variables = askedOf(window ?? none);
  const answer = useReading({ query: StatisticsDocument, variables, pause: window === undefined, keepsShown: true });
  useRegularRefresh(answer.reload, figuresMs);
  return answer;
}

/** How many jobs run and wait at this moment. */
export function useJobsNow(): Answer<JobsNowQuery> {
  const answer = useReading({ query: JobsNowDocument, variables: {} });
  useRegularRefresh(answer.reload, figuresMs);
  useRefreshOnEvents({ topic: topicOf(runMoves), after: answer.data?.running.eventCursor, read: answer.reload, gapMs });
  return answer;
}

/** What the schedules will fire. */
export function useNextHour(): Answer<NextHourQuery> {
  const answer = useReading({ query: NextHourDocument, variables: {} });
  // Each tick moves the hour on; what was read reaches well beyond it.
  useRegularRefresh(answer.reload, 60_000);
  const after = answer.data?.schedules.eventCursor;
  useRefreshOnEvents({ topic: topicOf(scheduleMoves), after, read: answer.reload, gapMs });
  return answer;
}

/** The runs that were started last. */
export function useLatestRuns(): Answer<LatestRunsQuery> {
  const answer = useReading({ query: LatestRunsDocument, variables: {} });
  useRefreshOnEvents({ topic: topicOf(runMoves), after: answer.data?.runs.eventCursor, read: answer.reload });
  return answer;
}

function topicOf(types: EventType[]): Topic {
  return { kind: 'events', filter: { types } };
}
