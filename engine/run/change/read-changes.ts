/** Reads what is to be changed of a run: shapes and sizes, before anything is looked up. */
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { placeOf, type RunChange } from '#domain/run/change/run-change.ts';
import { checkJson, checkKnownName, checkText } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** One of the three. Null means absent. */
export type RunChangeInput = {
  addStep?: { step: Json; before?: readonly string[] | null } | null;
  skipStep?: { step: string } | null;
  setVariable?: { name: string; value: Json } | null;
};

export type ModifyRunInput = {
  run: string;
  changes: readonly RunChangeInput[];
  reason: string;
  /** How often the run had been changed when its caller looked at it; refused VERSION_CONFLICT when somebody did since. */
  baseChanges?: number | null;
};

/** The changes in the order of the input. */
export function readChanges({ changes, reason }: ModifyRunInput): Outcome<RunChange[]> {
  const { changesPerCallMax } = runBounds;
  if (changes.length === 0) return refuse('BAD_INPUT', 'there is nothing to change', ['changes']);
  if (changes.length > changesPerCallMax)
    return refuse('TOO_LARGE', `one call makes at most ${changesPerCallMax} changes`, ['changes']);
  const refusals = checkText({ value: reason, path: ['reason'] });
  if (reason.trim() === '') refusals.push({ code: 'BAD_INPUT', message: 'say why', path: ['reason'] });
  const read = changes.map(readChange);
  for (const [n, change] of read.entries())
    if (change === undefined) {
      const message = 'a change adds a step, skips one or sets a variable: one of the three';
      refusals.push({ code: 'BAD_INPUT', message, path: ['changes', String(n)] });
    }
  const known = read.flatMap((change) => change ?? []);
  if (known.length === read.length) refusals.push(...known.flatMap((_, n) => misfitsOf(known, n)));
  return refusals.length > 0 ? refuseAll(refusals) : done(known);
}

function readChange({ addStep, skipStep, setVariable }: RunChangeInput): RunChange | undefined {
  const given = [addStep, skipStep, setVariable].filter((one) => one !== undefined && one !== null);
  if (given.length !== 1) return undefined;
  if (skipStep !== undefined && skipStep !== null) return { kind: 'SKIP_STEP', step: skipStep.step };
  if (setVariable !== undefined && setVariable !== null) return { kind: 'SET_VARIABLE', ...setVariable };
  if (addStep === undefined || addStep === null || !isJsonObject(addStep.step)) return undefined;
  return { kind: 'ADD_STEP', step: addStep.step, before: addStep.before ?? [] };
}

function misfitsOf(changes: readonly RunChange[], n: number): Refusal[] {
  const change = changes[n];
  if (change === undefined) return [];
  const at = (field: string) => placeOf(changes, n, field);
  const sizeBytesMax = valueBounds.payloadSizeBytesMax;
  switch (change.kind) {
    case 'ADD_STEP':
      return [
        ...checkJson({ value: change.step, path: at('step'), sizeBytesMax }),
        ...tooMany(change.before, at('before')),
        ...change.before.flatMap((value) => checkKnownName({ value, path: at('before') })),
      ];
    case 'SKIP_STEP':
      return checkKnownName({ value: change.step, path: at('step') });
    case 'SET_VARIABLE':
      return [
        ...checkKnownName({ value: change.name, path: at('name') }),
        ...checkJson({ value: change.value, path: at('value'), sizeBytesMax }),
      ];
  }
}

function tooMany(before: readonly string[], path: string[]): Refusal[] {
  const beforeMax = workflowBounds.dependenciesPerStepMax;
  return before.length <= beforeMax
    ? []
    : [{ code: 'TOO_LARGE', message: `at most ${beforeMax} steps are named here`, path }];
}
