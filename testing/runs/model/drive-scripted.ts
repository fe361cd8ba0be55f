/** Drives a scripted run through the pure decisions: its jobs, items and waits end in whatever order the dice say. */
import assert from 'node:assert/strict';
import { decideRun, type RunDecision, type StepResult } from '#domain/run/decide-run.ts';
import type { LoopAtWork } from '#domain/run/loop/loops-of-run.ts';
import type { SettledState } from '#domain/run/progress.ts';
import { createBudgets } from '#domain/run/run-reader.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import type { Dice, ScriptedStep } from './scripted-steps.ts';

type Loop = {
  items: readonly Json[] | null;
  started: number;
  succeeded: number;
  failed: number;
  fault: Fault;
  open: Set<number>;
};
type Fault = Extract<LoopAtWork, { kind: 'foreach' }>['fault'];
type Settled = { step: number; item: number | null; state: SettledState };

type Driven = {
  plan: Plan;
  inputs: JsonObject;
  steps: readonly ScriptedStep[];
  dice: Dice;
  progress: Uint8Array | null;
  edges: Uint8Array | null;
  variables: JsonObject;
  last: RunDecision | null;
  loops: Map<number, Loop>;
  left: Map<number, StepResult>;
  told: Set<number>;
};

/** The run at its end. Asserts on the way what must be true of each decision. */
export function driveScripted(given: { plan: Plan; inputs: JsonObject; steps: readonly ScriptedStep[]; dice: Dice }) {
  const run: Driven = {
    ...given,
    ...{ progress: null, edges: null, variables: given.inputs, last: null },
    ...{ loops: new Map(), left: new Map(), told: new Set() },
  };
  move(run, []);
  for (let round = 0; run.last?.outcome === 'OPEN'; round += 1) {
    assert.ok(round < 2_000, 'it comes to an end');
    const open = openOf(run);
    // Only a pause holds steps back while nothing is open.
    const isPaused = run.dice(6) === 0;
    const settled = Array.from({ length: Math.min(open.length, 1 + run.dice(3)) }, () => {
      const [one] = open.splice(run.dice(open.length), 1);
      assert.ok(one !== undefined);
      return one;
    });
    move(run, settled, isPaused ? 'PAUSED' : 'RUNNING');
  }
  return {
    states: Object.fromEntries(
      [...(run.progress ?? [])].map((code, step) => [run.plan.steps[step]?.id ?? '', nameOf(code)]),
    ),
    outcome: run.last?.outcome,
    failedStep: run.plan.steps[run.last?.failedStep ?? -1]?.id ?? null,
    variables: run.variables,
    told: run.told,
  };
}

function nameOf(code: number): string {
  return Object.entries(stepCodes).find(([, value]) => value === code)?.[0] ?? '';
}

// Of an item, a round, a job or a wait at work: how it will end.
function openOf({ plan, progress, loops, steps }: Driven): Settled[] {
  return [...(progress ?? [])].flatMap((code, step): Settled[] => {
    if (code !== stepCodes.OPEN) return [];
    const loop = loops.get(step);
    const planned = plan.steps[step];
    const of = plan.steps[planned?.compensates ?? -1]?.id;
    const scripted = steps.find(({ id }) => id === (of ?? planned?.id));
    assert.ok(scripted !== undefined && planned !== undefined);
    if (of !== undefined) return [{ step, item: null, state: scripted.undoing ?? 'SUCCEEDED' }];
    const { script } = scripted;
    if (loop === undefined) {
      assert.ok('end' in script, 'a loop at work is one of the run');
      return [{ step, item: null, state: script.end }];
    }
    return [...loop.open].map((item) => ({ step, item, state: endOfItem(scripted, item) }));
  });
}

function endOfItem({ script }: ScriptedStep, item: number): SettledState {
  const isLost = script.kind === 'foreach' ? script.fails[item] : script.kind === 'while' && script.failsAt === item;
  return isLost === true ? 'FAILED' : 'SUCCEEDED';
}

function move(run: Driven, settled: readonly Settled[], runState: 'RUNNING' | 'PAUSED' = 'RUNNING'): void {
  const loops = new Map<number, LoopAtWork>();
  for (const { step, item, state } of settled) {
    const loop = run.loops.get(step);
    if (item === null || loop === undefined) continue;
    loop.open.delete(item);
    if (state === 'SUCCEEDED') loop.succeeded += 1;
    else loop.failed += 1;
    loops.set(step, atWork(loop, { item, state }));
  }
  const plain = settled.filter(({ item }) => item === null);
  for (const { step, state } of plain)
    run.left.set(step, { result: { of: step }, error: state === 'SUCCEEDED' ? null : { type: 'NO', message: 'no' } });
  const decision = decide(run, { settled: plain, loops, runState });
  take(run, decision);
  if (!decision.cancelOpen) return;
  // What is at work is cancelled with the run that failed, but for what cleans up.
  const stopped = [...decision.progress.entries()].filter(
    ([step, code]) => code === stepCodes.OPEN && run.plan.adjacency.cleansUp[step] === 0,
  );
  for (const [step] of stopped) run.loops.delete(step);
  const ended = stopped.map(([step]) => ({ step, state: 'CANCELLED' as const }));
  if (ended.length > 0) take(run, decide(run, { settled: ended, loops: new Map(), runState }));
}

