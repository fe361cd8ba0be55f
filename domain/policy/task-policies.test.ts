import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printTask } from '#domain/task/print-task.ts';
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import { defaultTimeoutMs } from './defaults.ts';
import { policiesOf } from './task-policies.ts';

const task = {
  queue: 'default',
  priority: 0,
  timeoutMs: defaultTimeoutMs,
  retry: defaultRetryPolicy,
  sla: null,
  needs: null,
};
const queue = { name: 'default', priority: 0, weight: 1, concurrency: null, rate: null };
const tenant = { maxRunningJobs: null, maxQueuedJobs: null, weight: 1, rate: null };

test('what nobody set comes from the platform', () => {
  const levels = new Set(policiesOf({ task, queue, tenant }).map(({ level }) => level));
  assert.deepEqual([...levels], ['PLATFORM']);
});

test('each policy names who says so', () => {
  const policies = policiesOf({
    task: {
      ...task,
      queue: 'billing',
      priority: 5,
      timeoutMs: 1_000,
      sla: { startByMs: 60_000 },
      needs: { mutex: ['ledger'], resources: {}, concurrency: { max: 2, key: null }, rate: null },
    },
    queue: { name: 'billing', priority: 3, weight: 4, concurrency: 0, rate: null },
    tenant: { maxRunningJobs: 10, maxQueuedJobs: null, weight: 2, rate: null },
  });
  assert.deepEqual(
    policies.filter(({ level }) => level !== 'PLATFORM').map(({ kind, level, value }) => `${kind} ${level} ${value}`),
    [
      'QUEUE TASK billing',
      'PRIORITY TASK 5',
      'TIMEOUT TASK PT1S',
      'START_BY TASK PT1M',
      'RUNNING_MAX TASK [object Object]',
      'MUTEX TASK ledger',
      'QUEUE_PRIORITY QUEUE 3',
      'QUEUE_WEIGHT QUEUE 4',
      'QUEUE_RUNNING_MAX QUEUE 0',
      'TENANT_RUNNING_MAX TENANT 10',
      'TENANT_WEIGHT TENANT 2',
    ],
  );
});

test('two versions that say the same are printed the same, whatever the order of their keys', () => {
  const printed = (handler: object) =>
    printTask({
      ...task,
      description: null,
      handler: JSON.parse(JSON.stringify(handler)),
      queue: 'default',
      inputSchema: null,
      resultSchema: null,
      labels: {},
    });
  assert.equal(
    printed({ builtin: { name: 'noop', options: {} } }),
    printed({ builtin: { options: {}, name: 'noop' } }),
  );
  assert.ok(!printed({}).includes('inputSchema'));
});
