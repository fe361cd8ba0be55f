/**
 * What the expressions of a run see: the state of every step, the results of those that settled, and the variables that
 * steps before them wrote. What is answered once stays so, in whatever order the steps settle.
 */
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { type Budget, createBudget } from '#domain/expression/budget.ts';
import { type Expression, evaluate, evaluateCondition, type Scope } from '#domain/expression/expressions.ts';
import { type Evaluation, valueSizeBytes } from '#domain/expression/values.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Plan, PlannedCondition, PlannedOutput, PlannedStep } from '#domain/workflow/plan.ts';
import { type ExpressionFault, type Fault, isFinal, type Verdict } from './branches.ts';
import { isSuperseded } from './change/superseded.ts';
import type { RunInput, StepResult } from './decide-run.ts';
import type { ErroredStep, View } from './progress.ts';
import { stepCodes, stepStateOf } from './step-codes.ts';

/** What one move of a run may take: conditions must not use up what the params and outputs need. */
export type Budgets = { conditions: Budget; params: Budget; outputs: Budget };

/** Fresh budgets: one set for each move of a run, however often its decision is made again. */
export function createBudgets(): Budgets {
  return { conditions: createBudget(), params: createBudget(), outputs: createBudget() };
}

/** What was taken of the budgets so far. */
export function costOf({ conditions, params, outputs }: Budgets): number {
  return [conditions, params, outputs].reduce((sum, budget) => sum + runBounds.advanceCostMax - budget.costLeft, 0);
}

/** What the job of a step that could not start says. */
export function errorOf({ code, message }: Fault): JsonObject {
  return { type: code, message, retryable: false };
}

/** What a step wrote, and why it did not write the rest. */
export type Written = { values: JsonObject; faults: ReadonlyMap<string, ExpressionFault> };

/** Where expressions stand: they see what the steps before `step` wrote, and with `own` what it wrote itself. */
export type Place = { step: number; own: boolean };
export type Reading = { expressions: readonly Expression[]; reads: readonly number[]; place: Place; view: View };

export type Reader = {
  judge: (condition: PlannedCondition, view: View) => Verdict;
  /** The steps whose results must be loaded first. */
  missing: (reading: Reading) => number[];
  /** Evaluates or renders with what the expressions may see. */
  read: <T>(reading: Reading, work: (scope: Scope) => Evaluation<T>) => Evaluation<T>;
  /** The steps whose results must be loaded before it is known what this one wrote. */
  missingForOutputs: (step: number, view: View) => number[];
  writtenBy: (step: number, view: View) => Written;
  /** Learns of steps that failed in this decision: no job tells of them yet. */
  note: (errored: readonly ErroredStep[]) => void;
  /** The answers to the conditions of dependencies, those of before among them. */
  edges: Uint8Array | null;
};

/** What is kept of a dependency's condition. */
export const edgeAnswers = { unasked: 0, yes: 1, no: 2, failed: 3 } as const;
// Outputs that read what parallel branches wrote lead from one to the next; longer chains than this have no use.
const outputChainMax = 50;

/** A reader for one decision. */
export function createReader(input: RunInput): Reader {
  const { plan, budgets } = input;
  const edges = plan.conditionalEdges === 0 ? null : new Uint8Array(plan.conditionalEdges);
  if (input.edges !== null) edges?.set(input.edges.subarray(0, edges.length));
  const seen = createSight(input);
  const judge = (condition: PlannedCondition, view: View): Verdict => {
    const { edge, parent, expression } = condition;
    const known = edge === null || edges === null ? edgeAnswers.unasked : edges[edge];
    if (known === edgeAnswers.yes || known === edgeAnswers.no) return { ok: true, value: known === edgeAnswers.yes };
    if (known === edgeAnswers.failed) {
      const message = `"${expression.text}" could not be evaluated when ${stepAt(plan, parent ?? 0).id} settled`;
      return { ok: false, code: 'CONDITION_ERROR', message };
    }
    const place = { step: parent ?? condition.step, own: parent !== null };
    const reading = { expressions: [expression], reads: condition.reads, place, view };
    const needs = seen.missing(reading);
    if (needs.length > 0) return { needs };
    const value = seen.read(reading, (scope) => {
      const result = parent === null ? {} : { result: seen.leftBy(parent)?.result ?? null };
      return evaluateCondition(expression, { ...scope, ...result }, budgets.conditions);
    });
    if (edge !== null && edges !== null) edges[edge] = answerOf(value);
    return value;
  };
  const { missing, read, missingForOutputs, writtenBy, note } = seen;
  return { judge, missing, read, missingForOutputs, writtenBy, note, edges };
}

