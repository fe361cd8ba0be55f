/** What can be done to many jobs at once. */
import { Play, RotateCcw, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  type BulkJobsFragment,
  CancelJobsDocument,
  type JobRowFragment,
  RetryJobsDocument,
  RunJobsNowDocument,
} from '#components/generated/jobs.ts';
import type { BulkAnswer, BulkAsked, PlannedAct } from '#components/kit/bulk/bulk-act.ts';
import { filterOf } from '#components/kit/bulk/chosen.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { job } from '#components/nouns/job/job.ts';
import { isRestorable, isRetryable } from '#components/nouns/job/restorable.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { jobMoves } from '#domain/machines.ts';

const say = (count: number) => sayNumber(count, job);

const cancel: PlannedAct<JobRowFragment> = {
  kind: 'planned',
  key: 'cancel',
  word: 'Cancel',
  Icon: X,
  isDanger: true,
  permission: 'job.operate',
  title: 'Cancel jobs',
  verb: (count) => `Cancel ${say(count)}`,
  fits: ({ state }) => jobMoves[state].CANCELLED !== undefined,
  effect: 'will be cancelled. What runs is told to stop at once.',
  done: (count) => `${say(count)} cancelled`,
  call: (asked) => ask(CancelJobsDocument, { input: inputOf(asked) }, ({ cancelJobs }) => answerOf(cancelJobs)),
  undo: {
    isWhole: isRestorable,
    act: (ids) => {
      const input = { filter: { ids: [...ids] }, reason: 'the cancelling was undone' };
      return ask(RetryJobsDocument, { input }, ({ retryJobs }) => answerOf(retryJobs));
    },
    done: (count) => `${say(count)} wait again`,
    failed: 'The jobs could not be brought back.',
  },
};

const retry: PlannedAct<JobRowFragment> = {
  kind: 'planned',
  key: 'retry',
  word: 'Retry',
  Icon: RotateCcw,
  permission: 'job.operate',
  title: 'Retry jobs',
  verb: (count) => `Retry ${say(count)}`,
  fits: isRetryable,
  effect: 'will get a new round of attempts.',
  done: (count) => `${say(count)} to be tried again`,
  call: (asked) => ask(RetryJobsDocument, { input: inputOf(asked) }, ({ retryJobs }) => answerOf(retryJobs)),
};

const runNow: PlannedAct<JobRowFragment> = {
  kind: 'planned',
  key: 'runNow',
  word: 'Run now',
  Icon: Play,
  permission: 'job.operate',
  title: 'Run jobs now',
  verb: (count) => `Run ${say(count)} now`,
  fits: ({ state }) => jobMoves[state].PENDING !== undefined && jobMoves[state].RUNNING !== undefined,
  effect: 'will start as soon as a worker has room.',
  done: (count) => `${say(count)} to run now`,
  call: (asked) => ask(RunJobsNowDocument, { input: inputOf(asked) }, ({ runJobsNow }) => answerOf(runJobsNow)),
};

/** The acts on selected jobs, in the order of their buttons. */
export const jobActs: readonly PlannedAct<JobRowFragment>[] = [retry, runNow, cancel];

function inputOf({ chosen, chosenValues: _, ...asked }: BulkAsked) {
  return { filter: filterOf(chosen), ...asked };
}

function answerOf({ jobs, ...answer }: BulkJobsFragment): BulkAnswer {
  const shown = jobs.map(({ id, state, createdAt, stepKey, task, queue }) => ({
    id,
    look: jobLooks[state],
    words: task.name,
    ...(stepKey !== null && { detail: `step ${stepKey}` }),
    place: queue.name,
    at: createdAt,
  }));
  return { ...answer, shown };
}
