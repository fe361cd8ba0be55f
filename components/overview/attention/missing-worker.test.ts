import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingWorker } from './missing-worker.ts';

const queue = {
  id: 'que_1',
  name: 'reports',
  priority: 0,
  weight: 1,
  concurrency: null,
  rate: null,
  paused: false,
  pause: null,
  aside: 0,
  depth: 3,
  scheduled: 0,
  running: 0,
  oldestAgeMs: 65_432,
  oldestWaitingAt: null,
  lastHeardAt: '2026-03-01T02:10:00Z',
};
const worker = (state: string, queues: string[] = []) => ({ state, queues, lastSeenAt: '2026-03-01T02:13:00Z' });

test('when nobody is live, the banner says what waits, for how long, and when a worker was last heard of', () => {
  assert.deepEqual(missingWorker({ queues: [queue], workers: [worker('LOST')] }), {
    sentence: 'No worker is live: nothing starts',
    waits: '3 jobs wait in reports, the oldest for 1:05 min',
    lastHeardAt: '2026-03-01T02:13:00Z',
    queues: ['reports'],
    href: '/jobs?q=state:pending,scheduled+queue:reports',
  });
  const other = { ...queue, name: 'billing', depth: 1 };
  const both = missingWorker({ queues: [queue, other], workers: [] });
  assert.equal(both?.waits, '4 jobs wait in 2 queues, the oldest for 1:05 min');
  assert.deepEqual([both?.lastHeardAt, both?.href], [null, '/jobs?q=state:pending,scheduled']);
});

test('a queue that no live worker serves has a banner of its own', () => {
  const found = missingWorker({ queues: [queue], workers: [worker('LIVE', ['billing'])] });
  assert.deepEqual([found?.sentence, found?.lastHeardAt], ['No live worker serves reports', '2026-03-01T02:10:00Z']);
  const many = ['a', 'b', 'c', 'd'].map((name) => ({ ...queue, name }));
  const said = missingWorker({ queues: many, workers: [worker('LIVE', ['billing'])] })?.sentence;
  assert.equal(said, 'No live worker serves a, b, c and 1 more queue');
});

test('nothing is missing while somebody serves what waits, while nothing waits, and while a person holds it up', () => {
  assert.equal(missingWorker({ queues: [queue], workers: [worker('LIVE')] }), undefined);
  assert.equal(missingWorker({ queues: [{ ...queue, depth: 0 }], workers: [] }), undefined);
  assert.equal(missingWorker({ queues: [{ ...queue, paused: true }], workers: [] }), undefined);
});
