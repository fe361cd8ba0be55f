// Goal: whatever the graph, whatever fails and whenever it is cancelled, a run ends with what undoes its steps, in the
// order of the graph turned round, and then with its finally steps, each once. Method: random graphs in random orders,
// against the same graph without endings and the rules said once more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureModes } from '#domain/workflow/definition.ts';
import { type Case, caseOf, diceOf, drive, shapes } from '#testing/runs/random-plans.ts';
import { isFailure, isFinal } from './branches.ts';
import type { Advanced } from './progress.ts';
import { stepCodes } from './step-codes.ts';

const options = fc.record({ seed: fc.nat(1_000), limit: fc.constantFrom(undefined, 1, 3) });

type Driven = { end: Advanced; started: number[]; told: Set<number>; ending: string | null };

function run(given: Case, seed: number, cancelAt?: number): Driven {
  const started: number[] = [];
  const told = new Set<number>();
  let ending: string | null = null;
  const end = drive(
    given,
    diceOf(seed),
    (answer) => {
      started.push(...answer.ready);
      for (const { step } of [...answer.skipped, ...answer.errored]) told.add(step);
      const closing = answer.ready.filter((step) => isEnding(given, step));
      if (closing.length > 0) {
        for (const [step, code] of answer.progress.entries())
          assert.ok(isFinal(code) || isEnding(given, step), 'all others have settled before');
        assert.notEqual(answer.ending, null);
      }
      ending = answer.ending ?? ending;
    },
    cancelAt === undefined ? {} : { cancelAt },
  );
  return { end, started, told, ending };
}

function isEnding({ plan }: Case, step: number): boolean {
  return plan.endings?.isEnding[step] === 1;
}

/** What of the endings must have been started, in which order, seen from how the other steps ended. */
function assertEndings(given: Case, { end, started, told, ending }: Driven): void {
  const { plan, ends, answerOf } = given;
  const { compensations = [], finals = [] } = plan.endings ?? {};
  const levelOf = (step: number) => plan.steps[step]?.level ?? 0;
  const undone = compensations
    .filter(({ of }) => ending !== null && ending !== 'SUCCEEDED' && end.progress[of] === stepCodes.SUCCEEDED)
    .toSorted((a, b) => levelOf(b.of) - levelOf(a.of) || b.of - a.of)
    .map(({ step }) => step);
  const wanted = finals.filter((step) => {
    const condition = plan.steps[step]?.condition ?? null;
    return condition === null || answerOf(condition) === 'true';
  });
  const closing = started.filter((step) => isEnding(given, step));
  assert.deepEqual(closing, [...undone, ...wanted], 'undone one after the other, and then the finally steps');
  for (const step of closing) assert.equal(end.progress[step], stepCodes[ends[step] ?? 'SUCCEEDED']);
  for (const step of finals) assert.ok(wanted.includes(step) !== told.has(step), 'a finally step runs or says why not');
}

test('a run that ends by itself ends as it would without endings, but that a failed finally step fails it', () => {
  fc.assert(
    fc.property(shapes, options, fc.constantFrom(...failureModes), fc.nat(), (shape, chosen, onFailure, seed) => {
      const given = caseOf(shape, { ...chosen, onFailure, hasEndings: true });
      const driven = run(given, seed);
      assertEndings(given, driven);
      const plain = drive(caseOf(shape, { ...chosen, onFailure }), diceOf(seed));
      const failed = given.plan.endings?.finals.some((step) => isFailure(driven.end.progress[step] ?? 0)) === true;
      assert.equal(driven.end.outcome, plain.outcome === 'SUCCEEDED' && failed ? 'FAILED' : plain.outcome);
      if (onFailure === 'continue')
        assert.deepEqual([...driven.end.progress.subarray(0, shape.length)], [...plain.progress]);
    }),
    { numRuns: 2_000 },
  );
});

test('a run that is cancelled at any moment ends cancelled, with what undoes its steps and its finally steps behind it', () => {
  fc.assert(
    fc.property(
      shapes,
      options,
      fc.constantFrom(...failureModes),
      fc.nat(),
      fc.nat(12),
      (shape, chosen, onFailure, seed, cancelAt) => {
        const given = caseOf(shape, { ...chosen, onFailure, hasEndings: true });
        const driven = run(given, seed, cancelAt);
        for (const code of driven.end.progress) assert.ok(isFinal(code));
        assertEndings(given, driven);
        if (driven.ending === 'CANCELLED') assert.equal(driven.end.outcome, 'CANCELLED');
      },
    ),
    { numRuns: 2_000 },
  );
});
