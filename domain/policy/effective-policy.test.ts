import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import { defaultTimeoutMs } from './defaults.ts';
import { effectivePolicy, type PolicySources } from './effective-policy.ts';
import { policyLevels } from './policy-line.ts';

const tenant = { maxRunningJobs: null, maxQueuedJobs: 100, weight: 1, rate: null };
const queue = { name: 'billing', priority: 3, weight: 1, concurrency: 8, rate: { max: 5, per: 'SECOND' } } as const;
const task = {
  queue: 'billing',
  priority: 0,
  timeoutMs: 7_000,
  retry: defaultRetryPolicy,
  sla: null,
  needs: { mutex: ['ledger'], resources: { gpu: 2 }, concurrency: { max: 4, key: 'customer' }, rate: null },
};

function line(sources: PolicySources, kind: string) {
  const found = effectivePolicy(sources).find((one) => one.kind === kind);
  assert.ok(found !== undefined, kind);
  return found;
}

test('a step says more than its task, and takes its amount of a pool in the place of the amount of its task', () => {
  const step = { timeoutMs: 1_000, retry: { maxAttempts: 1 }, mutex: ['till'], resources: { gpu: 1, licence: 1 } };
  const sources = {
    tenant,
    queue,
    task,
    step,
    workflow: { limits: { maxConcurrentTasks: 2 }, onFailure: 'fail', maxRunningSteps: 3 },
  } as const;
  assert.deepEqual([line(sources, 'TIMEOUT').level, line(sources, 'TIMEOUT').value], ['STEP', 'PT1S']);
  assert.deepEqual(
    line(sources, 'TIMEOUT').levels.map(({ level, value }) => `${level} ${value}`),
    ['PLATFORM PT5M', 'TASK PT7S', 'STEP PT1S'],
  );
  assert.deepEqual(line(sources, 'MUTEX').value, ['ledger', 'till']);
  assert.deepEqual(line(sources, 'RESOURCES').value, { gpu: 1, licence: 1 });
  assert.equal(line(sources, 'RUN_STEPS_MAX').value, 2);
  assert.deepEqual([line(sources, 'RUNNING_MAX').level, line(sources, 'RUNNING_MAX').value], ['WORKFLOW', 3]);
  assert.ok(
    !effectivePolicy(sources).some(({ kind }) => kind === 'TENANT_QUEUED_MAX'),
    'steps do not count as waiting',
  );
});

test('the cap of the task binds before those of queue and tenant when it is the least, and a rate comes from the queue', () => {
  const sources = { tenant: { ...tenant, maxRunningJobs: 6 }, queue, task };
  assert.deepEqual(
    [line(sources, 'RUNNING_MAX').level, line(sources, 'RUNNING_MAX').value],
    ['TASK', task.needs.concurrency],
  );
  assert.equal(line({ ...sources, task: { ...task, needs: null } }, 'RUNNING_MAX').level, 'TENANT');
  assert.deepEqual([line(sources, 'RATE').level, line(sources, 'RATE').value], ['QUEUE', queue.rate]);
});

test('a call may name another queue, whose limits hold then', () => {
  const sources = { tenant, task: { ...task, queue: 'default' }, queue, isQueueCalled: true };
  assert.deepEqual([line(sources, 'QUEUE').level, line(sources, 'QUEUE').value], ['CALL', 'billing']);
  assert.equal(line(sources, 'QUEUE_PRIORITY').value, 3);
});

test('a schedule says what becomes of its instants, and a default is said to come from the platform', () => {
  const schedule = { overlap: 'ALLOW_ALL', catchUp: { policy: 'NONE', windowMs: 0 } };
  assert.equal(line({ tenant, schedule }, 'OVERLAP').level, 'SCHEDULE');
  assert.deepEqual([line({ tenant, schedule }, 'CATCH_UP').level], ['PLATFORM']);
  const usual = { ...task, queue: 'default', timeoutMs: defaultTimeoutMs, needs: null };
  const taskLines = effectivePolicy({ tenant, task: usual }).filter(({ kind }) => kind !== 'TENANT_QUEUED_MAX');
  assert.deepEqual([...new Set(taskLines.map(({ level }) => level))], ['PLATFORM']);
});

test('every line begins with the platform and goes inwards, and the winner is one of its levels', () => {
  const everything: PolicySources = {
    tenant,
    queue,
    isQueueCalled: true,
    task,
    step: {},
    workflow: { limits: {}, onFailure: 'continue', maxRunningSteps: null },
    schedule: { overlap: 'SKIP', catchUp: { policy: 'LAST', windowMs: 1_000 } },
  };
  for (const { kind, level, levels } of effectivePolicy(everything)) {
    const places = levels.map((one) => policyLevels.indexOf(one.level));
    assert.equal(levels[0]?.level, 'PLATFORM', kind);
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      kind,
    );
    assert.ok(
      levels.some((one) => one.level === level),
      kind,
    );
  }
});
