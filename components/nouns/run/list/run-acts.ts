/** What can be done to many runs at once. */
import { Pause, Play, RotateCcw, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  type BulkRunsFragment,
  type BulkRunsInput,
  CancelRunsDocument,
  type ListedRunFragment,
  PauseRunsDocument,
  type PlannedRunFragment,
  ResumeRunsDocument,
  StartRerunBatchDocument,
  type StartRerunBatchInput,
  type StartRerunBatchMutation,
} from '#components/generated/runs.ts';
import type { BulkAnswer, BulkAsked, PlannedAct, PlannedRow } from '#components/kit/bulk/bulk-act.ts';
import { filterOf } from '#components/kit/bulk/chosen.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { rerunPath } from '#components/kit/words/paths.ts';
import { run } from '#components/nouns/run/run.ts';
import { runLooks } from '#components/state/state-look.ts';
import { rerunBounds } from '#domain/bounds/run.ts';
import { isSettledRun, runMoves } from '#domain/machines.ts';

const say = (count: number) => sayNumber(count, run);
const rates = [6, 30, 60, 300, rerunBounds.perMinuteMax];

const rerun: PlannedAct<ListedRunFragment> = {
  kind: 'planned',
  key: 'rerun',
  word: 'Rerun',
  Icon: RotateCcw,
  permission: 'run.operate',
  title: 'Run again, one after the other',
  verb: (count) => `Rerun ${say(count)}`,
  effect: 'will run again. What was run before stays as it is.',
  done: (count) => `${say(count)} to run again`,
  fits: ({ state }) => isSettledRun(state),
  choices: [
    {
      key: 'from',
      label: 'Where each begins',
      options: [
        { value: 'FAILED', word: 'At what failed' },
        { value: 'START', word: 'At its start' },
      ],
      value: 'FAILED',
    },
    {
      key: 'version',
      label: 'Version',
      options: [
        { value: 'ORIGINAL', word: 'As each ran' },
        { value: 'LATEST', word: 'The latest' },
      ],
      value: 'ORIGINAL',
    },
    {
      key: 'rate',
      label: 'How many a minute',
      options: rates.map((rate) => ({ value: String(rate), word: String(rate) })),
      value: String(rerunBounds.perMinuteDefault),
    },
  ],
  call: (asked) =>
    ask(StartRerunBatchDocument, { input: rerunInputOf(asked) }, ({ startRerunBatch }) => answerOf(startRerunBatch)),
};

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

/** The acts on selected runs, in the order of their buttons. */
export const runActs: readonly PlannedAct<ListedRunFragment>[] = [rerun, pause, resume, cancel];

/** What is asked of the API. */
export function rerunInputOf({ chosen, chosenValues, ...asked }: BulkAsked): StartRerunBatchInput {
  const { from, version, rate } = chosenValues;
  return {
    filter: filterOf(chosen),
    ...asked,
    from: from === 'START' ? 'START' : 'FAILED',
    version: version === 'LATEST' ? 'LATEST' : 'ORIGINAL',
    perMinute: Number(rate ?? rerunBounds.perMinuteDefault),
  };
}

function bulkInputOf({ chosen, chosenValues: _, ...asked }: BulkAsked): BulkRunsInput {
  return { filter: filterOf(chosen), ...asked };
}

function answerOf({ runs, batch, ...answer }: StartRerunBatchMutation['startRerunBatch']): BulkAnswer {
  return { ...answer, shown: runs.map(plannedRun), path: batch === null ? undefined : rerunPath(batch.id) };
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

function plannedRun({ id, state, startedAt, failedStep, workflow, version }: PlannedRunFragment): PlannedRow {
  return {
    id,
    look: runLooks[state],
    words: workflow.name,
    ...(failedStep !== null && { detail: `at ${failedStep}` }),
    place: `v${version.number}`,
    at: startedAt,
  };
}
