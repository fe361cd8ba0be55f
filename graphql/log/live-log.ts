/**
 * Logs as they are written. A subscriber reads at its own pace from its place on: nothing is read for it before it has
 * taken what was read before, so that a slow one costs nobody anything.
 */
import { logBounds } from '#domain/bounds/log.ts';
import type { LogLevel } from '#domain/log/log-line.ts';
import { refuse } from '#domain/refusal.ts';
import { type LogPlace, parsePlace, printPlace, startOfLog } from '#engine/log/log-place.ts';
import type { LogLineRow } from '#engine/log/log-rows.ts';
import type { LogScope } from '#engine/log/log-scope.ts';
import { readLogSlice } from '#engine/log/read-log-slice.ts';
import { type EventStream, openEventStream } from '#graphql/event/event-stream.ts';
import { liveOf } from '#graphql/event/live-of.ts';
import type { SubscriptionResolvers } from '#graphql/generated/resolvers.ts';
import { requestError } from '#graphql/plumbing/errors.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import type { Live, RequestContext } from '#graphql/plumbing/request.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { scopeOf } from './log.ts';

export const liveLogTypes = /* GraphQL */ `
  "Lines that were written, and where to go on from."
  type LogNews {
    "Resume after it: every later line follows, at least once."
    cursor: Cursor!
    "The lines, in their order; the first message may have none, and says only where the log stands."
    lines: [LogLine!]!
  }

  extend type Subscription {
    "The log of a job as it is written, or from a cursor on: at least once, each attempt in order. The first message comes at once."
    jobLog(
      "The job's id."
      job: ID!
      "Of the attempt with this fence only."
      fence: Int
      "The least level."
      level: LogLevel = DEBUG
      "Everything later than this cursor; from the first line on when absent."
      after: Cursor
    ): LogNews!
    "The log of a run as it is written, or from a cursor on: at least once, each attempt in order. The first message comes at once."
    runLog(
      "The run's id."
      run: ID!
      "Of the step of this id in the definition only."
      step: String
      "The least level."
      level: LogLevel = DEBUG
      "Everything later than this cursor; from the first line on when absent."
      after: Cursor
    ): LogNews!
  }
`;

export type LogNewsRow = { cursor: string; lines: LogLineRow[] };

const Subscription: SubscriptionResolvers = {
  jobLog: {
    subscribe: async (_, { job, fence, level, after }, context) => {
      const live = liveOf(context);
      if ((await context.loaders.job.load(bareId('job', job))) === undefined)
        throw requestError('NOT_FOUND', 'there is no such job', 404);
      return followLog({
        live,
        context,
        scope: orThrow(scopeOf({ job, fence })),
        level: level ?? 'DEBUG',
        after: placeOf(after),
      });
    },
    resolve: (news: LogNewsRow) => news,
  },
  runLog: {
    subscribe: async (_, { run, step, level, after }, context) => {
      const live = liveOf(context);
      if ((await context.loaders.run.load(bareId('run', run))) === undefined)
        throw requestError('NOT_FOUND', 'there is no such run', 404);
      return followLog({
        live,
        context,
        scope: orThrow(scopeOf({ run, step })),
        level: level ?? 'DEBUG',
        after: placeOf(after),
      });
    },
    resolve: (news: LogNewsRow) => news,
  },
};

export const liveLogResolvers = { Subscription };

function placeOf(after: unknown): LogPlace {
  if (typeof after !== 'string') return startOfLog;
  return parsePlace(after) ?? orThrow(refuse('BAD_INPUT', 'after is not a cursor of a log', ['after']));
}

type Following = { live: Live; context: RequestContext; scope: LogScope; level: LogLevel; after: LogPlace };

// A database that is away is asked again less and less often.
const retryMsMin = 200;
const retryMsMax = 5_000;
// One message needs no more chunks than these, each with a line at least as a rule.
const chunksPerRead = 16;

/** Follows a log from a place on. */
export function followLog({ live, context, scope, level, after }: Following): EventStream<LogNewsRow> {
  let place = after;
  let hasNews = false;
  let isReading = false;
  let isWanted = false;
  let isFirst = true;
  let isOver = false;
  let retryMs = retryMsMin;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const readOn = async () => {
    if (isReading || isOver || !hasNews || !isWanted) return;
    isReading = true;
    hasNews = false;
    try {
      const request = {
        after: place,
        level,
        linesMax: logBounds.linesPerMessageMax,
        chunksMax: chunksPerRead,
        isLive: true,
      };
      const slice = await readLogSlice(context.engine, scope, request);
      place = slice.next;
      retryMs = retryMsMin;
      hasNews ||= !slice.isOver;
      tell(slice.lines);
    } catch (fault) {
      live.onFault(fault);
      hasNews = true;
      timer = setTimeout(readAgain, retryMs);
      retryMs = Math.min(2 * retryMs, retryMsMax);
      return;
    }
    readAgain();
  };
  const readAgain = () => {
    isReading = false;
    void readOn();
  };
  const tell = (lines: LogLineRow[]) => {
    if (lines.length === 0 && !isFirst) return;
    isFirst = false;
    isWanted = false;
    live.metrics.eventsDelivered.inc(lines.length);
    stream.push([{ cursor: printPlace(place), lines }]);
  };
  const stream = openEventStream<LogNewsRow>({
    waitingMax: 1,
    onDrained: () => {
      isWanted = true;
      void readOn();
    },
    onEnd: () => {
      isOver = true;
      clearTimeout(timer);
      leave();
      live.metrics.subscribers.dec();
    },
  });
  live.metrics.subscribers.inc();
  const leave = live.logs.watch(scope, () => {
    hasNews = true;
    void readOn();
  });
  return stream;
}
