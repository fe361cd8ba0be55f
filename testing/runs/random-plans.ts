/** Random graphs with random ends, driven to their end by the pure rules of a run. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { skipWaiting } from '#domain/run/codes-of-steps.ts';
import {
  type Advance,
  type Advanced,
  advance,
  type Evaluate,
  type SettledState,
  startRun,
} from '#domain/run/progress.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { type FailureMode, parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import { dependencyKinds } from '#domain/workflow/steps/read-steps.ts';

/** What a condition says. */
export type Answer = 'true' | 'false' | 'error';
/** A plan with the ends of its steps and the answers of its conditions. */
export type Case = {
  plan: Plan;
  ends: SettledState[];
  evaluate: Evaluate;
  answerOf: (condition: { step: number; edge: number | null }) => Answer;
};

const answers: readonly Answer[] = ['true', 'true', 'false', 'error'];
const ends = fc.constantFrom<SettledState>('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED');
const edges = fc.record({
  back: fc.nat(),
  on: fc.constantFrom('success', 'success', 'success', ...dependencyKinds),
  conditional: fc.boolean(),
});
/** Random graphs, before they are definitions. */
export const shapes = fc.array(
  fc.record({
    edges: fc.array(edges, { maxLength: 4 }),
    join: fc.nat(6),
    conditional: fc.nat(3).map((n) => n === 0),
    end: ends,
  }),
  { minLength: 1, maxLength: 25 },
);

export type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

/** A case of a shape. */
export function caseOf(
  shape: Shape,
  options: { onFailure: FailureMode; limit: number | undefined; seed: number; hasEndings?: boolean },
): Case {
  const tasks = shape.map((step, index): JsonObject => {
    const seen = new Set<string>();
    const dependencies = (index === 0 ? [] : step.edges).flatMap((edge) => {
      const task = `s${index - 1 - (edge.back % index)}`;
      const key = `${task} ${edge.on} ${edge.conditional}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ task, on: edge.on, ...(edge.conditional ? { condition: 'vars.x' } : {}) }];
    });
    const count = dependencies.length;
    const join = step.join === 0 ? 'any' : step.join <= 2 && count > 0 ? 1 + (step.join % count) : 'all';
    const undoing: JsonObject =
      options.hasEndings === true && (index + options.seed) % 2 === 0 ? { compensate: 'T' } : {};
    const conditional: JsonObject = step.conditional ? { condition: 'vars.x' } : {};
    return { id: `s${index}`, type: 'T', dependencies, join, ...undoing, ...conditional };
  });
  for (let n = 0; options.hasEndings === true && n < options.seed % 4; n += 1)
    tasks.push({ id: `f${n}`, type: 'T', finally: true, ...(n > 0 ? { condition: 'vars.x' } : {}) });
  const limits: JsonObject = options.limit === undefined ? {} : { maxConcurrentTasks: options.limit };
  const parsed = parseDefinition({ definition: { name: 'w', tasks, limits, onFailure: options.onFailure } });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const answerOf: Case['answerOf'] = ({ step, edge }) =>
    answers[(step * 31 + (edge ?? 997) * 17 + options.seed) % answers.length] ?? 'true';
  const evaluate: Evaluate = (condition) => {
    const answer = answerOf(condition);
    return answer === 'error'
      ? { ok: false, code: 'CONDITION_ERROR', message: 'broken' }
      : { ok: true, value: answer === 'true' };
  };
  const plan = compilePlan(parsed.definition);
  const endOf = (index: number) => shape[(index * 7 + options.seed) % shape.length]?.end ?? 'SUCCEEDED';
  return { plan, ends: plan.steps.map(({ index }) => shape[index]?.end ?? endOf(index)), evaluate, answerOf };
}

/**
 * Drives a run to its end. `dice` chooses which open steps settle next, and how many at once; `kept` are ends that it
 * begins with, and in the round `cancelAt` it is cancelled.
 */
export function drive(
  given: Case,
  dice: () => number,
  watch: (answer: Advanced) => void = () => {},
  { kept, cancelAt }: { kept?: Uint8Array | undefined; cancelAt?: number } = {},
): Advanced {
  const { plan, evaluate } = given;
  let answer = startRun(plan, evaluate, kept);
  for (let round = 0; round < 1_000; round += 1) {
    assert.ok(answer.kind === 'advanced');
    watch(answer);
    if (answer.outcome !== 'OPEN') return answer;
    const open = [...answer.progress.entries()].flatMap(([step, code]) => (code === stepCodes.OPEN ? [step] : []));
    const isPaused = dice() % 5 === 0;
    const isWaiting = open.length > 0 || answer.progress.includes(stepCodes.WAITING_ROOM);
    assert.ok(isWaiting, 'an open run has something to wait for');
    const first = open.length === 0 ? 0 : dice() % open.length;
    const batch = [...open.slice(first), ...open.slice(0, first)].slice(0, 1 + (dice() % 3));
    if (round === cancelAt && answer.ending === null) {
      answer = cancel(given, answer);
      continue;
    }
    const settled = batch.map((step) => ({ step, state: given.ends[step] ?? 'SUCCEEDED' }));
    const runState = isPaused ? 'PAUSED' : 'RUNNING';
    answer = advance({
      plan,
      progress: answer.progress,
      settled: [...settled, ...settled],
      runState,
      ending: answer.ending,
      evaluate,
    });
  }
  assert.fail('the run never ended');
}

/** What the engine does to a run that a person cancels. */
function cancel({ plan, evaluate }: Case, { progress }: Advanced): Advance {
  const codes = progress.map((code) => (code === stepCodes.OPEN ? stepCodes.CANCELLED : code));
  const reason = { code: 'RUN_CANCELLED', message: 'cancelled' } as const;
  const swept = skipWaiting(codes, reason, plan.endings?.isEnding).progress;
  return advance({ plan, progress: swept, settled: [], runState: 'RUNNING', ending: 'CANCELLED', evaluate });
}

/** Dice that fall the same way for a seed. */
export function diceOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 8;
  };
}
