/**
 * The next move of a run, as a pure decision: which steps start with which params, which are skipped or fail, what the
 * variables are now, and whether the run is over. The engine loads what is asked for, calls again, and writes the answer.
 */
import { evaluate as evaluateExpression, renderTemplate, type Scope } from '#domain/expressions.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { RunState } from '#domain/machines.ts';
import type { Verdict } from '#domain/workflow/branches.ts';
import type { Plan, PlannedCondition, PlannedStep } from '#domain/workflow/plan.ts';
import { type Advance, advance, type SettledState, type SkippedStep, startRun } from '#domain/workflow/progress.ts';
import { stepCodes, stepStateOf } from '#domain/workflow/step-codes.ts';

/** What a settled step left behind. */
export type StepResult = { result: Json; error: Json };

export type RunInput = {
  plan: Plan;
  /** Null for a run that has not begun. */
  progress: Uint8Array | null;
  runState: RunState;
  settled: { step: number; state: SettledState }[];
  inputs: JsonObject;
  variables: JsonObject;
  /** Results of settled steps, as far as they are loaded. */
  results: ReadonlyMap<number, StepResult>;
  /** Steps found unfit to start when they were ready: they fail instead. */
  unfit: ReadonlyMap<number, string>;
  run: JsonObject;
  now: Date;
};

export type RunDecision = {
  kind: 'decided';
  progress: Uint8Array;
  ready: { step: number; params: Json }[];
  skipped: SkippedStep[];
  failed: { step: number; message: string }[];
  variables: JsonObject;
  failedStep: number | null;
  outcome: 'OPEN' | 'SUCCEEDED' | 'FAILED';
  cancelOpen: boolean;
};

/** Decides, or names the steps whose results must be loaded first. */
export function decideRun(input: RunInput): RunDecision | { kind: 'needs'; steps: number[] } {
  const reader = createReader(input);
  let answer: Advance =
    input.progress === null
      ? startRun(input.plan, reader.judge)
      : advance({
          plan: input.plan,
          progress: input.progress,
          settled: input.settled,
          runState: input.runState,
          evaluate: reader.judge,
        });
  const decision: Pick<RunDecision, 'skipped' | 'failed'> = { skipped: [], failed: [] };
  const params = new Map<number, Json>();
  // Each round fails at least one more step, so there are at most as many as there are steps.
  for (let round = 0; round <= input.plan.steps.length; round += 1) {
    if (answer.kind === 'needs') return answer;
    reader.codes = answer.progress;
    const needs = new Set<number>();
    const unfit = renderReady({ answer, input, reader, params, needs });
    if (needs.size > 0) return { kind: 'needs', steps: [...needs] };
    decision.skipped.push(...answer.skipped);
    decision.failed.push(...answer.errored, ...unfit);
    if (unfit.length === 0) return conclude(input, { answer, decision, params, reader });
    for (const { step } of unfit) params.delete(step);
    answer = advance({
      plan: input.plan,
      progress: answer.progress,
      settled: unfit.map(({ step }) => ({ step, state: 'FAILED' })),
      runState: input.runState,
      evaluate: reader.judge,
    });
  }
  throw new Error('broken invariant: a run is decided after as many rounds as it has steps');
}

type Advanced = Extract<Advance, { kind: 'advanced' }>;
type Rendering = { answer: Advanced; input: RunInput; reader: Reader; params: Map<number, Json>; needs: Set<number> };

function renderReady({ answer, input, reader, params, needs }: Rendering): { step: number; message: string }[] {
  const failed: { step: number; message: string }[] = [];
  for (const step of answer.ready) {
    const planned = stepAt(input.plan, step);
    const unfit = input.unfit.get(step);
    const missing = planned.params === null ? [] : reader.missing(planned.reads);
    for (const read of missing) needs.add(read);
    if (missing.length > 0) continue;
    const rendered =
      planned.params === null
        ? ({ ok: true, value: planned.step.params } as const)
        : renderTemplate(planned.params, reader.scope(planned.reads));
    if (unfit !== undefined) failed.push({ step, message: unfit });
    else if (!rendered.ok) failed.push({ step, message: rendered.message });
    else params.set(step, rendered.value);
  }
  return failed;
}

type Concluding = {
  answer: Advanced;
  decision: Pick<RunDecision, 'skipped' | 'failed'>;
  params: Map<number, Json>;
  reader: Reader;
};

