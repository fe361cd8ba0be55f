import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayHours, trendBars } from './trend.ts';

const hours = (...counts: number[]) => counts.map((count, n) => ({ at: `hour ${n}`, count }));
const size = { width: 40, height: 10 };

test('the highest bar is as high as there is room, a single one is seen beside it, and an empty hour has none', () => {
  const { bars, most } = trendBars(hours(1_000, 0, 1, 500), size);
  assert.equal(most, 1_000);
  assert.deepEqual(
    bars.map(({ left, height }) => [left, height]),
    [
      [0, 10],
      [20, 2],
      [30, 5],
    ],
  );
  assert.deepEqual(trendBars([], size).bars, []);
});

test('the hours are said in words', () => {
  assert.equal(sayHours(hours(0, 0)), 'not in the last 2 hours');
  assert.equal(sayHours(hours(1, 0)), 'once in the last 2 hours');
  assert.equal(sayHours(hours(1_200, 3)), '1,203 times in the last 2 hours, 3 in this one');
});
