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

type Previewed = Pick<Preview['steps'][number], 'reason' | 'after' | 'keptItems' | 'rerunItems'>;

/** Why a step is kept or runs, in a few words, and for which of its items if not for all. */
export function sayReason({ reason, after, keptItems, rerunItems }: Previewed): string {
  if (reason === 'AFTER') return `comes after ${after ?? 'one that runs'}`;
  const items = (keptItems ?? 0) + (rerunItems ?? 0);
  if (items === 0) return reasonWords[reason];
  return `${reasonWords[reason]}: runs for ${(rerunItems ?? 0).toLocaleString('en')} of ${sayCount(items, 'item')}`;
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
