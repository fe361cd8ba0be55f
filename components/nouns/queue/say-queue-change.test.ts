import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type QueueBeside, sayPriorityNow, sayWeightNow } from './say-queue-change.ts';

const other: QueueBeside = { id: 'que_1', priority: 0, weight: 1, paused: false, depth: 3 };

test('a priority says which of the queues with waiting jobs go before it, and which come after', () => {
  const beside = [{ ...other, priority: 9 }, other, { ...other, priority: -1 }, { ...other, priority: -2 }];
  assert.equal(
    sayPriorityNow(0, beside),
    'Of 4 other queues with jobs waiting now 1 goes before it, 1 shares with it by weight, 2 come after it.',
  );
  assert.equal(
    sayPriorityNow(0, [
      { ...other, depth: 0 },
      { ...other, paused: true },
    ]),
    'No other queue has jobs waiting now.',
  );
});

test('a weight counts beside the queues of the same priority that have work', () => {
  const beside = [other, { ...other, weight: 2 }, { ...other, priority: 5 }, { ...other, depth: 0 }];
  assert.equal(
    sayWeightNow(3, 0, beside),
    'Beside 2 other queues of its priority with work: 3 of 6 shares, 50 % of what comes free.',
  );
});
