/**
 * What becomes of an open run when people change it: which steps may still be skipped or made to wait, and what the
 * variables are then. Steps are added behind those that are there, so that the number of every other one stays true.
 */
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import { done, type Outcome, type Refusal, type RefusalCode, refuseAll } from '#domain/refusal.ts';
import type { ByHand } from '#domain/run/codes-of-steps.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import { misfit } from '#domain/workflow/variables.ts';
import { judgeAdded } from './judge-added.ts';
import { placeOf, type RunChange } from './run-change.ts';
import type { Superseded } from './superseded.ts';

/** A run as far as changes look at it. */
export type ChangeableRun = {
  plan: Plan;
  definition: Definition;
  progress: Uint8Array;
  inputs: JsonObject;
  variables: JsonObject;
  superseded: Superseded | null;
};

/** What the run is then, before it moves on. */
export type ChangedRun = Omit<ChangeableRun, 'plan' | 'definition'> & { byHand: ByHand };

type Changing = {
  /** The plan with the steps added; the run's own when none is. */
  target: { plan: Plan; definition: Definition };
  changes: readonly RunChange[];
  /** What a skipped step says. */
  message: string;
};

/** All changes, or every reason why none of them is made. */
export function applyChanges(run: ChangeableRun, { target, changes, message }: Changing): Outcome<ChangedRun> {
  const added = judgeAdded(run, target, changes);
  const skips = judgeSkips(run, changes);
  const variables = judgeVariables(run, changes);
  const refusals = [...added.refusals, ...skips.refusals, ...variables.refusals, ...judgeTwins(changes)];
  if (refusals.length > 0) return refuseAll(refusals);
  const progress = progressOf(run, target.plan);
  for (const step of added.held) progress[step] = stepCodes.WAITING;
  const isEnding = (step: number) => target.plan.endings?.isEnding[step] === 1;
  return done({
    progress,
    byHand: {
      skipped: skips.steps.map((step) => ({ step, message })),
      // Those that end the run are looked at when all others have settled.
      added: added.steps.filter((step) => !isEnding(step)),
    },
    ...write(run, variables.values),
  });
}

/** What undoes steps stands behind all others in the plan and has not begun: its bytes are all the same. */
function progressOf({ definition, progress }: ChangeableRun, target: Plan): Uint8Array {
  const { length } = definition.steps;
  assert(
    progress.subarray(length).every((code) => code === stepCodes.WAITING),
    'nothing of an open run is undone before it ends',
  );
  const codes = new Uint8Array(target.steps.length);
  codes.set(progress.subarray(0, length));
  return codes;
}

function judgeSkips({ plan, progress }: ChangeableRun, changes: readonly RunChange[]) {
  const steps: number[] = [];
  const refusals: Refusal[] = [];
  for (const [n, change] of changes.entries()) {
    if (change.kind !== 'SKIP_STEP') continue;
    const refuse = (code: RefusalCode, message: string) =>
      refusals.push({ code, message, path: placeOf(changes, n, 'step') });
    const step = plan.indexOf.get(change.step);
    if (step === undefined) {
      refuse('NOT_FOUND', `the run has no step "${change.step}"`);
    } else if (isWaiting(progress[step]) || isOpenTask(plan, step, progress)) steps.push(step);
    else if (progress[step] === stepCodes.OPEN)
      refuse('ILLEGAL_TRANSITION', `${change.step} has begun: only a step that has not can be skipped`);
    else refuse('ILLEGAL_TRANSITION', `${change.step} has settled already`);
  }
  return { steps, refusals };
}

// It has a job of its own, and whether a worker has begun that is for the job to say.
function isOpenTask({ steps }: Plan, step: number, progress: Uint8Array): boolean {
  const planned = steps[step];
  return progress[step] === stepCodes.OPEN && planned?.kind === 'TASK' && planned.loop === null;
}

/** True for a step that no job has been made of and nothing waits for. */
export function isWaiting(code: number | undefined): boolean {
  return code === stepCodes.WAITING || code === stepCodes.WAITING_ROOM;
}

function judgeVariables({ definition, variables, inputs }: ChangeableRun, changes: readonly RunChange[]) {
  const values: JsonObject = {};
  const refusals: Refusal[] = [];
  let last: string[] = [];
  for (const [n, change] of changes.entries()) {
    if (change.kind !== 'SET_VARIABLE') continue;
    const { name, value } = change;
    const declared = Object.hasOwn(definition.variables, name) ? definition.variables[name] : undefined;
    if (declared === undefined) {
      const message = `${definition.name} declares no variable ${name}`;
      refusals.push({ code: 'UNKNOWN_VARIABLE', message, path: placeOf(changes, n, 'name') });
      continue;
    }
    last = placeOf(changes, n, 'value');
    const fault = misfit(declared.type, value);
    if (fault !== undefined) refusals.push({ code: 'TYPE_MISMATCH', message: `${name} ${fault}`, path: last });
    else values[name] = value;
  }
  const isOver = (all: JsonObject, most: number) => valueSizeBytes({ ...all, ...values }, most) > most;
  const { payloadSizeBytesMax } = valueBounds;
  if (last.length > 0 && (isOver(variables, runBounds.runVariablesSizeBytesMax) || isOver(inputs, payloadSizeBytesMax)))
    refusals.push({ code: 'TOO_LARGE', message: 'the variables of the run would be too large with it', path: last });
  return { values, refusals };
}

/** Two changes of one thing would leave it to chance what was meant. */
function judgeTwins(changes: readonly RunChange[]): Refusal[] {
  const seen = new Set<string>();
  return changes.flatMap((change, n): Refusal[] => {
    if (change.kind === 'ADD_STEP') return [];
    const [field, name] = change.kind === 'SKIP_STEP' ? ['step', change.step] : ['name', change.name];
    const key = `${field} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ code: 'DUPLICATE_ID', message: `${name} is in the list twice`, path: placeOf(changes, n, field) }];
  });
}

function write(
  { plan, progress, inputs, variables, superseded }: ChangeableRun,
  values: Readonly<Record<string, Json>>,
): Pick<ChangedRun, 'inputs' | 'variables' | 'superseded'> {
  const names = Object.keys(values);
  if (names.length === 0) return { inputs, variables, superseded };
  const isLeft = (step: number) => progress[step] === stepCodes.SUCCEEDED;
  const written = names.map((name) => [name, new Set((plan.writers.get(name) ?? []).filter(isLeft))] as const);
  return {
    inputs: { ...inputs, ...values },
    variables: { ...variables, ...values },
    superseded: new Map([...(superseded ?? []), ...written]),
  };
}
