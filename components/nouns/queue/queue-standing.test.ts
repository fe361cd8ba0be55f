import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isServedBy, type Queue, sayPause, sayResume, standingOf } from './queue-standing.ts';

const idle: Queue = {
  id: 'que_1',
  name: 'billing',
  priority: 0,
  weight: 1,
  concurrency: 2,
  rate: null,
  paused: false,
  pause: null,
  depth: 0,
  aside: 0,
  scheduled: 0,
  running: 0,
  oldestAgeMs: null,
  oldestWaitingAt: null,
  lastHeardAt: null,
};

function standing(change: Partial<Queue>, isServed = true): string {
  const { look, sentence } = standingOf({ ...idle, ...change }, isServed);
  return `${look.word}: ${sentence}`;
}

test('a queue says in a sentence why its jobs wait', () => {
  assert.equal(standing({}), 'Idle: ');
  assert.equal(standing({ running: 1 }), 'Working: ');
  assert.equal(standing({ depth: 4, running: 2 }), 'Full: 4 jobs wait: it runs 2 of at most 2');
  assert.equal(standing({ depth: 1, running: 1, paused: true }), 'Paused: 1 job waits until it is resumed');
  assert.equal(standing({ depth: 3 }, false), 'No worker: 3 jobs wait: no live worker serves it');
  assert.equal(standing({ depth: 3, concurrency: null }), 'Waiting: 3 jobs wait for their turn');
  const aside = 'for a lock, a pool, a limit, a rate or a run to go on';
  assert.equal(standing({ depth: 3, aside: 3 }), `Waiting: 3 jobs wait ${aside}`);
  assert.equal(standing({ depth: 3, aside: 1 }), `Waiting: 3 jobs wait for their turn, 1 of them ${aside}`);
  const rate = { max: 5, per: 'HOUR' } as const;
  assert.equal(standing({ depth: 3, rate }), 'Waiting: 3 jobs wait; it starts at most 5 an hour');
  assert.equal(standing({ depth: 9, concurrency: 0 }), 'Full: 9 jobs wait: it runs 0 of at most 0');
});

test('a worker without a list serves every queue, a lost one serves none', () => {
  assert.equal(isServedBy(idle, [{ state: 'LIVE', queues: [] }]), true);
  assert.equal(isServedBy(idle, [{ state: 'LIVE', queues: ['reports'] }]), false);
  assert.equal(isServedBy(idle, [{ state: 'LOST', queues: [] }]), false);
});

test('the question before a pause says what will happen to the jobs', () => {
  assert.equal(
    sayPause({ ...idle, depth: 4, running: 1 }),
    'Nothing of it starts until somebody resumes it. What waits keeps its place: 4 jobs. What runs finishes as usual: 1 job.',
  );
  assert.equal(sayResume({ ...idle, depth: 4 }), '4 jobs may start right away, at most 2 at once.');
  assert.match(
    sayPause({ ...idle, depth: 4, oldestAgeMs: 120_000 }),
    /What waits keeps its place: 4 jobs, the oldest for 2:00 min by now\./,
  );
  assert.match(
    sayResume({ ...idle, depth: 4, running: 1, concurrency: null, oldestAgeMs: 120_000 }),
    /^4 jobs may start right away, as many as the workers have slots\. The oldest has waited for 2:00 min\. 1 job runs still\.$/,
  );
});
