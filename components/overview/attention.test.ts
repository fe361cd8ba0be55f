import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concernsOf, type Situation } from '#components/overview/attention.ts';

const calm: Situation = {
  since: '-24h',
  sinceWords: 'the last 24 hours',
  failedJobs: { nodes: [], isWhole: true },
  failedRuns: { nodes: [], isWhole: true },
  alerts: { nodes: [], totalCount: 0 },
  queues: [],
  workers: [{ state: 'LIVE', queues: [] }],
  workersLeftOut: 0,
  lostWorkers: [],
  pausedSchedules: { nodes: [], totalCount: 0 },
  missedTicks: 0,
};

const queue = {
  id: 'que_1',
  name: 'billing',
  priority: 0,
  concurrency: 2,
  paused: false,
  depth: 4,
  scheduled: 0,
  running: 2,
  oldestAgeMs: 65_432,
  oldestWaitingAt: null,
};

function job(id: string, change: { state?: 'DEAD' | 'FAILED'; task?: string; run?: { id: string } } = {}) {
  const { state = 'DEAD', task = 'pay', run = null } = change;
  return {
    id: `job_${id}`,
    state,
    finishedAt: `2026-03-01T12:0${id}:00Z`,
    task: { name: task },
    error: { message: `no answer ${id}` },
    run,
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
  const workers = [{ state: 'LOST', queues: [] }];
  const concerns = said({ workers, queues: [{ ...queue, concurrency: null, oldestAgeMs: 1_000 }] });
  assert.deepEqual(concerns, ['No worker is live: nothing starts (start one with npm run worker) /workers']);
});

test('jobs that died are told by task, with the latest error, and lead to exactly these', () => {
  const nodes = [job('9'), job('8', { state: 'FAILED' }), job('7', { task: 'ship' })];
  assert.deepEqual(said({ failedJobs: { nodes, isWhole: true } }), [
    '2 jobs of pay failed or died in the last 24 hours (no answer 9) /jobs?q=state:failed,dead+task:pay+finished:%3E-24h',
    '1 job of ship died in the last 24 hours (no answer 7) /jobs/job_7',
  ]);
  assert.match(said({ failedJobs: { nodes, isWhole: false } })[1] ?? '', /^1\+ jobs of ship/);
});

test('a failed step is told with its run, not twice', () => {
  const run = {
    id: 'run_1',
    finishedAt: '2026-03-01T12:00:00Z',
    failedStep: 'load',
    workflow: { name: 'etl' },
    reason: null,
  };
  const failedJobs = { nodes: [job('1', { run })], isWhole: true };
  assert.deepEqual(said({ failedJobs, failedRuns: { nodes: [run], isWhole: true } }), [
    '1 run of etl failed in the last 24 hours (step load failed) /runs/run_1',
  ]);
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