function atWork(loop: Loop, last: { item: number; state: SettledState }): LoopAtWork {
  const counts = { started: loop.started, succeeded: loop.succeeded, failed: loop.failed };
  const { items, fault } = loop;
  if (items === null) {
    const { state, item } = last;
    return { kind: 'while', counts, last: { state, result: { round: item }, error: null } };
  }
  const next = items.slice(loop.started);
  const result = { total: items.length, succeeded: loop.succeeded, failed: loop.failed, results: [] };
  return { kind: 'foreach', total: items.length, counts, fault, items: next, places: null, result };
}

type Move = {
  settled: { step: number; state: SettledState }[];
  loops: ReadonlyMap<number, LoopAtWork>;
  runState: 'RUNNING' | 'PAUSED';
};

function decide(run: Driven, { settled, loops, runState }: Move): RunDecision {
  const results = new Map<number, StepResult>();
  for (const { step } of settled) results.set(step, run.left.get(step) ?? { result: null, error: null });
  const budgets = createBudgets();
  for (let round = 0; round < 50; round += 1) {
    const decision = decideRun({
      ...{ plan: run.plan, progress: run.progress, edges: run.edges, runState, ending: run.last?.ending ?? null },
      // Told twice, as a worker does that did not hear that it was heard.
      settled: [...settled, ...settled],
      ...{ inputs: run.inputs, variables: run.variables, results, unfit: new Map(), loops, budgets },
      run: { id: 'run_1', workflow: 'w', startedAt: '2026-01-02T03:04:05.000Z' },
      now: new Date('2026-01-02T03:04:06Z'),
    });
    if (decision.kind === 'decided') return decision;
    for (const step of decision.steps) results.set(step, run.left.get(step) ?? { result: null, error: null });
  }
  assert.fail('a decision asked for results again and again');
}

function take(run: Driven, decision: RunDecision): void {
  const { ready, loops, skipped, failed, progress } = decision;
  for (const [step, code] of (run.progress ?? []).entries())
    if (code > stepCodes.OPEN && code < stepCodes.WAITING_ROOM) assert.equal(progress[step], code, 'an end stays');
  const begun = loops.filter(({ step }) => !run.told.has(step));
  for (const step of [...ready, ...begun].map((one) => one.step)) assertParents(run.plan, progress, step);
  const once = [...ready, ...skipped, ...failed].map(({ step }) => step);
  for (const step of new Set([...once, ...begun.map((one) => one.step)])) {
    assert.ok(!run.told.has(step), `${run.plan.steps[step]?.id} is told of once`);
    run.told.add(step);
  }
  for (const { step, opened, starts, fault, ended } of loops) {
    const loop = run.loops.get(step) ?? newLoop(opened?.items ?? null);
    for (const { item } of starts) {
      assert.ok(!loop.open.has(item), 'an item starts once');
      loop.open.add(item);
    }
    loop.started += starts.length;
    loop.fault = fault;
    if (ended === null) run.loops.set(step, loop);
    else {
      assert.equal(loop.open.size, 0, 'nothing of a loop is at work at its end');
      run.loops.delete(step);
      run.left.set(step, { result: ended.result, error: null });
    }
  }
  for (const { step, ...fault } of failed) run.left.set(step, { result: null, error: { type: fault.code } });
  run.progress = progress;
  run.edges = decision.edges;
  run.variables = decision.variables;
  run.last = decision;
}

function newLoop(items: readonly Json[] | null): Loop {
  return { items, started: 0, succeeded: 0, failed: 0, fault: null, open: new Set() };
}

/** A step starts when as many parents have ended as its join asks for: with `all`, none is open. */
function assertParents(plan: Plan, progress: Uint8Array, step: number): void {
  const { parents = [], threshold = 0, id } = plan.steps[step] ?? {};
  const isOver = (code: number) => code > stepCodes.OPEN && code < stepCodes.WAITING_ROOM;
  const over = parents.filter(({ from }) => isOver(progress[from] ?? 0)).length;
  assert.ok(over >= threshold, `${id} starts behind parents that have ended`);
  if (threshold === parents.length) assert.equal(over, parents.length, `${id} starts with an open parent`);
}
