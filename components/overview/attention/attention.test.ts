import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concernsOf, type Situation } from './attention.ts';
import { missingWorker } from './missing-worker.ts';

const calm: Situation = {
  sinceWords: 'the last 24 hours',
  failures: { nodes: [], totalCount: 0 },
  alerts: { nodes: [], totalCount: 0 },
  queues: [],
  workers: [{ state: 'LIVE', queues: [], lastSeenAt: '2026-03-01T12:00:00Z' }],
  workersLeftOut: 0,
  lostWorkers: [],
  pausedSchedules: { nodes: [], totalCount: 0 },
  missedTicks: 0,
  overdue: { instants: 0, schedules: 0, isExact: true, oldestAt: null, hasPlanner: true, plannerSeenAt: null },
};

const queue = {
  id: 'que_1',
  name: 'billing',
  priority: 0,
  weight: 1,
  concurrency: 2,
  rate: null,
  paused: false,
  pause: null,
  aside: 0,
  depth: 4,
  scheduled: 0,
  running: 2,
  oldestAgeMs: 65_432,
  oldestWaitingAt: null,
  lastHeardAt: null,
};

function failure(id: string, change: object = {}) {
  return {
    id: `flr_${id}`,
    state: 'OPEN' as const,
    errorType: 'IO',
    message: `no answer ${id}`,
    stepKey: null,
    count: 2,
    deadCount: 1,
    runCount: 0,
    lastSeenAt: '2026-03-01T12:00:00Z',
    task: { name: 'pay' },
    workflow: null,
    assignee: null,
    ...change,
  };
}

function alert(id: string, severity = 'WARNING') {
  return {
    id: `alr_${id}`,
    kind: 'SLA_START_BY',
    severity,
    message: `pay: late ${id}`,
    raisedAt: '2026-03-01T12:00:00Z',
    job: { id: `job_${id}` },
    run: null,
    schedule: null,
  };
}

function said(change: Partial<Situation>): string[] {
  return concernsOf({ ...calm, ...change }).map(
    ({ sentence, detail, href }) => `${sentence} (${detail ?? ''}) ${href}`,
  );
}

test('a calm tenant needs nobody', () => {
  assert.deepEqual(concernsOf(calm), []);
});

test('without a live worker nothing starts, and that is said before all else, once', () => {
  const workers = [{ state: 'LOST', queues: [], lastSeenAt: '2026-03-01T12:00:00Z' }];
  const idle = [{ ...queue, depth: 0, concurrency: null }];
  const concern = 'No worker is live: nothing starts (start one with npm run worker) /workers';
  assert.deepEqual(said({ workers, queues: idle }), [concern]);
  // While work waits, the banner says it, and the list does not say it again.
  const queues = [{ ...queue, concurrency: null, oldestAgeMs: 1_000 }];
  const alerts = { nodes: [{ ...alert('1'), kind: 'NO_WORKER' }], totalCount: 1 };
  assert.ok(missingWorker({ queues, workers }) !== undefined);
  assert.deepEqual(said({ workers, queues, alerts }), []);
});

test('instants that nobody dealt with are counted, with since when there is no planner', () => {
  const overdue = { ...calm.overdue, instants: 1, schedules: 1, oldestAt: '2026-03-01T12:00:00Z' };
  assert.deepEqual(said({ overdue }), [
    '1 instant overdue, though a planner is there (of 1 schedule) /schedules?show=active',
  ]);
  const gone = { ...overdue, instants: 1_000, schedules: 12, isExact: false, hasPlanner: false };
  assert.deepEqual(said({ overdue: gone }), [
    '1,000+ instants overdue, no planner was ever here (of 12 schedules or more) /schedules?show=active',
  ]);
  const [told] = concernsOf({ ...calm, overdue: { ...gone, plannerSeenAt: '2026-03-01T11:00:00Z' } });
  assert.deepEqual(
    [told?.sentence, told?.sentenceAt],
    ['1,000+ instants overdue, no planner since', '2026-03-01T11:00:00Z'],
  );
});

