/** A run that nobody carries out: every decision is a run's own, and every end of a step is pretended. */
import type { InParts } from '#domain/in-parts.ts';
import { createBranches, isFinal } from '#domain/run/branches.ts';
import type { ByHand } from '#domain/run/codes-of-steps.ts';
import { decideRun, type RunDecision, type RunInput, type StepResult } from '#domain/run/decide-run.ts';
import type { SettledState } from '#domain/run/progress.ts';
import { createBudgets, edgeAnswers } from '#domain/run/run-reader.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { type Plan, planInParts } from '#domain/workflow/plan.ts';
import { findUnknown, type UnknownParts } from './unknown-parts.ts';

/**
 * How a step is said to end. One that succeeds without a result leaves what nobody knows; one that is skipped would have
 * run, and somebody skips it.
 */
export type PretendedEnd = { state: RanState | 'SKIPPED'; result?: Json; error?: Json };
type RanState = Exclude<SettledState, 'CANCELLED'>;

export type SimulatedStep = {
  index: number;
  stepKey: string;
  level: number;
  /** UNKNOWN depends on results that nobody pretended; FAILS cannot start; NOT_REACHED was still to come when all ended. */
  outcome: 'RUNS' | 'SKIPPED' | 'FAILS' | 'UNKNOWN' | 'NOT_REACHED';
  /** How it ends, as it was pretended; null for one that does not run. */
  state: RanState | null;
  reason: { code: string; message: string } | null;
  /** Null when it does not run, or they are unknown. */
  params: Json;
  /** The steps whose results would tell more. */
  ask: string[];
};

export type SimulatedEdge = { from: string; to: string; on: string; taken: boolean | null };

export type Simulation = {
  outcome: 'SUCCEEDED' | 'FAILED';
  failedStep: string | null;
  steps: SimulatedStep[];
  edges: SimulatedEdge[];
  variables: JsonObject;
};

type Pretence = {
  definition: Definition;
  inputs: JsonObject;
  ends: ReadonlyMap<string, PretendedEnd>;
  run: JsonObject;
  now: Date;
};

/** What a run would do with these variables, if its steps ended so; those that are not named succeed. */
export function* simulateRun(pretence: Pretence): InParts<Simulation> {
  const compile = compileOnce();
  const whole = yield* planInParts(pretence.definition, compile);
  const unknown = findUnknown({ plan: whole, definition: pretence.definition }, (step) => {
    const end = pretence.ends.get(whole.steps[step]?.id ?? '');
    return end !== undefined && (end.state !== 'SUCCEEDED' || end.result !== undefined);
  });
  yield;
  const plan = yield* planInParts(unknown.definition, compile);
  const course = yield* follow(plan, pretence);
  return tell({ plan, unknown, course });
}

type Course = {
  last: RunDecision;
  params: Map<number, Json>;
  ends: Map<number, RanState>;
  reasons: Map<number, { code: string; message: string }>;
  unstarted: Set<number>;
};

/** Every step that starts ends at once, until none starts any more. */
function* follow(plan: Plan, pretence: Pretence): InParts<Course> {
  const course: Omit<Course, 'last'> = { params: new Map(), ends: new Map(), reasons: new Map(), unstarted: new Set() };
  const results = new Map<number, StepResult>();
  let last: RunDecision | null = null;
  let settled: RunInput['settled'] = [];
  let skipped: { step: number; message: string }[] = [];
  // Each move ends at least one step.
  for (let move = 0; move <= plan.steps.length; move += 1) {
    yield;
    const decision = decide(plan, pretence, { last, settled, skipped, results });
    last = decision;
    for (const { step, reason } of decision.skipped) course.reasons.set(step, reason);
    for (const { step, code, message } of decision.failed) {
      course.reasons.set(step, { code, message });
      course.unstarted.add(step);
      results.set(step, { result: null, error: { type: code, message, retryable: false } });
    }
    for (const { step, params } of decision.ready) course.params.set(step, params);
    [settled, skipped] = [[], []];
    for (const { step } of decision.ready) {
      const { state, result = null, error = null } = endOf(plan, pretence, step);
      if (state === 'SKIPPED') {
        skipped.push({ step, message: skippedReason.message });
        course.reasons.set(step, skippedReason);
        continue;
      }
      settled.push({ step, state });
      course.ends.set(step, state);
      results.set(step, { result, error });
    }
    if (settled.length + skipped.length === 0) return { ...course, last };
  }
  throw new Error('broken invariant: a run ends after as many moves as it has steps');
}

