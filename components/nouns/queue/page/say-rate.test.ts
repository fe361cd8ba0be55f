import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayRate } from './say-rate.ts';

test('a rate is said by the minute, and what came is never rounded to none', () => {
  assert.deepEqual(
    [0, 1, 12, 600, 90_000].map((count) => sayRate(count, 60)),
    ['none', '< 0.1 a minute', '0.2 a minute', '10 a minute', '1,500 a minute'],
  );
});
