import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, atLeastTimes, atMostTimes, resultOf } from './bench.ts';
import { fairness } from './statistics.ts';

const line = { what: 'a line', unit: 'jobs/s', detail: '' };

test('a ratio is judged against the best of what was measured in the same run', () => {
  const beside = [
    { name: 'slow', figure: 50 },
    { name: 'fast', figure: 200 },
  ];
  const rate = resultOf({ ...line, target: atLeastTimes(1), got: 100, beside });
  assert.equal(rate.verdict, 'MISSED');
  assert.deepEqual(
    rate.beside.map(({ ratio }) => ratio),
    [2, 0.5],
  );
  assert.equal(resultOf({ ...line, target: atMostTimes(1), got: 100, beside }).verdict, 'MISSED');
  assert.equal(resultOf({ ...line, target: atMostTimes(1), got: 50, beside }).verdict, 'met');
});

test('a ratio is aimed at and not judged where nothing stands beside the figure', () => {
  const result = resultOf({ ...line, target: atLeastTimes(1.2), got: 100 });
  assert.equal(result.verdict, 'open');
  assert.equal(result.target?.text, 'ratio >= 1.2');
});

test('a target that is a figure is judged by itself', () => {
  assert.equal(resultOf({ ...line, target: atLeast(100), got: 100 }).verdict, 'met');
  assert.equal(
    resultOf({ ...line, target: atLeast(100), got: 99, beside: [{ name: 'other', figure: 1 }] }).verdict,
    'MISSED',
  );
});

test("Jain's index is one for even shares and one part of n when one has everything", () => {
  assert.equal(fairness([0.25, 0.25, 0.25, 0.25]), 1);
  assert.equal(fairness([1, 0, 0, 0]), 0.25);
});
