import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSteps, type TimedEnd } from './compare-steps.ts';

function step(stepKey: string, times: Partial<TimedEnd> = {}): TimedEnd {
  const ended = { readyMs: 0, startedMs: 100, finishedMs: 1_000 };
  return { stepKey, state: 'SUCCEEDED', attempts: 1, isKept: false, ...ended, ...times };
}

test('what became slower by most comes first, what became faster later, and what cannot be compared last', () => {
  const left = [step('same'), step('slower'), step('faster'), step('much slower'), step('gone')];
  const right = [
    step('same'),
    step('new'),
    step('slower', { finishedMs: 1_200 }),
    step('faster', { finishedMs: 500 }),
    step('much slower', { finishedMs: 9_000 }),
  ];
  assert.deepEqual(
    compareSteps(left, right).map(({ stepKey, differenceMs }) => [stepKey, differenceMs]),
    [
      ['much slower', 8_000],
      ['slower', 200],
      ['same', 0],
      ['faster', -500],
      ['new', null],
      ['gone', null],
    ],
  );
});

test('a step is measured from when it was ready, with all its attempts; its latest attempt is told apart', () => {
  const [pair] = compareSteps([step('load')], [step('load', { attempts: 3, startedMs: 5_000, finishedMs: 6_000 })]);
  assert.deepEqual(pair?.right, {
    state: 'SUCCEEDED',
    attempts: 3,
    isKept: false,
    durationMs: 6_000,
    runMs: 1_000,
  });
  assert.equal(pair.differenceMs, 5_000);
});

test('of a step that is kept, open, or never ran, no difference is told', () => {
  const others: Partial<TimedEnd>[] = [
    { isKept: true },
    { state: 'RUNNING', finishedMs: null },
    { state: 'SKIPPED', startedMs: null },
  ];
  for (const other of others) assert.equal(compareSteps([step('a')], [step('a', other)])[0]?.differenceMs, null);
});
