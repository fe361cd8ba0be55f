/**
 * The next move of a run, as a pure decision: which steps start with which params, which are skipped or fail, what the
 * variables are now, and whether the run is over. The engine loads what is asked for, calls again, and writes the answer.
 */
import { runBounds } from '#domain/bounds/run.ts';
import { renderTemplate, type Scope, type Template } from '#domain/expression/expressions.ts';
import { type Evaluation, valueSizeBytes } from '#domain/expression/values.ts';
import type { RunState } from '#domain/machines.ts';
import { givenTo } from '#domain/step/step-kind.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Plan, PlannedStep } from '#domain/workflow/plan.ts';
import { isSuperseded, type Superseded } from './change/superseded.ts';
import type { Ending } from './close-run.ts';
import type { ByHand, SkippedStep } from './codes-of-steps.ts';
import {
  beginLoop,
  type LoopAtWork,
  type LoopChange,
  leftByLoop,
  moveLoops,
  type TakenUpLoop,
} from './loop/loops-of-run.ts';
import { renderChildren } from './loop/render-children.ts';
import { type Advance, advance, type ErroredStep, type SettledState, startRun, type View } from './progress.ts';
import { type Budgets, createReader, type Reader, type Reading, stepAt } from './run-reader.ts';
import { stepCodes } from './step-codes.ts';

/** What a settled step left behind, and when it settled. */
export type StepResult = { result: Json; error: Json; at?: Date };

export type RunInput = {
  plan: Plan;
  /** Null for a run that has not begun. */
  progress: Uint8Array | null;
  /** What a run that repeats another begins with; `remake` are variables that are to be made of what kept steps left. */
  kept?: { progress: Uint8Array; remake: readonly string[] } | null;
  /** The answers to the conditions of dependencies so far; null when there are none. */
  edges: Uint8Array | null;
  runState: RunState;
  /** How it is to end, once its last steps have come. */
  ending?: Ending | null;
  settled: { step: number; state: SettledState }[];
  inputs: JsonObject;
  variables: JsonObject;
  /** What people's values have taken the place of; null when they changed no variable. */
  superseded?: Superseded | null;
  /** What people changed of it just now. */
  byHand?: ByHand | undefined;
  /** Results of settled steps, as far as they are loaded. */
  results: ReadonlyMap<number, StepResult>;
  /** Steps found unfit to start when they were ready: they fail instead. */
  unfit: ReadonlyMap<number, string>;
  /** Loops of which a job has settled, by their step. */
  loops?: ReadonlyMap<number, LoopAtWork>;
  /** Loops that have not begun and keep items of an earlier run, by their step. */
  takenUp?: ReadonlyMap<number, TakenUpLoop>;
  run: JsonObject;
  now: Date;
  /** Shared by every decision about the same move. */
  budgets: Budgets;
};

export type RunDecision = {
  kind: 'decided';
  progress: Uint8Array;
  edges: Uint8Array | null;
  ready: { step: number; params: Json }[];
  loops: LoopChange[];
  skipped: SkippedStep[];
  failed: ErroredStep[];
  variables: JsonObject;
  failedStep: number | null;
  outcome: 'OPEN' | Ending;
  /** How it is to end, from when its last steps come until it ends. */
  ending: Ending | null;
  cancelOpen: boolean;
};

type Needs = { kind: 'needs'; steps: number[] };

/** Decides, or names the steps whose results must be loaded first. */
export function decideRun(input: RunInput): RunDecision | Needs {
  const results = new Map(input.results);
  const reader = createReader({ ...input, results });
  const loops = moveLoops({
    input,
    reader,
    view: { codes: input.progress ?? new Uint8Array(), errored: [], ending: null },
  });
  if ('needs' in loops) return { kind: 'needs', steps: loops.needs };
  const settled = [...input.settled, ...endsOf(loops, results)];
  let answer: Advance =
    input.progress === null
      ? startRun(input.plan, reader.judge, input.kept?.progress)
      : advance({
          plan: input.plan,
          progress: input.progress,
          settled,
          runState: input.runState,
          ending: input.ending ?? null,
          byHand: input.byHand,
          evaluate: reader.judge,
        });
  const skipped: SkippedStep[] = [];
  const failed: ErroredStep[] = [];
  const params = new Map<number, Json>();
  // Each round ends at least one more step, so there are at most as many as there are steps.
  for (let round = 0; round <= input.plan.steps.length; round += 1) {
    if (answer.kind === 'needs') return answer;
    failed.push(...answer.errored);
    skipped.push(...answer.skipped);
    const { ending, failedStep } = answer;
    const view = {
      codes: answer.progress,
      errored: failed,
      ending: ending === null ? null : { ending, failedStep },
    };
    const rendered = renderReady(input, { ready: answer.ready, reader, view, params });
    if (rendered.needs.length > 0) return { kind: 'needs', steps: rendered.needs };
    loops.push(...rendered.begun);
    const ended = endsOf(rendered.begun, results);
    settled.push(...ended);
    if (rendered.unfit.length + ended.length === 0)
      return conclude({ ...input, settled }, { answer, skipped, failed, params, loops, reader, view });
    failed.push(...rendered.unfit);
    reader.note(failed);
    answer = advance({
      plan: input.plan,
      progress: answer.progress,
      settled: [...ended, ...rendered.unfit.map(({ step }) => ({ step, state: 'FAILED' as const }))],
      runState: input.runState,
      ending: answer.ending,
      evaluate: reader.judge,
    });
  }
  throw new Error('broken invariant: a run is decided after as many rounds as it has steps');
}

