import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facetsOf, sayCount } from './facets.ts';

test('values keep their place when their counts come and change', () => {
  const counted = { facets: [{ value: 'DEAD', count: 3 }], isExact: true };
  assert.deepEqual(facetsOf(['FAILED', 'DEAD'], undefined).map(sayCount), ['', '']);
  assert.deepEqual(facetsOf(['FAILED', 'DEAD'], counted).map(sayCount), ['0', '3']);
});

test('a count of some of the rows says that there may be more', () => {
  const say = (count: number) => sayCount({ count, isExact: false });
  assert.deepEqual([0, 7, 4_990].map(say), ['', '7+', '4.9k+']);
});
