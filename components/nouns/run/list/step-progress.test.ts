import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSettled, jobStates } from '#domain/machines.ts';
import { isUnfinished, sayProgress, settlingTypes, withProgress } from './step-progress.ts';

const total = 10;
const run = (settled: number) => ({ id: 'run_1', stepProgress: { settled, total } });

test('whatever way readings overtake each other, a run shows the last of them at the end and never goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: total }), { minLength: 1 }), (readings) => {
      let shown = run(0);
      for (const settled of readings) {
        const next = withProgress(shown, new Map([['run_1', { settled, total }]]));
        assert.ok(next.stepProgress.settled >= shown.stepProgress.settled);
        if (next.stepProgress.settled === shown.stepProgress.settled) assert.equal(next, shown);
        shown = next;
      }
      assert.equal(shown.stepProgress.settled, Math.max(...readings));
    }),
  );
});

test('a run that was not read stays the same object, and one whose steps have all settled is not read again', () => {
  const shown = run(3);
  assert.equal(withProgress(shown, new Map([['run_2', { settled: 9, total }]])), shown);
  assert.equal(isUnfinished(shown), true);
  assert.equal(isUnfinished(run(total)), false);
});

test('every state in which a step settles is listened for', () => {
  assert.deepEqual(
    settlingTypes,
    jobStates.filter(isSettled).map((state) => `job.${state.toLowerCase()}`),
  );
});

test('progress is said in words', () => {
  assert.equal(sayProgress(run(6)), '6 of 10 steps have settled');
  assert.equal(sayProgress({ id: 'run_1', stepProgress: { settled: 1, total: 1 } }), '1 of 1 step has settled');
});
