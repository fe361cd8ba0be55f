import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueOrders } from './queue-order.ts';

function queue(name: string, depth: number, oldestAgeMs: number | null = null) {
  return {
    id: `que_${name}`,
    name,
    priority: 0,
    weight: 1,
    concurrency: null,
    rate: null,
    paused: false,
    pause: null,
    depth,
    scheduled: 0,
    running: 0,
    oldestAgeMs,
    aside: 0,
    oldestWaitingAt: null,
    lastHeardAt: null,
  };
}

const queues = [queue('reports', 3), queue('billing', 7, 0), queue('default', 3)];

function names(sorted: readonly { name: string }[]): string {
  return sorted.map(({ name }) => name).join(' ');
}

test('the fullest queue stands first, equals by name', () => {
  assert.equal(names(queues.toSorted(queueOrders.waiting)), 'billing default reports');
  assert.equal(names(queues.toSorted(queueOrders.name)), 'billing default reports');
  assert.equal(names(queues.toSorted(queueOrders.oldest)), 'billing default reports');
  const archive = queue('archive', 1);
  assert.equal(names([archive, ...queues].toSorted(queueOrders.waiting)), 'billing default reports archive');
});

test('queues stand by name until somebody orders them otherwise', () => {
  assert.equal(Object.keys(queueOrders)[0], 'name');
});
