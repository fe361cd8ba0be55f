/** What can be done to many runs at once. */
import { RotateCcw } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  type ListedRunFragment,
  StartRerunBatchDocument,
  type StartRerunBatchInput,
  type StartRerunBatchMutation,
} from '#components/generated/runs.ts';
import type { BulkAnswer, BulkAsked, PlannedAct } from '#components/kit/bulk/bulk-act.ts';
import { filterOf } from '#components/kit/bulk/chosen.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { rerunPath } from '#components/kit/words/paths.ts';
import { run } from '#components/nouns/run/run.ts';
import { rerunBounds } from '#domain/bounds/run.ts';
import { isSettledRun } from '#domain/machines.ts';
import { openRunActs } from './open-run-acts.ts';
import { plannedRun } from './planned-run.ts';

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

/** The acts on selected runs, in the order of their buttons. */
export const runActs: readonly PlannedAct<ListedRunFragment>[] = [rerun, ...openRunActs];

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

function answerOf({ runs, batch, ...answer }: StartRerunBatchMutation['startRerunBatch']): BulkAnswer {
  return { ...answer, shown: runs.map(plannedRun), path: batch === null ? undefined : rerunPath(batch.id) };
}
