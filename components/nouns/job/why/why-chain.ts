/** Why a job is where it is, link by link: the reason, and what lies behind it. */

import { runPath } from '#components/kit/words/paths.ts';
import type { JobState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { type RootError, rootErrorOf } from './root-error.ts';
import { isForWorker } from './worker-wait.ts';

export type WhyLink = { word: string; href: string };
/** `error` is what it failed of; `nextAt` when it may start; `ways` where something can be done about it. */
export type Why = {
  sentence: string;
  code: string | undefined;
  nextAt: string | null;
  error: RootError | undefined;
  ways: WhyLink[];
  /** Whether a worker lifts what holds it up, if there is one. */
  isForWorker: boolean;
};

type Attempt = {
  number: number;
  state: string;
  worker: string | null;
  error: { type: string; message: string } | null;
};
type ExplainedJob = {
  state: JobState;
  attempt: number;
  maxAttempts: number;
  runAt: string | null;
  reason: { code: string; message: string } | null;
  error: { type: string; message: string } | null;
  run: { id: string } | null;
  attempts: readonly Attempt[];
};

/** The chain of a job. */
export function whyOf(job: ExplainedJob): Why {
  const last = job.attempts.at(-1);
  const error = errorOf(job);
  return {
    sentence: capital(sayTime(job) ?? job.reason?.message ?? sayState(job, last)),
    code: job.reason?.code,
    nextAt: job.state === 'SCHEDULED' ? job.runAt : null,
    error: error === undefined ? undefined : rootErrorOf(error),
    ways: waysOut(job),
    isForWorker: isForWorker(job.reason),
  };
}

// What runs again, or was done in the end, has left its errors behind.
function errorOf({ state, attempt, error, attempts }: ExplainedJob) {
  if (state === 'FAILED' || state === 'DEAD') return error ?? attempts.at(-1)?.error ?? undefined;
  return state === 'SCHEDULED' && attempt > 0 ? (attempts.at(-1)?.error ?? undefined) : undefined;
}

// The instant itself is told from now, beside the sentence.
function sayTime(job: ExplainedJob): string | undefined {
  if (job.state !== 'SCHEDULED' || job.runAt === null) return undefined;
  if (job.attempt === 0) return 'it has a time and is not due yet';
  return `attempt ${job.attempt} of ${job.maxAttempts} failed; the next one waits for its delay`;
}

function sayState(job: ExplainedJob, last: Attempt | undefined): string {
  const attempt = `attempt ${job.attempt} of ${job.maxAttempts}`;
  switch (job.state) {
    case 'RUNNING':
      return last?.worker ? `${attempt} is under way on ${last.worker}` : `${attempt} is under way`;
    case 'SUCCEEDED':
      if (job.attempt === 0) return 'all of its items or rounds have ended';
      return job.attempt === 1 ? 'its handler finished at the first attempt' : `its handler finished at ${attempt}`;
    case 'FAILED':
      return 'its handler failed in a way that may not be tried again';
    case 'DEAD':
      return job.maxAttempts === 1
        ? 'its only attempt failed'
        : `the last of ${sayCount(job.maxAttempts, 'attempt')} failed`;
    case 'CANCELLED':
      return 'somebody or its run cancelled it';
    case 'SKIPPED':
      return 'its branch was not taken';
    default:
      return 'it waits for its turn';
  }
}

// What still waits has its ways out gate by gate.
function waysOut({ state, run }: ExplainedJob): WhyLink[] {
  if (run !== null && (state === 'FAILED' || state === 'DEAD' || state === 'CANCELLED'))
    return [{ word: 'A step is tried again with its run', href: runPath(run.id) }];
  return [];
}

function capital(sentence: string): string {
  return `${sentence[0]?.toUpperCase() ?? ''}${sentence.slice(1)}`;
}