function endOf(plan: Plan, { ends }: Pretence, step: number): PretendedEnd {
  return ends.get(plan.steps[step]?.id ?? '') ?? { state: 'SUCCEEDED' };
}

// As the run would tell it.
const skippedReason = { code: 'SKIPPED_BY_HAND', message: 'it was pretended to be skipped' } as const;

type Move = {
  last: RunDecision | null;
  settled: RunInput['settled'];
  skipped: ByHand['skipped'];
  results: ReadonlyMap<number, StepResult>;
};

function decide(plan: Plan, { inputs, run, now }: Pretence, { last, settled, skipped, results }: Move): RunDecision {
  const decision = decideRun({
    plan,
    progress: last?.progress ?? null,
    edges: last?.edges ?? null,
    ending: last?.ending ?? null,
    runState: 'RUNNING',
    settled,
    byHand: { skipped, added: [] },
    inputs,
    variables: last?.variables ?? inputs,
    results,
    unfit: new Map(),
    run,
    now,
    budgets: createBudgets(),
  });
  assert(decision.kind === 'decided', 'the results of all that settled are at hand');
  return decision;
}

function tell({ plan, unknown, course }: { plan: Plan; unknown: UnknownParts; course: Course }): Simulation {
  const { last } = course;
  const failed = last.failedStep === null ? undefined : plan.steps[last.failedStep];
  return {
    outcome: last.outcome === 'FAILED' ? 'FAILED' : 'SUCCEEDED',
    failedStep: failed?.id ?? null,
    steps: plan.steps.map(({ index, id, level }) => ({
      index,
      stepKey: id,
      level,
      ...tellStep(index, { unknown, course }),
    })),
    edges: tellEdges(plan, { unknown, last }),
    variables: last.variables,
  };
}

type Told = Pick<SimulatedStep, 'outcome' | 'state' | 'reason' | 'params' | 'ask'>;

function tellStep(index: number, { unknown, course }: { unknown: UnknownParts; course: Course }): Told {
  const causes = unknown.steps.get(index);
  const paramCauses = unknown.params.get(index) ?? [];
  const reason = course.reasons.get(index) ?? null;
  const ask = [...new Set([...(causes ?? []), ...paramCauses])];
  const nothing = { state: null, reason, params: null, ask };
  if (causes !== undefined) return { ...nothing, reason: null, outcome: 'UNKNOWN' };
  if (course.last.progress[index] === stepCodes.SKIPPED) return { ...nothing, outcome: 'SKIPPED', ask: [] };
  if (course.unstarted.has(index)) return { ...nothing, outcome: 'FAILS', ask: [] };
  const end = course.ends.get(index);
  if (end === undefined) return { ...nothing, outcome: 'NOT_REACHED' };
  const params = paramCauses.length > 0 ? null : (course.params.get(index) ?? null);
  return { outcome: 'RUNS', state: end, reason: null, params, ask };
}

function tellEdges(plan: Plan, { unknown, last }: { unknown: UnknownParts; last: RunDecision }): SimulatedEdge[] {
  const codes = last.progress;
  const branches = createBranches({
    plan,
    codes,
    needs: new Set(),
    evaluate: ({ edge }) => ({ ok: true, value: edge !== null && last.edges?.[edge] === edgeAnswers.yes }),
  });
  const name = (step: number) => plan.steps[step]?.id ?? '';
  return plan.steps.flatMap(({ parents }) =>
    parents.map((edge) => ({
      from: name(edge.from),
      to: name(edge.to),
      on: edge.on,
      taken: unknown.edges.has(edge.index) ? null : isFinal(codes[edge.from] ?? 0) && branches.isTaken(edge),
    })),
  );
}