function conclude(
  input: RunInput,
  { answer, decision, params, reader }: Concluding,
): RunDecision | { kind: 'needs'; steps: number[] } {
  const written = input.settled.filter(
    ({ step, state }) => state === 'SUCCEEDED' && stepAt(input.plan, step).outputs.length > 0,
  );
  const missing = written.flatMap(({ step }) =>
    reader.missing([step, ...stepAt(input.plan, step).outputs.flatMap((output) => output.reads)]),
  );
  if (missing.length > 0) return { kind: 'needs', steps: [...new Set(missing)] };
  const variables = { ...input.variables };
  for (const { step } of written) Object.assign(variables, reader.outputsOf(step));
  return {
    kind: 'decided',
    progress: answer.progress,
    // A step that failed in a later round was ready in an earlier one; only those with params start.
    ready: [...params].map(([step, value]) => ({ step, params: value })),
    skipped: decision.skipped,
    failed: decision.failed,
    variables,
    failedStep: answer.failedStep,
    outcome: answer.outcome,
    cancelOpen: answer.cancelOpen,
  };
}

type Reader = {
  codes: Uint8Array;
  judge: (condition: PlannedCondition) => Verdict;
  missing: (reads: readonly number[]) => number[];
  scope: (reads: readonly number[], own?: number) => Scope;
  outputsOf: (step: number) => JsonObject;
};

function createReader(input: RunInput): Reader {
  const codes = (input.progress ?? new Uint8Array(input.plan.steps.length)).slice();
  for (const { step, state } of input.settled) if (codes[step] === stepCodes.OPEN) codes[step] = stepCodes[state];
  const outputs = new Map<number, JsonObject>();
  const reader: Reader = {
    codes,
    judge: (condition) => {
      const needs = reader.missing(condition.reads);
      if (needs.length > 0) return { needs };
      const own =
        condition.edge === null
          ? undefined
          : input.plan.steps[condition.step]?.parents.find((edge) => edge.index === condition.edge)?.from;
      const value = evaluateExpression(condition.expression, reader.scope(condition.reads, own));
      if (!value.ok) return value;
      return typeof value.value === 'boolean'
        ? { ok: true, value: value.value }
        : { ok: false, message: `"${condition.expression.text}" is not true or false` };
    },
    missing: (reads) => reads.filter((step) => hasResult(reader.codes[step]) && !input.results.has(step)),
    scope: (reads, own) => {
      const vars = { ...input.inputs };
      const tasks: Scope['tasks'] = {};
      for (const step of [...reads].sort((a, b) => a - b)) {
        const state = stepStateOf(reader.codes[step] ?? 0);
        if (state === undefined || !isSettledCode(reader.codes[step])) continue;
        const left = input.results.get(step);
        tasks[stepAt(input.plan, step).id] = { state, result: left?.result ?? null, error: left?.error ?? null };
        if (state === 'SUCCEEDED') Object.assign(vars, reader.outputsOf(step));
      }
      const result = own === undefined ? undefined : (input.results.get(own)?.result ?? null);
      return { vars, tasks, run: input.run, now: input.now, ...(result === undefined ? {} : { result }) };
    },
    outputsOf: (step) => {
      const known = outputs.get(step);
      if (known !== undefined) return known;
      const written: JsonObject = {};
      // Set before it is filled: an output that reads its own step's variables sees those written so far.
      outputs.set(step, written);
      for (const output of stepAt(input.plan, step).outputs) {
        const scope = reader.scope(output.reads.filter((read) => read !== step));
        const value = evaluateExpression(output.expression, {
          ...scope,
          result: input.results.get(step)?.result ?? null,
        });
        // A missing key leaves the variable unset; whoever reads it fails with a sentence that names it.
        if (value.ok) written[output.variable] = value.value;
      }
      return written;
    },
  };
  return reader;
}

function isSettledCode(code: number | undefined): boolean {
  return code !== undefined && code >= stepCodes.SUCCEEDED && code <= stepCodes.SKIPPED;
}

function hasResult(code: number | undefined): boolean {
  return code === stepCodes.SUCCEEDED || code === stepCodes.FAILED || code === stepCodes.DEAD;
}

function stepAt(plan: Plan, step: number): PlannedStep {
  const planned = plan.steps[step];
  if (planned === undefined) throw new Error(`broken invariant: the plan has no step ${step}`);
  return planned;
}