test('what failed is told by its kind, what nobody looks after first, and each leads to its page', () => {
  const taken = failure('1', { state: 'ACKNOWLEDGED', assignee: { name: 'Ada' } });
  const step = failure('2', { workflow: { name: 'etl' }, stepKey: 'load', count: 1, deadCount: 0, runCount: 1 });
  assert.deepEqual(said({ failures: { nodes: [taken, step], totalCount: 2 } }), [
    'etl / load: no answer 2 (once, 1 run) /failures/flr_2',
    'pay: no answer 1 (2 times, 1 dead; Ada looks after it) /failures/flr_1',
  ]);
});

test('of many failures the first are told, and how many more there are', () => {
  const nodes = [failure('1')];
  assert.equal(said({ failures: { nodes, totalCount: 2 } })[1], '1 more kind of failures () /failures');
  assert.equal(said({ failures: { nodes, totalCount: 1_001 } })[1], '1,000 more kinds of failures () /failures');
});

test('a queue that holds up jobs says why and since when', () => {
  assert.deepEqual(said({ queues: [queue] }), [
    'Queue billing: 4 jobs wait: it runs 2 of at most 2 (the oldest has waited 1:05 min) /jobs?q=state:pending,scheduled+queue:billing',
  ]);
  assert.match(
    said({ queues: [{ ...queue, paused: true }] })[0] ?? '',
    /^Queue billing: 4 jobs wait until it is resumed/,
  );
  const free = { ...queue, concurrency: null, oldestAgeMs: 2_000 };
  assert.deepEqual(said({ queues: [free, { ...queue, paused: true, depth: 0 }] }), []);
  assert.match(said({ queues: [{ ...free, oldestAgeMs: 600_000 }] })[0] ?? '', /^Queue billing: 4 jobs wait /);
});

test('few alerts are told apart, the heaviest first; many are told as one', () => {
  const few = [alert('1'), alert('2', 'CRITICAL')];
  assert.deepEqual(said({ alerts: { nodes: few, totalCount: 2 } }), [
    'pay: late 2 (started too late) /jobs/job_2',
    'pay: late 1 (started too late) /jobs/job_1',
  ]);
  const many = { nodes: ['1', '2', '3', '4'].map((id) => alert(id)), totalCount: 1_200 };
  assert.deepEqual(said({ alerts: many }), ['1,200 alerts are open: started too late (pay: late 1) /alerts']);
});

test('a worker that vanished is named, with what became of its jobs', () => {
  const lostWorkers = [
    { name: 'vm:2', lastSeenAt: '2026-03-01T12:00:00Z' },
    { name: 'vm:1', lastSeenAt: '2026-03-01T11:00:00Z' },
  ];
  assert.deepEqual(said({ lostWorkers }), [
    '2 workers were lost in the last 24 hours (vm:2; its jobs were given to others) /workers?gone=shown',
  ]);
  assert.match(said({ lostWorkers, workersLeftOut: 7 })[0] ?? '', /^More than 2 workers were lost/);
});

test('ticks that were missed and schedules that are paused come last', () => {
  const nodes = ['a', 'b', 'c', 'd'].map((name) => ({ id: `sch_${name}`, name }));
  const pausedSchedules = { nodes, totalCount: nodes.length };
  assert.deepEqual(said({ missedTicks: 1, pausedSchedules }), [
    '1 tick was missed in the last 24 hours (nobody planned in time, and no catch-up covered it) /schedules',
    '4 schedules are paused (a, b, c and 1 more) /schedules?show=paused',
  ]);
  assert.deepEqual(said({ pausedSchedules: { nodes: nodes.slice(0, 1), totalCount: 1 } }), [
    'The schedule a is paused () /schedules/sch_a',
  ]);
});