/** The loops that ended, as settled steps; what they left is put among the results. */
function endsOf(loops: readonly LoopChange[], results: Map<number, StepResult>): RunInput['settled'] {
  return loops.flatMap(({ step, ended }) => {
    if (ended === null) return [];
    results.set(step, leftByLoop(ended));
    return [{ step, state: ended.state }];
  });
}

type Rendering = { ready: readonly number[]; reader: Reader; view: View; params: Map<number, Json> };

/**
 * Renders the params of the steps that start. What one move may render is bounded for all of them together: a step for
 * which nothing is left goes back to the waiting room, and the next move of the run starts it.
 */
function renderReady(input: RunInput, { ready, reader, view, params }: Rendering) {
  const unfit: ErroredStep[] = [];
  const needs = new Set<number>();
  const held: number[] = [];
  const begun: LoopChange[] = [];
  for (const step of ready) {
    const planned = stepAt(input.plan, step);
    if (planned.loop !== null) {
      const loop = beginStep(input, { planned, reader, view });
      if (loop === 'held') held.push(step);
      else if ('needs' in loop) for (const read of loop.needs) needs.add(read);
      else if ('code' in loop) unfit.push({ step, ...loop });
      else begun.push(loop);
      continue;
    }
    if (planned.each !== null) {
      const children = beginChildren(input, { planned, reader, view });
      if (children === 'held') held.push(step);
      else if ('needs' in children) for (const read of children.needs) needs.add(read);
      else if ('code' in children) unfit.push({ step, ...children });
      else params.set(step, children.items);
      continue;
    }
    const missing = planned.params === null ? [] : reader.missing(readingOf(planned, planned.params, view));
    for (const read of missing) needs.add(read);
    if (missing.length > 0) continue;
    const rendered = renderStep(input, { planned, reader, view });
    if (rendered === 'held') held.push(step);
    else if (rendered.ok) params.set(step, rendered.value);
    else unfit.push({ step, code: rendered.code, message: rendered.message });
  }
  for (const step of held) view.codes[step] = stepCodes.WAITING_ROOM;
  // Somebody must be at work whose end moves the run on.
  if (held.length > 0 && needs.size === 0 && isIdle(view.codes, unfit)) {
    const message = 'the steps that were to start with it have used up what one move of a run may take';
    for (const step of held) {
      view.codes[step] = stepCodes.OPEN;
      unfit.push({ step, code: 'EXPRESSION_BUDGET', message });
    }
  }
  return { unfit, begun, needs: [...needs] };
}

function beginStep(input: RunInput, { planned, reader, view }: StepRendering): ReturnType<typeof beginLoop> {
  const message = input.unfit.get(planned.index);
  return message === undefined ? beginLoop({ input, reader, view }, planned) : { code: 'CONDITION_ERROR', message };
}

function beginChildren(input: RunInput, { planned, reader, view }: StepRendering): ReturnType<typeof renderChildren> {
  const message = input.unfit.get(planned.index);
  if (message !== undefined) return { code: 'CONDITION_ERROR', message };
  if (planned.each === null) throw new Error('broken invariant: a step that begins its items has some');
  return renderChildren({ input, reader, view }, planned, planned.each);
}

function isIdle(codes: Uint8Array, unfit: readonly ErroredStep[]): boolean {
  return codes.reduce((open, code) => (code === stepCodes.OPEN ? open + 1 : open), 0) <= unfit.length;
}

function readingOf({ index, paramReads }: PlannedStep, { expressions }: Template, view: View): Reading {
  return { expressions, reads: paramReads, place: { step: index, own: false }, view };
}