function answerOf(value: Evaluation<boolean>): number {
  if (!value.ok) return edgeAnswers.failed;
  return value.value ? edgeAnswers.yes : edgeAnswers.no;
}

function createSight(input: RunInput) {
  const { plan, results } = input;
  const faults = createFaults();
  const leftBy = (step: number): StepResult | undefined => results.get(step) ?? faults.of(step);
  const lacks = (step: number, view: View) => hasResult(view.codes[step]) && leftBy(step) === undefined;
  const variables = createVariables(input, { leftBy, scopeOf: (reading) => scopeOf(reading) });
  const missing = (reading: Reading): number[] => {
    const { expressions, reads, view } = reading;
    faults.note(view.errored);
    const found = new Set(reads.filter((step) => lacks(step, view)));
    const open = [{ names: namesOf(expressions), place: reading.place }];
    const looked = new Set<number>();
    while (open.length > 0) {
      const next = open.pop();
      for (const name of next?.names ?? []) {
        const writer = variables.writerOf(name, next?.place ?? reading.place, view);
        if (writer === undefined || looked.has(writer)) continue;
        looked.add(writer);
        if (lacks(writer, view)) found.add(writer);
        for (const { expression, reads: others } of stepAt(plan, writer).outputs) {
          for (const other of others) if (lacks(other, view)) found.add(other);
          open.push({ names: namesOf([expression]), place: { step: writer, own: false } });
        }
      }
    }
    return [...found];
  };
  const missingForOutputs = (step: number, view: View): number[] => {
    const { outputs } = stepAt(plan, step);
    const expressions = outputs.map(({ expression }) => expression);
    const reads = [step, ...outputs.flatMap((output) => output.reads)];
    return missing({ expressions, reads, place: { step, own: false }, view });
  };
  const scopeOf = (reading: Reading): Scope => {
    const { expressions, reads, place, view } = reading;
    faults.note(view.errored);
    const tasks: Scope['tasks'] = {};
    for (const step of reads) {
      const code = view.codes[step] ?? stepCodes.WAITING;
      const left = isFinal(code) ? leftBy(step) : undefined;
      const state = isFinal(code) ? (stepStateOf(code) ?? 'PENDING') : 'PENDING';
      tasks[stepAt(plan, step).id] = { state, result: left?.result ?? null, error: left?.error ?? null };
    }
    const vars: JsonObject = {};
    for (const name of namesOf(expressions)) {
      const value = variables.valueOf(name, place, view);
      if (value !== undefined) vars[name] = value;
    }
    return { vars, tasks, run: runSeen(input, place, view), now: input.now };
  };
  const read = <T>(reading: Reading, work: (scope: Scope) => Evaluation<T>): Evaluation<T> => {
    const outcome = work(scopeOf(reading));
    return outcome.ok ? outcome : { ok: false, ...variables.explain(outcome, reading) };
  };
  return { leftBy, missing, missingForOutputs, read, writtenBy: variables.writtenBy, note: faults.note };
}

/** The last steps of a run see how it went; what is on its way to others is asked before that is known. */
function runSeen({ plan, run }: RunInput, { step, own }: Place, { ending: seen }: View): JsonObject {
  if (seen === null || own || plan.endings?.isEnding[step] !== 1) return run;
  const { ending, failedStep } = seen;
  return {
    ...run,
    state: ending,
    failed: ending === 'FAILED',
    cancelled: ending === 'CANCELLED',
    failedStep: failedStep === null ? null : stepAt(plan, failedStep).id,
  };
}

type Sight = { leftBy: (step: number) => StepResult | undefined; scopeOf: (reading: Reading) => Scope };

/**
 * The variables as a step sees them: of the steps before it that wrote one, the last in the order of the graph counts.
 * The run's stored variables hold the values of the last writers; others are made again from what their steps left.
 */
