/** Everything that a job or a step may wait for, each with its name on the screen and the way out of it. */

/** How somebody, or time, ends a wait. */
export const wayOutActs = [
  'RUN_NOW',
  'RESUME_RUN',
  'RESUME_QUEUE',
  'RAISE_CAP',
  'RAISE_WEIGHT',
  'RELEASE',
  'START_WORKER',
  'CANCEL_JOB',
] as const;
export type WayOut = { act: (typeof wayOutActs)[number]; sentence: string };

/** `wayOut` is null for what ends by itself. */
export type GateWords = { name: string; wayOut: WayOut | null };

const startWorker = (sentence: string): WayOut => ({ act: 'START_WORKER', sentence });
const raiseCap = (sentence: string): WayOut => ({ act: 'RAISE_CAP', sentence });

/** In the order in which a job meets them. */
export const gateWords = {
  NOT_DUE: { name: 'Its time', wayOut: { act: 'RUN_NOW', sentence: 'Run it now.' } },
  RETRY_BACKOFF: { name: 'The delay after a failure', wayOut: { act: 'RUN_NOW', sentence: 'Try it again now.' } },
  RUN_PAUSED: { name: 'Its run', wayOut: { act: 'RESUME_RUN', sentence: 'Resume its run.' } },
  WAIT: { name: 'Time or a signal', wayOut: null },
  APPROVAL: { name: 'A decision', wayOut: null },
  CHILD_RUN: { name: 'The run that it started', wayOut: null },
  DEPENDENCY: { name: 'The steps before it', wayOut: null },
  RUN_LIMIT: { name: 'Steps of the run at once', wayOut: raiseCap('Publish a version with a higher limit.') },
  QUEUE_PAUSED: { name: 'Its queue', wayOut: { act: 'RESUME_QUEUE', sentence: 'Resume the queue.' } },
  QUEUE_LIMIT: { name: 'Cap of the queue', wayOut: raiseCap('Raise the cap of the queue.') },
  TENANT_LIMIT: { name: 'Cap of the tenant', wayOut: raiseCap('Ask a platform admin to raise the cap of the tenant.') },
  QUEUE_RATE: { name: 'Rate of the queue', wayOut: raiseCap('Raise the rate of the queue.') },
  TENANT_RATE: {
    name: 'Rate of the tenant',
    wayOut: raiseCap('Ask a platform admin to raise the rate of the tenant.'),
  },
  RATE_LIMIT: { name: 'Rate of the task', wayOut: raiseCap('Raise the rate of the task.') },
  TASK_LIMIT: { name: 'Cap of the task', wayOut: raiseCap('Raise the cap of the task.') },
  KEY_LIMIT: { name: 'Cap of its key', wayOut: raiseCap('Raise the cap of the key.') },
  WORKFLOW_LIMIT: { name: 'Cap of the workflow', wayOut: raiseCap('Raise the cap of the workflow.') },
  MUTEX: {
    name: 'Mutex',
    wayOut: { act: 'RELEASE', sentence: 'Release what is held, or cancel the job that holds it.' },
  },
  RESOURCE: { name: 'Pool', wayOut: raiseCap('Raise the capacity of the pool.') },
  NO_WORKER: { name: 'A worker', wayOut: startWorker('Start a worker that serves the queue.') },
  CRASH_SUSPECT: {
    name: 'A worker of its own',
    wayOut: { act: 'CANCEL_JOB', sentence: 'Cancel it, if it is what kills workers.' },
  },
  NO_SLOT: { name: 'A free slot', wayOut: startWorker('Start another worker that serves the queue.') },
  SHARE: { name: 'Its share', wayOut: { act: 'RAISE_WEIGHT', sentence: 'Raise the priority of the queue.' } },
  CLAIMABLE: { name: 'Its place in line', wayOut: null },
} as const satisfies Record<string, GateWords>;

export type WaitCode = keyof typeof gateWords;
