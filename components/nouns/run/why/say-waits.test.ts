import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayWaits } from './say-waits.ts';

test('what steps wait for is counted by gate, without those that wait for other steps', () => {
  const sums = [
    { code: 'QUEUE_LIMIT', count: 1_200 },
    { code: 'RETRY_BACKOFF', count: 1 },
    { code: 'DEPENDENCY', count: 7 },
  ];
  assert.equal(sayWaits(sums), '1,200 cap of the queue, 1 the delay after a failure');
  assert.equal(sayWaits([]), '');
});
