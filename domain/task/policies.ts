/** What holds for the jobs of a task, and who says so: its version, its queue, its tenant, or the platform by default. */
import type { DeclaredNeeds } from '#domain/gate/declared-needs.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import type { Sla } from '#domain/sla/sla.ts';
import { formatDuration } from '#domain/value/duration.ts';
import type { Json } from '#domain/value/json.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';

/** How long an attempt of a task may take that names no timeout. */
export const defaultTimeoutMs = 5 * 60_000;

export const policyLevels = ['TASK', 'QUEUE', 'TENANT', 'PLATFORM'] as const;
export type PolicyLevel = (typeof policyLevels)[number];

export const policyKinds = [
  'QUEUE',
  'PRIORITY',
  'TIMEOUT',
  'RETRY',
  'START_BY',
  'MAX_DURATION',
  'RUNNING_MAX',
  'MUTEX',
  'RESOURCES',
  'QUEUE_PRIORITY',
  'QUEUE_WEIGHT',
  'QUEUE_RUNNING_MAX',
  'TENANT_RUNNING_MAX',
  'TENANT_QUEUED_MAX',
  'TENANT_WEIGHT',
] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** `value` is null where nothing limits. */
export type TaskPolicy = { kind: PolicyKind; level: PolicyLevel; value: Json };

export type PolicySources = {
  task: { priority: number; timeoutMs: number; retry: RetryPolicy; sla: Sla | null; needs: DeclaredNeeds | null };
  queue: { name: string; priority: number; weight: number; concurrency: number | null };
  tenant: { maxRunningJobs: number | null; maxQueuedJobs: number | null; weight: number };
};

/**
 * The policies in the order in which a job meets them. A version keeps the platform's defaults as they were when it was
 * registered; a value that is one of them is said to come from the platform.
 */
export function policiesOf({ task, queue, tenant }: PolicySources): TaskPolicy[] {
  const own = (kind: PolicyKind, value: Json, isDefault: boolean): TaskPolicy => ({
    kind,
    level: isDefault ? 'PLATFORM' : 'TASK',
    value,
  });
  const limit = (kind: PolicyKind, level: PolicyLevel, value: Json): TaskPolicy => ({
    kind,
    level: value === null ? 'PLATFORM' : level,
    value,
  });
  const weight = (kind: PolicyKind, level: PolicyLevel, value: number): TaskPolicy => ({
    kind,
    level: value === 1 ? 'PLATFORM' : level,
    value,
  });
  const { startByMs, maxDurationMs } = task.sla ?? {};
  return [
    own('QUEUE', queue.name, queue.name === defaultQueueName),
    own('PRIORITY', task.priority, task.priority === 0),
    own('TIMEOUT', formatDuration(task.timeoutMs), task.timeoutMs === defaultTimeoutMs),
    own('RETRY', retryAsJson(task.retry), isDefaultRetry(task.retry)),
    limit('START_BY', 'TASK', startByMs === undefined ? null : formatDuration(startByMs)),
    limit('MAX_DURATION', 'TASK', maxDurationMs === undefined ? null : formatDuration(maxDurationMs)),
    limit('RUNNING_MAX', 'TASK', task.needs?.concurrency ?? null),
    limit('MUTEX', 'TASK', listIfAny(task.needs?.mutex)),
    limit('RESOURCES', 'TASK', amountsIfAny(task.needs?.resources)),
    { kind: 'QUEUE_PRIORITY', level: queue.priority === 0 ? 'PLATFORM' : 'QUEUE', value: queue.priority },
    weight('QUEUE_WEIGHT', 'QUEUE', queue.weight),
    limit('QUEUE_RUNNING_MAX', 'QUEUE', queue.concurrency),
    limit('TENANT_RUNNING_MAX', 'TENANT', tenant.maxRunningJobs),
    limit('TENANT_QUEUED_MAX', 'TENANT', tenant.maxQueuedJobs),
    weight('TENANT_WEIGHT', 'TENANT', tenant.weight),
  ];
}

function retryAsJson({ maxAttempts, strategy, baseDelayMs, maxDelayMs, jitter }: RetryPolicy): Json {
  const [baseDelay, maxDelay] = [formatDuration(baseDelayMs), formatDuration(maxDelayMs)];
  return { maxAttempts, strategy, baseDelay, maxDelay, jitter };
}

function listIfAny(list: string[] = []): Json {
  return list.length === 0 ? null : list;
}

function amountsIfAny(amounts: Record<string, number> = {}): Json {
  return Object.keys(amounts).length === 0 ? null : amounts;
}

function isDefaultRetry(policy: RetryPolicy): boolean {
  const { maxAttempts, strategy, baseDelayMs, maxDelayMs, jitter } = defaultRetryPolicy;
  return (
    policy.maxAttempts === maxAttempts &&
    policy.strategy === strategy &&
    policy.baseDelayMs === baseDelayMs &&
    policy.maxDelayMs === maxDelayMs &&
    policy.jitter === jitter
  );
}
