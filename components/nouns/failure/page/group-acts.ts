/** What can be done to all of a failure at once: counted first, then exactly so many or none. */
import { RotateCcw, Trash2 } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  DiscardFailureDocument,
  type GroupPlanFragment,
  RerunFailureDocument,
} from '#components/generated/failures.ts';
import type { AskedAct, BulkAnswer, BulkAsked } from '#components/kit/bulk/bulk-act.ts';
import { type Noun, sayNumber } from '#components/kit/noun/noun.ts';
import { job } from '#components/nouns/job/job.ts';
import { run } from '#components/nouns/run/run.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Seen = { id: string; count: number; runCount: number };

/** What stands failed of a failure, as its dialogs call it. */
export function standingWorkOf({ count, runCount }: Pick<Seen, 'count' | 'runCount'>): Noun {
  if (runCount === 0) return job;
  return runCount === count ? run : { ...job, one: 'job or run', many: 'jobs and runs' };
}

/** The acts on all of this failure. */
export function groupActs({ id, ...seen }: Seen): { rerun: AskedAct; discard: AskedAct } {
  const say = (count: number) => sayNumber(count, standingWorkOf(seen));
  return {
    rerun: {
      key: 'rerun',
      word: 'Run again',
      Icon: RotateCcw,
      permission: 'job.operate',
      title: 'Run again what failed so',
      verb: (count) => `Run ${say(count)} again`,
      effect: effectOn(seen),
      done: (count) => `${say(count)} run again`,
      call: (asked) => ask(RerunFailureDocument, inputOf(id, asked), ({ rerunFailure }) => answerOf(rerunFailure)),
    },
    discard: {
      key: 'discard',
      word: 'Discard',
      Icon: Trash2,
      isDanger: true,
      permission: 'job.operate',
      title: 'Discard what failed so',
      verb: (count) => `Discard ${say(count)}`,
      effect:
        'will not be run again with this failure, which is resolved. They stay in their lists, and seen again it comes back.',
      done: (count) => `${say(count)} discarded`,
      call: (asked) =>
        ask(DiscardFailureDocument, inputOf(id, asked), ({ discardFailure }) => answerOf(discardFailure)),
    },
  };
}

function inputOf(id: string, { chosen: _, chosenValues: __, ...asked }: BulkAsked) {
  return { input: { id, ...asked } };
}

function effectOn({ count, runCount }: Omit<Seen, 'id'>): string {
  if (runCount === 0) return 'will get a new round of attempts.';
  if (runCount === count) return 'will run again, from what failed.';
  return 'will run again: jobs get a new round of attempts, runs begin at what failed.';
}

/** What the runs keep, when there are some. */
export function sayKept({
  keptStepCount: kept,
  rerunStepCount: again,
}: Pick<GroupPlanFragment, 'keptStepCount' | 'rerunStepCount'>): string | undefined {
  if (kept + again === 0) return undefined;
  const first = kept === 0 ? 'No step is kept' : `${sayCount(kept, 'step')} ${kept === 1 ? 'is' : 'are'} kept`;
  return `${first}, ${again.toLocaleString('en')} ${again === 1 ? 'runs' : 'run'} again.`;
}

function answerOf({ jobs, fromStart, ...answer }: GroupPlanFragment): BulkAnswer {
  const shown = jobs.map(({ id, state, createdAt, stepKey, task, queue }) => ({
    id,
    look: jobLooks[state],
    words: task.name,
    ...(stepKey !== null && { detail: `step ${stepKey}` }),
    place: queue.name,
    at: createdAt,
  }));
  return { ...answer, sentence: sayKept(answer), shown, apart: { title: 'From their start', reasons: fromStart } };
}
