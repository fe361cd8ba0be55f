import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#domain/value/json.ts';
import { type FailureMode, failureModes, parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Edge, type Plan, type PlannedStep } from '#domain/workflow/plan.ts';
import { dependencyKinds } from '#domain/workflow/steps.ts';
import { type Advanced, advance, type Evaluate, type SettledState, startRun } from './progress.ts';
import { stepCodes } from './step-codes.ts';

// Goal: whatever the graph and whatever happens to its steps, the end is the one that the rules name, in any order of
// arrivals. Method: random graphs are driven to their end in random batches and compared with a second, slow reading of
// the rules that looks at the steps from first to last and knows nothing of orders.

type Answer = 'true' | 'false' | 'error';
type Case = {
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
const shapes = fc.array(
  fc.record({
    edges: fc.array(edges, { maxLength: 4 }),
    join: fc.nat(6),
    conditional: fc.nat(3).map((n) => n === 0),
    end: ends,
  }),
  { minLength: 1, maxLength: 25 },
);

type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

function caseOf(shape: Shape, options: { onFailure: FailureMode; limit: number | undefined; seed: number }): Case {
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
    return { id: `s${index}`, type: 'T', dependencies, join, ...(step.conditional ? { condition: 'vars.x' } : {}) };
  });
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
  return { plan: compilePlan(parsed.definition), ends: shape.map((step) => step.end), evaluate, answerOf };
}

/** Drives a run to its end. `dice` chooses which open steps settle next, and how many at once. */
function drive(given: Case, dice: () => number, watch: (answer: Advanced) => void = () => {}): Advanced {
  const { plan, evaluate } = given;
  let answer = startRun(plan, evaluate);
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
    const settled = batch.map((step) => ({ step, state: given.ends[step] ?? 'SUCCEEDED' }));
    const runState = isPaused ? 'PAUSED' : 'RUNNING';
    answer = advance({ plan, progress: answer.progress, settled: [...settled, ...settled], runState, evaluate });
  }
  assert.fail('the run never ended');
}

function diceOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 8;
  };
}

/** The rules, read once from the first step to the last. */
function expectedEnd({ plan, ends: given, answerOf }: Case): { codes: number[]; uncaught: number[] } {
  const codes: number[] = [];
  const ran = (code: number) => code === stepCodes.SUCCEEDED || code === stepCodes.FAILED || code === stepCodes.DEAD;
  const failed = (code: number) => code === stepCodes.FAILED || code === stepCodes.DEAD;
  const isConditional = (edge: Edge) => edge.on !== 'default' && edge.condition !== null;
  const answer = (edge: Edge): Answer => {
    const code = codes[edge.from] ?? 0;
    const siblings = plan.steps[edge.from]?.children ?? [];
    const fits = {
      success: () => code === stepCodes.SUCCEEDED,
      failure: () => failed(code),
      completion: () => true,
      skipped: () => code === stepCodes.SKIPPED,
      default: () => ran(code) && !siblings.some((other) => isConditional(other) && answer(other) === 'true'),
    };
    if (!fits[edge.on]()) return 'false';
    return edge.condition === null ? 'true' : answerOf(edge.condition);
  };
  for (const step of plan.steps) {
    const taken = step.parents.map(answer);
    const yes = taken.filter((one) => one === 'true').length;
    const errors = taken.filter((one) => one === 'error').length;
    const own = step.condition === null ? 'true' : answerOf(step.condition);
    if (yes < step.threshold) codes.push(yes + errors < step.threshold ? stepCodes.SKIPPED : stepCodes.FAILED);
    else if (own !== 'true') codes.push(own === 'false' ? stepCodes.SKIPPED : stepCodes.FAILED);
    else codes.push(stepCodes[given[step.index] ?? 'SUCCEEDED']);
  }
  const isCaught = (step: PlannedStep) =>
    step.children.some(
      (edge) => edge.on === 'failure' && answer(edge) === 'true' && codes[edge.to] !== stepCodes.SKIPPED,
    );
  const uncaught = plan.steps
    .filter((step) => failed(codes[step.index] ?? 0) && !isCaught(step))
    .map((step) => step.index);
  return { codes, uncaught };
}

const options = { seed: fc.nat(1_000), limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) };
const seeds = [fc.nat(), fc.nat()] as const;

test('with onFailure continue, every order and batching ends as the rules say', () => {
  fc.assert(
    fc.property(shapes, fc.record(options), ...seeds, (shape, chosen, one, other) => {
      const given = caseOf(shape, { ...chosen, onFailure: 'continue' });
      const expected = expectedEnd(given);
      for (const seed of [one, other]) {
        const end = drive(given, diceOf(seed));
        assert.deepEqual([...end.progress], expected.codes);
        assert.equal(end.outcome, expected.uncaught.length === 0 ? 'SUCCEEDED' : 'FAILED');
        assert.equal(end.failedStep, expected.uncaught[0] ?? null);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('with every failure mode the outcome does not depend on the order, and no failure means the same end as continue', () => {
  fc.assert(
    fc.property(
      shapes,
      fc.record(options),
      fc.constantFrom(...failureModes),
      ...seeds,
      (shape, chosen, onFailure, one, other) => {
        const given = caseOf(shape, { ...chosen, onFailure });
        const expected = expectedEnd(given);
        for (const seed of [one, other]) {
          const end = drive(given, diceOf(seed));
          assert.equal(end.outcome, expected.uncaught.length === 0 ? 'SUCCEEDED' : 'FAILED');
          if (end.outcome === 'SUCCEEDED') assert.deepEqual([...end.progress], expected.codes);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a step becomes ready at most once, never beyond the limit, never before its parents allow it, and ends in one final state', () => {
  fc.assert(
    fc.property(
      shapes,
      fc.record(options),
      fc.constantFrom(...failureModes),
      fc.nat(),
      (shape, chosen, onFailure, seed) => {
        const given = caseOf(shape, { ...chosen, onFailure });
        const started = new Set<number>();
        const told = new Set<number>();
        let before: Uint8Array = new Uint8Array(shape.length);
        const end = drive(given, diceOf(seed), (answer) => {
          for (const step of answer.ready) {
            assert.ok(!started.has(step), 'ready once');
            started.add(step);
            const { parents, threshold } = given.plan.steps[step] ?? { parents: [], threshold: 0 };
            const settled = parents.filter(
              ({ from }) => (answer.progress[from] ?? 0) >= 2 && answer.progress[from] !== stepCodes.WAITING_ROOM,
            );
            assert.ok(settled.length >= threshold, 'no more open parents than the join leaves out');
          }
          for (const { step } of [...answer.skipped, ...answer.errored]) {
            assert.ok(!started.has(step) && !told.has(step), 'told once');
            told.add(step);
          }
          for (const [step, code] of before.entries()) {
            const isFinal = code >= 2 && code !== stepCodes.WAITING_ROOM;
            if (isFinal) assert.equal(answer.progress[step], code, 'a final state stays');
          }
          before = answer.progress;
          const open = answer.progress.filter((code) => code === stepCodes.OPEN).length;
          assert.ok(open <= (chosen.limit ?? shape.length));
        });
        for (const code of end.progress) assert.ok(code >= 2 && code <= 6, 'final');
        assert.equal(started.size + told.size, shape.length, 'every step either ran or was told off');
      },
    ),
    { numRuns: 2_000 },
  );
});