function createVariables(input: RunInput, { leftBy, scopeOf }: Sight) {
  const { plan, superseded } = input;
  const settledNow = new Set(input.settled.map(({ step }) => step));
  const written = new Map<number, { values: JsonObject; faults: Map<string, ExpressionFault> }>();
  const stored = new Map<string, number | null>();
  let depth = 0;
  const storedWriter = (name: string): number | null => {
    const known = stored.get(name);
    if (known !== undefined) return known;
    const before = input.progress ?? input.kept?.progress;
    const isWritten = (step: number) => before?.[step] === stepCodes.SUCCEEDED && !isSuperseded(superseded, name, step);
    const found = plan.writers.get(name)?.find(isWritten) ?? null;
    stored.set(name, found);
    return found;
  };
  // A value that made the variables too large was not stored.
  const isStored = (name: string, writer: number) =>
    writer === storedWriter(name) && Object.hasOwn(input.variables, name);
  const isVisible = (name: string, writer: number, { step, own }: Place, view: View) =>
    view.codes[writer] === stepCodes.SUCCEEDED &&
    ((own && writer === step) || plan.isAncestor(writer, step)) &&
    !isSuperseded(superseded, name, writer);
  // The step whose outputs must be made again to know the variable, if one must.
  const writerOf = (name: string, place: Place, view: View): number | undefined => {
    const writer = plan.writers.get(name)?.find((step) => isVisible(name, step, place, view));
    return writer === undefined || isStored(name, writer) ? undefined : writer;
  };
  const valueOf = (name: string, place: Place, view: View): Json | undefined => {
    for (const writer of plan.writers.get(name) ?? []) {
      if (!isVisible(name, writer, place, view)) continue;
      if (isStored(name, writer)) return ownValue(input.variables, name);
      const value = ownValue(writtenBy(writer, view).values, name);
      if (value !== undefined) return value;
    }
    return ownValue(input.inputs, name);
  };
  const writtenBy = (step: number, view: View): Written => {
    const known = written.get(step);
    if (known !== undefined) return known;
    const own = { values: {}, faults: new Map<string, ExpressionFault>() };
    written.set(step, own);
    depth += 1;
    const now = settledNow.has(step) ? input.now : (leftBy(step)?.at ?? input.now);
    const room = { bytesLeft: valueBounds.payloadSizeBytesMax };
    for (const output of depth > outputChainMax ? [] : stepAt(plan, step).outputs) {
      const { expression, reads } = output;
      const scope = scopeOf({ expressions: [expression], reads, place: { step, own: false }, view });
      const seen = { ...scope, now, result: leftBy(step)?.result ?? null };
      writeOutput(own, output, { value: evaluate(expression, seen, input.budgets.outputs), room });
    }
    depth -= 1;
    return own;
  };
  const explain = (fault: ExpressionFault, { expressions, place, view }: Reading): ExpressionFault => {
    for (const name of namesOf(expressions)) {
      if (!fault.message.startsWith(`No such key: ${name} `)) continue;
      const writer = plan.writers.get(name)?.find((step) => isVisible(name, step, place, view));
      if (writer === undefined) return fault;
      const cause = writtenBy(writer, view).faults.get(name) ?? fault;
      const message = `vars.${name} was not written by step ${stepAt(plan, writer).id}: ${cause.message}`;
      return { code: cause.code, message };
    }
    return fault;
  };
  return { writerOf, valueOf, writtenBy, explain };
}

function namesOf(expressions: readonly Expression[]): Set<string> {
  return new Set(expressions.flatMap((expression) => expression.references.vars));
}

type Output = { value: Evaluation<Json>; room: { bytesLeft: number } };

// A key that is missing leaves the variable unset; whoever reads it fails with a sentence that says why.
function writeOutput(
  own: { values: JsonObject; faults: Map<string, ExpressionFault> },
  { variable }: PlannedOutput,
  { value, room }: Output,
): void {
  if (!value.ok) {
    own.faults.set(variable, value);
    return;
  }
  room.bytesLeft -= valueSizeBytes(value.value, Math.max(0, room.bytesLeft));
  if (room.bytesLeft >= 0) own.values[variable] = value.value;
  else {
    const message = `the outputs of the step are larger than ${valueBounds.payloadSizeBytesMax} bytes`;
    own.faults.set(variable, { code: 'TOO_LARGE', message });
  }
}

/** The failures of this decision, which no job says yet. */
function createFaults() {
  const errors = new Map<number, StepResult>();
  let list: readonly ErroredStep[] = [];
  let noted = 0;
  return {
    of: (step: number) => errors.get(step),
    note: (errored: readonly ErroredStep[]) => {
      if (errored !== list) noted = 0;
      list = errored;
      for (; noted < errored.length; noted += 1) {
        const fault = errored[noted];
        if (fault !== undefined) errors.set(fault.step, { result: null, error: errorOf(fault) });
      }
    },
  };
}

function ownValue(from: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(from, name) ? from[name] : undefined;
}

function hasResult(code: number | undefined): boolean {
  return code === stepCodes.SUCCEEDED || code === stepCodes.FAILED || code === stepCodes.DEAD;
}

/** A step of the plan by its number. */
export function stepAt(plan: Plan, step: number): PlannedStep {
  const planned = plan.steps[step];
  assert(planned !== undefined, 'a run has the steps of its plan');
  return planned;
}