type StepRendering = { planned: PlannedStep; reader: Reader; view: View };

function renderStep(input: RunInput, { planned, reader, view }: StepRendering): Evaluation<Json> | 'held' {
  const message = input.unfit.get(planned.index);
  if (message !== undefined) return { ok: false, code: 'CONDITION_ERROR', message };
  const template = planned.params;
  if (template === null) return { ok: true, value: givenTo(planned.step) };
  const { params: budget } = input.budgets;
  const wasFresh = budget.costLeft >= runBounds.advanceCostMax;
  if (budget.costLeft <= 0 || budget.bytesLeft <= 0) return 'held';
  const rendered = reader.read(readingOf(planned, template, view), (scope) =>
    renderTemplate(template, { ...scope, ...undone(input.plan, planned, scope) }, budget),
  );
  if (rendered.ok) return rendered;
  if (rendered.code === 'EXPRESSION_BUDGET' && !wasFresh) return 'held';
  return { ...rendered, message: `params: ${rendered.message}` };
}

/** What undoes a step sees what that step left. */
function undone(plan: Plan, { compensates }: PlannedStep, { tasks }: Scope): { result?: Json } {
  if (compensates === null) return {};
  return { result: tasks[stepAt(plan, compensates).id]?.result ?? null };
}

type Concluding = {
  answer: Extract<Advance, { kind: 'advanced' }>;
  skipped: SkippedStep[];
  failed: ErroredStep[];
  params: Map<number, Json>;
  loops: LoopChange[];
  reader: Reader;
  view: View;
};

function conclude(input: RunInput, concluding: Concluding): RunDecision | Needs {
  const { answer, skipped, failed, params, loops, reader, view } = concluding;
  const variables = writeVariables(input, { reader, view });
  if ('kind' in variables) return variables;
  return {
    kind: 'decided',
    progress: answer.progress,
    edges: reader.edges,
    // A step that failed in a later round was ready in an earlier one; only those with params start.
    ready: [...params].map(([step, value]) => ({ step, params: value })),
    loops: answer.cancelOpen
      ? loops.map((loop) => (isSpared(input.plan, loop.step) ? loop : { ...loop, starts: [] }))
      : loops,
    skipped,
    failed,
    variables: variables.values,
    failedStep: answer.failedStep,
    outcome: answer.outcome,
    ending: answer.ending,
    cancelOpen: answer.cancelOpen,
  };
}

// What is cancelled with its run starts nothing more.
function isSpared({ adjacency }: Plan, step: number): boolean {
  return adjacency.cleansUp[step] === 1;
}

/**
 * The variables after this move. What would make them too large is left out; who reads it gets it from its step. Of
 * several steps that write one, the last in the order of the graph has its way.
 */
function writeVariables(
  input: RunInput,
  { reader, view }: { reader: Reader; view: View },
): { values: JsonObject } | Needs {
  const { plan } = input;
  const isDone = (step: number) => view.codes[step] === stepCodes.SUCCEEDED;
  const isLeft = (name: string, step: number) => names.has(name) && !isSuperseded(input.superseded, name, step);
  const names = new Set(
    input.settled.flatMap(({ step }) => (isDone(step) ? stepAt(plan, step).outputs.map((one) => one.variable) : [])),
  );
  for (const name of input.kept?.remake ?? []) names.add(name);
  if (names.size === 0) return { values: input.variables };
  const writers = new Set(
    [...names].flatMap((name) => (plan.writers.get(name) ?? []).filter((step) => isDone(step) && isLeft(name, step))),
  );
  const sorted = [...writers].sort((a, b) => plan.rankOf(a) - plan.rankOf(b));
  const missing = new Set(sorted.flatMap((step) => reader.missingForOutputs(step, view)));
  if (missing.size > 0) return { kind: 'needs', steps: [...missing] };
  const values = { ...input.variables };
  let sizeBytes = valueSizeBytes(values, runBounds.runVariablesSizeBytesMax);
  for (const step of sorted) {
    for (const [name, value] of Object.entries(reader.writtenBy(step, view).values)) {
      if (!isLeft(name, step)) continue;
      const sizeMore = valueSizeBytes({ [name]: value }, runBounds.runVariablesSizeBytesMax);
      const sizeLess = Object.hasOwn(values, name) ? valueSizeBytes({ [name]: values[name] ?? null }, sizeBytes) : 0;
      delete values[name];
      sizeBytes -= sizeLess;
      if (sizeBytes + sizeMore > runBounds.runVariablesSizeBytesMax) continue;
      sizeBytes += sizeMore;
      values[name] = value;
    }
  }
  return { values };
}
