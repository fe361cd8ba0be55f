/**
 * The loops of a run in one decision: those that begin, those that go on, and how they end. The step is open all the
 * while; only its end is a settlement that the rest of the run sees.
 */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { evaluate, evaluateCondition, renderTemplate } from '#domain/expression/expressions.ts';
import type { Evaluation } from '#domain/expression/values.ts';
import type { Fault } from '#domain/run/branches.ts';
import type { RunInput, StepResult } from '#domain/run/decide-run.ts';
import type { SettledState, View } from '#domain/run/progress.ts';
import { errorOf, type Reader, type Reading, stepAt } from '#domain/run/run-reader.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { PlannedForeach, PlannedStep } from '#domain/workflow/plan.ts';
import { type LoopCounts, moveForeach, openOf } from './loop-counts.ts';

/** A loop of which something has settled. `items` are those that may start now, `result` is that of one that ends well. */
export type LoopAtWork =
  | ({ kind: 'foreach'; total: number; counts: LoopCounts; fault: Fault | null; result: Json } & NextItems)
  | { kind: 'while'; counts: LoopCounts; last: { state: SettledState; result: Json; error: Json } };

/** Items that may start next. `places` says where each stands in the list, for a loop that keeps others from an earlier run. */
export type NextItems = { items: readonly Json[]; places: readonly number[] | null };

/** A foreach that has not begun in this run and keeps what items of it left in an earlier one. */
export type TakenUpLoop = NextItems & { total: number; counts: LoopCounts };

/** A job that a loop starts: `item` is its place in the list, or its round. */
export type LoopStart = { item: number; params: Json; delayMs: number };

/** What becomes of a loop. `opened` are the items of one that begins; null in it for a while loop. */
export type LoopChange = {
  step: number;
  opened: { items: readonly Json[] | null } | null;
  starts: LoopStart[];
  /** Something is wrong with the next item: no more of them start. */
  fault: Fault | null;
  ended: LoopEnd | null;
};

/** `fault` says why it failed; the engine puts the result of a foreach together. */
export type LoopEnd = { state: SettledState; fault: Fault | null; result: Json };

type Needs = { needs: number[] };
export type Moving = { input: RunInput; reader: Reader; view: View };

/** Moves every loop at work on. Says which results must be loaded first, if any. */
export function moveLoops(moving: Moving): LoopChange[] | Needs {
  const changes: LoopChange[] = [];
  const needs = new Set<number>();
  for (const [step, loop] of moving.input.loops ?? []) {
    const planned = stepAt(moving.input.plan, step);
    const change = loop.kind === 'foreach' ? goOn(moving, planned, loop) : askAgain(moving, planned, loop);
    if ('needs' in change) for (const needed of change.needs) needs.add(needed);
    else changes.push(change);
  }
  return needs.size > 0 ? { needs: [...needs] } : changes;
}

/** A loop that begins: its first jobs, its end at once for an empty list, the fault that keeps it from starting, or nothing for want of room. */
export function beginLoop(moving: Moving, planned: PlannedStep): LoopChange | Needs | Fault | 'held' {
  const { loop } = planned;
  if (loop === null) throw new Error('broken invariant: a step that begins a loop has one');
  if (moving.input.budgets.params.costLeft <= 0) return 'held';
  if (loop.kind === 'while') {
    const started = startItems(moving, planned, { ...fromStart, items: [null] });
    return 'needs' in started ? started : begun(planned, null, started);
  }
  const takenUp = moving.input.takenUp?.get(planned.index);
  if (takenUp !== undefined) {
    // Its list is that of the earlier run: with another, what is kept of it would stand in the wrong places.
    const started = startItems(moving, planned, {
      ...fromStart,
      ...takenUp,
      items: takenUp.items.slice(0, loop.maxOpen),
    });
    return 'needs' in started ? started : begun(planned, undefined, started);
  }
  const list = listOf(moving, planned, loop);
  if ('needs' in list || 'code' in list) return list;
  const { items } = list;
  if (items.length === 0)
    return { ...changeOf(planned), opened: { items }, ended: { state: 'SUCCEEDED', fault: null, result: emptyResult } };
  const started = startItems(moving, planned, { ...fromStart, items: items.slice(0, loop.maxOpen) });
  return 'needs' in started ? started : begun(planned, items, started);
}

