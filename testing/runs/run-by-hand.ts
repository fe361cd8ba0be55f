/** A run without an engine: the pure decisions, and a store of what the jobs of its steps left. */
import assert from 'node:assert/strict';
import { decideRun, type RunDecision, type StepResult } from '#domain/run/decide-run.ts';
import type { SettledState } from '#domain/run/progress.ts';
import { costOf, createBudgets, errorOf } from '#domain/run/run-reader.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';

export type StepEnd = { state: SettledState; result?: Json; error?: Json };

/** A run as it is between two moves: all that later moves depend on, and what was told of each step. */
export type HandRun = {
  progress: Uint8Array | null;
  edges: Uint8Array | null;
  variables: JsonObject;
  left: Record<string, StepResult>;
  told: Record<string, Json>;
  last: RunDecision | null;
  /** What the expressions of its last move took. */
  cost: number;
};

/** The plan of a definition that has nothing wrong with it, and the variables a run of it starts with. */
export function planByHand(definition: JsonObject, given: JsonObject = {}): { plan: Plan; inputs: JsonObject } {
  const parsed = parseDefinition({ definition: { name: 'w', ...definition } });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set(['T']) }), []);
  const inputs = resolveVariables(parsed.definition, given);
  assert.ok(inputs.ok, inputs.ok ? '' : JSON.stringify(inputs.refusals));
  return { plan: compilePlan(parsed.definition), inputs: inputs.value };
}

/** Moves a run: starts it, or takes in the ends of some of its open steps. The run handed in stays as it is. */
export function moveByHand(
  { plan, inputs }: { plan: Plan; inputs: JsonObject },
  run: HandRun | null,
  ends: Record<string, StepEnd> = {},
): HandRun {
  const left = { ...run?.left };
  const results = new Map<number, StepResult>();
  const settled = Object.entries(ends).map(([id, end]) => {
    const step = stepOf(plan, id);
    left[id] = { result: end.result ?? null, error: end.error ?? null };
    results.set(step, left[id]);
    return { step, state: end.state };
  });
  const budgets = createBudgets();
  for (let round = 0; round < 50; round += 1) {
    const decision = decideRun({
      plan,
      progress: run?.progress ?? null,
      edges: run?.edges ?? null,
      ending: run?.last?.ending ?? null,
      runState: 'RUNNING',
      settled,
      inputs,
      variables: run?.variables ?? inputs,
      results,
      unfit: new Map(),
      run: { id: 'run_1', workflow: 'w', startedAt: '2026-01-02T03:04:05.000Z' },
      now: new Date('2026-01-02T03:04:06Z'),
      budgets,
    });
    if (decision.kind === 'decided') return { ...told(plan, { run, decision, left }), cost: costOf(budgets) };
    for (const step of decision.steps) results.set(step, left[idOf(plan, step)] ?? { result: null, error: null });
  }
  assert.fail('a decision asked for results again and again');
}

/** The ids of the steps at work. */
export function openSteps(plan: Plan, { progress }: HandRun): string[] {
  return [...(progress ?? [])].flatMap((code, step) => (code === stepCodes.OPEN ? [idOf(plan, step)] : []));
}

function told(
  plan: Plan,
  move: { run: HandRun | null; decision: RunDecision; left: HandRun['left'] },
): Omit<HandRun, 'cost'> {
  const { run, decision, left } = move;
  const said: HandRun['told'] = { ...run?.told };
  const tell = (step: number, what: Json) => {
    const id = idOf(plan, step);
    assert.ok(!(id in said), `${id} is told of once`);
    said[id] = what;
  };
  for (const { step, params } of decision.ready) tell(step, { params });
  for (const { step, reason } of decision.skipped) tell(step, { skipped: reason.code, why: reason.message });
  for (const { step, ...fault } of decision.failed) {
    tell(step, { failed: fault.code, why: fault.message });
    left[idOf(plan, step)] = { result: null, error: errorOf(fault) };
  }
  const { progress, edges, variables } = decision;
  return { progress, edges, variables, left, told: said, last: decision };
}

function stepOf(plan: Plan, id: string): number {
  const step = plan.steps.findIndex((one) => one.id === id);
  assert.ok(step >= 0, `there is no step ${id}`);
  return step;
}

function idOf(plan: Plan, step: number): string {
  return plan.steps[step]?.id ?? '';
}
