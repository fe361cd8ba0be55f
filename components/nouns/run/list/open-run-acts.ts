/** What can be done to many runs that are not over: each in a transaction for all of them. */
import { Pause, Play, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  type BulkRunsFragment,
  type BulkRunsInput,
  CancelRunsDocument,
  type ListedRunFragment,
  PauseRunsDocument,
  ResumeRunsDocument,
} from '#components/generated/runs.ts';
import type { BulkAnswer, BulkAsked, PlannedAct } from '#components/kit/bulk/bulk-act.ts';
import { filterOf } from '#components/kit/bulk/chosen.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { run } from '#components/nouns/run/run.ts';
import { runLooks } from '#components/state/state-look.ts';
import { runMoves } from '#domain/machines.ts';
import { plannedRun } from './planned-run.ts';

const say = (count: number) => sayNumber(count, run);
const pauseThese = (input: BulkRunsInput) =>
  ask(PauseRunsDocument, { input }, ({ pauseRuns }) => bulkAnswerOf(pauseRuns));
const resumeThese = (input: BulkRunsInput) =>
  ask(ResumeRunsDocument, { input }, ({ resumeRuns }) => bulkAnswerOf(resumeRuns));

const pause: PlannedAct<ListedRunFragment> = {
  kind: 'planned',
  key: 'pause',
  word: 'Pause',
  Icon: Pause,
  permission: 'run.operate',
  title: 'Pause runs',
  verb: (count) => `Pause ${say(count)}`,
  effect: 'will be paused. Steps that run may finish, none starts.',
  done: (count) => `${say(count)} paused`,
  fits: ({ state }) => runMoves[state].PAUSED !== undefined,
  call: (asked) => pauseThese(bulkInputOf(asked)),
  undo: {
    isWhole: ({ state }) => state === 'RUNNING',
    act: (ids) => resumeThese({ filter: { ids: [...ids] }, reason: 'the pausing was undone' }),
    done: (count) => `${say(count)} resumed`,
    failed: 'The runs could not be resumed.',
  },
};

const resume: PlannedAct<ListedRunFragment> = {
  kind: 'planned',
  key: 'resume',
  word: 'Resume',
  Icon: Play,
  permission: 'run.operate',
  title: 'Resume runs',
  verb: (count) => `Resume ${say(count)}`,
  effect: 'will go on: what became ready meanwhile starts.',
  done: (count) => `${say(count)} resumed`,
  fits: ({ state }) => state === 'PAUSED',
  call: (asked) => resumeThese(bulkInputOf(asked)),
  undo: {
    isWhole: ({ state }) => state === 'PAUSED',
    act: (ids) => pauseThese({ filter: { ids: [...ids] }, reason: 'the resuming was undone' }),
    done: (count) => `${say(count)} paused again`,
    failed: 'The runs could not be paused again.',
  },
};

const cancel: PlannedAct<ListedRunFragment> = {
  kind: 'planned',
  key: 'cancel',
  word: 'Cancel',
  Icon: X,
  isDanger: true,
  permission: 'run.operate',
  title: 'Cancel runs',
  verb: (count) => `Cancel ${say(count)}`,
  effect:
    'will end with everything in them: steps that run are told to stop, the others never start. This cannot be undone.',
  done: (count) => `${say(count)} cancelled`,
  fits: ({ state }) => runMoves[state].CANCELLED !== undefined,
  call: (asked) => ask(CancelRunsDocument, { input: bulkInputOf(asked) }, ({ cancelRuns }) => bulkAnswerOf(cancelRuns)),
};

/** The acts on runs that are not over, in the order of their buttons. */
export const openRunActs: readonly PlannedAct<ListedRunFragment>[] = [pause, resume, cancel];

function bulkInputOf({ chosen, chosenValues: _, ...asked }: BulkAsked): BulkRunsInput {
  return { filter: filterOf(chosen), ...asked };
}

function bulkAnswerOf({ runs, states, ...answer }: BulkRunsFragment): BulkAnswer {
  return { ...answer, sentence: sayStandings(states), shown: runs.map(plannedRun) };
}

/** In which states those are that would change; nothing where one word says it of all of them. */
export function sayStandings(states: BulkRunsFragment['states']): string | undefined {
  if (states.length < 2) return undefined;
  const parts = states.map(({ state, count }) => `${count.toLocaleString('en')} ${runLooks[state].word.toLowerCase()}`);
  return `Now: ${parts.join(', ')}.`;
}