type Started = { starts: LoopStart[]; fault: Fault | null };

/** `items` are those of a loop whose list is to be stored; undefined for one that stands in the store already. */
function begun(
  planned: PlannedStep,
  items: readonly Json[] | null | undefined,
  started: Started,
): LoopChange | Fault | 'held' {
  // Nothing has started yet, so an item that cannot start is the fault of the step.
  if (started.fault !== null) return started.fault;
  if (started.starts.length === 0) return 'held';
  return { ...changeOf(planned), opened: items === undefined ? null : { items }, starts: started.starts };
}

const fromStart = { first: 0, places: null, delayMs: 0 };
const emptyResult = { results: [], total: 0, succeeded: 0, failed: 0 };

function changeOf(planned: PlannedStep): LoopChange {
  return { step: planned.index, opened: null, starts: [], fault: null, ended: null };
}

/** What a foreach repeats over. */
export function listOf(
  { input, reader, view }: Moving,
  planned: PlannedStep,
  loop: PlannedForeach,
): { items: readonly Json[] } | Needs | Fault {
  const reading = { expressions: [loop.list], reads: loop.reads, place: { step: planned.index, own: false }, view };
  const missing = reader.missing(reading);
  if (missing.length > 0) return { needs: missing };
  const value = reader.read(reading, (scope) => evaluate(loop.list, scope, input.budgets.params));
  if (!value.ok) return { code: value.code, message: `foreach: ${value.message}` };
  const list = value.value;
  if (!Array.isArray(list)) {
    const message = `foreach takes a list, but "${loop.list.text}" is ${typeOf(list)}`;
    return { code: 'TYPE_MISMATCH', message };
  }
  const max = workflowBounds.itemsMax;
  if (list.length <= max) return { items: list };
  const message = `"${loop.list.text}" has ${list.length.toLocaleString('en')} items, ${max.toLocaleString('en')} is the most`;
  return { code: 'TOO_LARGE', message };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function goOn(
  moving: Moving,
  planned: PlannedStep,
  { total, counts, fault, items, places, result }: Extract<LoopAtWork, { kind: 'foreach' }>,
): LoopChange | Needs {
  const { loop } = planned;
  if (loop?.kind !== 'foreach') throw new Error('broken invariant: a foreach at work is one in its plan');
  const change = changeOf(planned);
  const policy = { total, maxOpen: loop.maxOpen, onItemFailure: loop.onItemFailure };
  const unfit = moving.input.unfit.get(planned.index);
  const known = unfit === undefined ? fault : { code: 'CONDITION_ERROR' as const, message: unfit };
  const next = moveForeach({ ...policy, counts, fault: known });
  if (next.kind === 'wait') return { ...change, fault: known };
  if (next.kind === 'ended') return { ...change, fault: known, ended: { ...endOf(next.fault), result } };
  const window = items.slice(0, next.count);
  const started = startItems(moving, planned, { first: counts.started, items: window, places, delayMs: 0 });
  if ('needs' in started) return started;
  if (started.fault === null && (started.starts.length > 0 || openOf(counts) > 0)) return { ...change, ...started };
  // What nobody comes back to would never start.
  const stopped = started.fault ?? {
    code: 'EXPRESSION_BUDGET',
    message: 'the params of its next item take more than one move of a run may',
  };
  const after = moveForeach({ ...policy, counts, fault: stopped });
  return { ...change, fault: stopped, ended: after.kind === 'ended' ? endOf(after.fault) : null };
}

function endOf(fault: Fault | null): LoopEnd {
  return { state: fault === null ? 'SUCCEEDED' : 'FAILED', fault, result: null };
}

function askAgain(
  moving: Moving,
  planned: PlannedStep,
  { counts, last }: Extract<LoopAtWork, { kind: 'while' }>,
): LoopChange | Needs {
  const { loop } = planned;
  if (loop?.kind !== 'while') throw new Error('broken invariant: a while at work is one in its plan');
  const change = changeOf(planned);
  const failed = (fault: Fault) => ({ ...change, ended: endOf(fault) });
  if (last.state !== 'SUCCEEDED') {
    if (last.state === 'CANCELLED') return { ...change, ended: { state: 'CANCELLED', fault: null, result: null } };
    const why = isJsonObject(last.error) ? `: ${last.error.message}` : '';
    return failed({ code: 'ITERATION_FAILED', message: `round ${counts.started} failed${why}` });
  }
  const { input, reader, view } = moving;
  const unfit = input.unfit.get(planned.index);
  if (unfit !== undefined) return failed({ code: 'CONDITION_ERROR', message: unfit });
  const { condition, reads, maxIterations, delayMs } = loop;
  const reading: Reading = { expressions: [condition], reads, place: { step: planned.index, own: false }, view };
  const missing = reader.missing(reading);
  if (missing.length > 0) return { needs: missing };
  const verdict = reader.read(reading, (scope) =>
    evaluateCondition(condition, { ...scope, result: last.result }, input.budgets.conditions),
  );
  if (!verdict.ok) return failed({ code: verdict.code, message: `while: ${verdict.message}` });
  if (!verdict.value) return { ...change, ended: { state: 'SUCCEEDED', fault: null, result: last.result } };
  if (counts.started >= maxIterations) {
    const message = `"${condition.text}" still holds after ${maxIterations.toLocaleString('en')} rounds, the most that it may take`;
    return failed({ code: 'ITERATIONS', message });
  }
  const started = startItems(moving, planned, { ...fromStart, first: counts.started, items: [null], delayMs });
  if ('needs' in started) return started;
  if (started.fault !== null) return failed(started.fault);
  if (started.starts.length > 0) return { ...change, ...started };
  return failed({
    code: 'EXPRESSION_BUDGET',
    message: 'the params of its next round take more than one move of a run may',
  });
}

type Window = NextItems & { first: number; delayMs: number };

/** The jobs of the items, as many as may be rendered in this move; the first that cannot be is the fault. */
export function startItems(
  { input, reader, view }: Moving,
  planned: PlannedStep,
  { first, items, places, delayMs }: Window,
): Started | Needs {
  const template = planned.params;
  const starts: LoopStart[] = [];
  const placeOf = (n: number) => places?.[n] ?? first + n;
  if (template === null) {
    for (const n of items.keys()) starts.push({ item: placeOf(n), params: planned.step.params, delayMs });
    return { starts, fault: null };
  }
  const place = { step: planned.index, own: false };
  const reading = { expressions: template.expressions, reads: planned.paramReads, place, view };
  const missing = reader.missing(reading);
  if (missing.length > 0) return { needs: missing };
  const { params: budget } = input.budgets;
  for (const [n, item] of items.entries()) {
    if (budget.costLeft <= 0 || budget.bytesLeft <= 0) break;
    const index = placeOf(n);
    const own = isForeach(planned) ? { item, index } : {};
    const rendered: Evaluation<Json> = reader.read(reading, (scope) =>
      renderTemplate(template, { ...scope, ...own }, budget),
    );
    if (rendered.ok) {
      starts.push({ item: index, params: rendered.value, delayMs });
      continue;
    }
    // Others have used up what this move may take: the next one starts it.
    if (rendered.code === 'EXPRESSION_BUDGET' && starts.length > 0) break;
    const which = isForeach(planned) ? `item ${index}: ` : '';
    return { starts, fault: { code: rendered.code, message: `${which}params: ${rendered.message}` } };
  }
  return { starts, fault: null };
}

function isForeach({ loop, each }: PlannedStep): boolean {
  return each !== null || loop?.kind === 'foreach';
}

/** What expressions see of a step whose loop ended in this very decision. */
export function leftByLoop({ state, fault, result }: LoopEnd): StepResult {
  return { result: state === 'SUCCEEDED' ? result : null, error: fault === null ? null : errorOf(fault) };
}
