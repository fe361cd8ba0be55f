/** What the question before a rerun asks for: where to begin, on which version, with which variables. */
import type { PreviewRerunQuery, RetryRunInput, RunToRepeatQuery } from '#components/generated/run.ts';
import type { Problems } from '#components/kit/form/form-state.ts';
import { readObject } from '#components/kit/form/schema/json-text.ts';
import { variableProblems } from '#components/nouns/workflow/start/start-form.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { RerunWay } from './rerun-ways.ts';

export type RerunField = 'step' | 'variables' | 'reason';
/** `variables` is one JSON object. */
export type RerunValues = {
  way: RerunWay;
  step: string;
  version: 'ORIGINAL' | 'LATEST';
  variables: string;
  reason: string;
};

/** A run that can be run again, with its versions. */
export type Repeatable = NonNullable<RunToRepeatQuery['run']>;
export type Preview = PreviewRerunQuery['previewRerun'];

/** What each way is called, and what it does. */
export const wayWords: Record<RerunWay, { word: string; effect: string }> = {
  failed: {
    word: 'From what failed',
    effect:
      'What succeeded is kept. What failed, was cancelled, was undone or never started runs, and what comes after it; of a list, the items that did not succeed.',
  },
  start: { word: 'From the start', effect: 'Every step runs again.' },
  following: { word: 'From a step on', effect: 'The step runs, and everything that comes after it.' },
  alone: { word: 'One step alone', effect: 'Only this step runs. Everything else stays as it ended.' },
};

/** Whether a step is to be named. */
export function takesStep(way: RerunWay): boolean {
  return way === 'following' || way === 'alone';
}

/** What is asked of the API; variables that nobody changed are left to the run itself. */
export function rerunInput(runId: string, values: RerunValues, given: JsonObject): RetryRunInput {
  const { way, step, version, reason } = values;
  const from = takesStep(way) ? 'STEP' : way === 'start' ? 'START' : 'FAILED';
  return {
    run: runId,
    from,
    // A step alone runs on the version of its run.
    version: way === 'alone' ? 'ORIGINAL' : version,
    ...(takesStep(way) && { step, scope: way === 'alone' ? ('ALONE' as const) : ('FOLLOWING' as const) }),
    variables: changedVariables(values.variables, given),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  };
}

/** The variables that are others than before; one that was emptied counts as not given. */
export function changedVariables(text: string, given: JsonObject): JsonObject {
  const now = readObject(text) ?? {};
  const names = new Set([...Object.keys(now), ...Object.keys(given)]);
  const changed = [...names].flatMap((name): [string, Json][] => {
    const [before, after] = [given[name] ?? null, now[name] ?? null];
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [[name, after]];
  });
  return Object.fromEntries(changed);
}

/** What can be seen to be wrong without asking. */
export function problemsInRerun(
  { way, step, variables }: RerunValues,
  { schema, stepKeys }: { schema: JsonObject; stepKeys: readonly string[] },
): Problems<RerunField> {
  const found = variableProblems(schema, variables);
  const said = found.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return {
    ...(takesStep(way) && !stepKeys.includes(step) && { step: 'Choose one of the steps.' }),
    ...(said.length > 0 && { variables: said.join(' ') }),
  };
}

type Previewed = Pick<
  Preview['steps'][number],
  'isKept' | 'reason' | 'after' | 'kind' | 'loop' | 'keptItems' | 'rerunItems'
>;

/** Why a step is kept or runs, in a few words, and what that means for one that waits, asks or repeats its task. */
export function sayReason(step: Previewed): string {
  const { isKept, reason, after, kind } = step;
  if (isKept && reason === 'SUCCEEDED' && kind === 'APPROVAL') return 'was approved, and stays so';
  if (isKept && reason === 'SUCCEEDED' && kind === 'WAIT') return 'what it waited for has come';
  const why = reason === 'AFTER' ? `comes after ${after ?? 'one that runs'}` : reasonWords[reason];
  const how = isKept ? undefined : howItRuns(step);
  return how === undefined ? why : `${why}: ${how}`;
}

function howItRuns({ kind, loop, keptItems, rerunItems }: Previewed): string | undefined {
  if (kind === 'APPROVAL') return 'asks anew';
  if (kind === 'WAIT') return 'waits anew';
  if (loop === 'WHILE') return 'begins at its first round';
  const items = (keptItems ?? 0) + (rerunItems ?? 0);
  if (items === 0) return loop === null ? undefined : 'runs for every item';
  return `runs for ${(rerunItems ?? 0).toLocaleString('en')} of ${sayCount(items, 'item')}`;
}

const reasonWords: Record<Exclude<Previewed['reason'], 'AFTER'>, string> = {
  SUCCEEDED: 'succeeded',
  SKIPPED: 'was skipped',
  HANDLED: 'failed, and another step dealt with it',
  ALONE: 'stays as it ended',
  START: 'from the start',
  CHOSEN: 'the chosen step',
  FAILED: 'failed',
  CANCELLED: 'was cancelled',
  NOT_STARTED: 'never started',
  NEW: 'new in this version',
  CHANGED: 'changed in this version',
  COMPENSATED: 'was undone',
  ENDING: 'comes at the end of every run',
};
