import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepOrder, sortQueues } from './queue-order.ts';

function queue(name: string, depth: number, oldestAgeMs: number | null = null) {
  return {
    id: `que_${name}`,
    name,
    priority: 0,
    concurrency: null,
    paused: false,
    depth,
    scheduled: 0,
    running: 0,
    oldestAgeMs,
    oldestWaitingAt: null,
  };
}

const queues = [queue('reports', 3), queue('billing', 7, 0), queue('default', 3)];

function names(sorted: readonly { name: string }[]): string {
  return sorted.map(({ name }) => name).join(' ');
}

test('the fullest queue stands first, equals by name', () => {
  assert.equal(names(sortQueues(queues, 'waiting')), 'billing default reports');
  assert.equal(names(sortQueues(queues, 'name')), 'billing default reports');
  assert.equal(names(sortQueues(queues, 'oldest')), 'billing default reports');
});

test('numbers that change do not move the rows; a new queue stands below', () => {
  const ids = sortQueues(queues, 'waiting').map(({ id }) => id);
  const later = [queue('archive', 90), queue('reports', 40), queue('billing', 0), queue('default', 3)];
  assert.equal(names(keepOrder(later, ids)), 'billing default reports archive');
});
