import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureModes } from '#domain/workflow/definition.ts';
import type { Edge, PlannedStep } from '#domain/workflow/plan.ts';
import { type Answer, type Case, caseOf, diceOf, drive, shapes } from '#testing/runs/random-plans.ts';
import { stepCodes } from './step-codes.ts';

// Goal: whatever the graph and whatever happens to its steps, the end is the one that the rules name, in any order of
// arrivals. Method: random graphs are driven to their end in random batches and compared with a second, slow reading of
// the rules that looks at the steps from first to last and knows nothing of orders.

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
