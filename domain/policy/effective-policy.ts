/** What holds for the jobs of a task, the runs of a workflow, a queue or a schedule: every policy, level by level. */
import type { DeclaredNeeds } from '#domain/gate/declared-needs.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import type { Rate } from '#domain/rate/rate.ts';
import type { Sla } from '#domain/sla/sla.ts';
import { defaultRetryPolicy, isDefaultRetry, type RetryPolicy } from '#domain/task/retry-policy.ts';
import { defaultCatchUp, defaultOverlap } from '#domain/timetable/plan-ticks.ts';
import { formatDuration } from '#domain/value/duration.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { defaultFailureMode, type FailureMode, type Limits } from '#domain/workflow/definition.ts';
import { defaultPriority, defaultTimeoutMs, defaultWeight } from './defaults.ts';
import { type PolicyLine, policyLine, type Said } from './policy-line.ts';
import { needsOf, retryOf } from './step-policy.ts';

export type TaskSource = {
  queue: string;
  priority: number;
  timeoutMs: number;
  retry: RetryPolicy;
  sla: Sla | null;
  needs: DeclaredNeeds | null;
};
export type StepSource = {
  retry?: JsonObject;
  timeoutMs?: number;
  queue?: string;
  priority?: number;
  sla?: Sla;
  mutex?: string[];
  resources?: Record<string, number>;
};
export type PolicySources = {
  tenant: { maxRunningJobs: number | null; maxQueuedJobs: number | null; weight: number; rate: Rate | null };
  /** The queue that the jobs wait in. */
  queue?: { name: string; priority: number; weight: number; concurrency: number | null; rate: Rate | null };
  /** True when whoever enqueues names the queue. */
  isQueueCalled?: boolean;
  task?: TaskSource;
  /** `maxRunningSteps` is that of the newest version: it holds for the runs of all. */
  workflow?: { limits: Limits; onFailure: FailureMode; maxRunningSteps: number | null };
  step?: StepSource;
  schedule?: { overlap: string; catchUp: { policy: string; windowMs: number } };
};

/** The policies in the order in which work meets them. Those of what is not given are left out. */
export function effectivePolicy(sources: PolicySources): PolicyLine[] {
  return [
    ...scheduleLines(sources),
    ...workflowLines(sources),
    ...taskLines(sources),
    ...limitLines(sources),
    ...needLines(sources),
    ...shareLines(sources),
  ];
}

function scheduleLines({ schedule }: PolicySources): PolicyLine[] {
  if (schedule === undefined) return [];
  const { overlap, catchUp } = schedule;
  return [
    policyLine('OVERLAP', [
      ['PLATFORM', defaultOverlap],
      ['SCHEDULE', unless(overlap, overlap === defaultOverlap)],
    ]),
    policyLine('CATCH_UP', [
      ['PLATFORM', catchUpJson(defaultCatchUp)],
      ['SCHEDULE', unless(catchUpJson(catchUp), catchUp.policy === defaultCatchUp.policy)],
    ]),
  ];
}

function workflowLines({ workflow }: PolicySources): PolicyLine[] {
  if (workflow === undefined) return [];
  const { limits, onFailure } = workflow;
  return [
    policyLine('RUN_STEPS_MAX', [
      ['PLATFORM', null],
      ['WORKFLOW', limits.maxConcurrentTasks ?? null],
    ]),
    policyLine('RUN_DURATION_MAX', [
      ['PLATFORM', null],
      ['WORKFLOW', durationOrNull(limits.maxExecutionTimeMs)],
    ]),
    policyLine('ON_FAILURE', [
      ['PLATFORM', defaultFailureMode],
      ['WORKFLOW', unless(onFailure, onFailure === defaultFailureMode)],
    ]),
  ];
}

// A version keeps the platform's defaults as they were when it was registered: a value that is one of them is the platform's.
function taskLines({ task, step, queue, isQueueCalled }: PolicySources): PolicyLine[] {
  if (task === undefined) return [];
  const { startByMs, maxDurationMs } = task.sla ?? {};
  const ofStep = (value: Json | undefined): Said => (step === undefined ? [] : [['STEP', value ?? null]]);
  return [
    policyLine('QUEUE', [
      ['PLATFORM', defaultQueueName],
      ['TASK', unless(task.queue, task.queue === defaultQueueName)],
      ...ofStep(step?.queue),
      ...called(isQueueCalled === true, queue?.name),
    ]),
    policyLine('PRIORITY', [
      ['PLATFORM', defaultPriority],
      ['TASK', unless(task.priority, task.priority === defaultPriority)],
      ...ofStep(step?.priority),
    ]),
    policyLine('TIMEOUT', [
      ['PLATFORM', formatDuration(defaultTimeoutMs)],
      ['TASK', unless(formatDuration(task.timeoutMs), task.timeoutMs === defaultTimeoutMs)],
      ...ofStep(durationOrNull(step?.timeoutMs)),
    ]),
    policyLine('RETRY', [
      ['PLATFORM', retryJson(defaultRetryPolicy)],
      ['TASK', unless(retryJson(task.retry), isDefaultRetry(task.retry))],
      ...ofStep(step?.retry === undefined ? null : retryJson(retryOf(task.retry, step.retry))),
    ]),
    policyLine('START_BY', [
      ['PLATFORM', null],
      ['TASK', durationOrNull(startByMs)],
      ...ofStep(durationOrNull(step?.sla?.startByMs)),
    ]),
    policyLine('MAX_DURATION', [
      ['PLATFORM', null],
      ['TASK', durationOrNull(maxDurationMs)],
      ...ofStep(durationOrNull(step?.sla?.maxDurationMs)),
    ]),
  ];
}

function called(isCalled: boolean, queue: string | undefined): Said {
  return isCalled && queue !== undefined ? [['CALL', queue]] : [];
}

function limitLines({ tenant, queue, workflow, task }: PolicySources): PolicyLine[] {
  const ofQueue = (value: Json): Said => (queue === undefined ? [] : [['QUEUE', value]]);
  const ofTask = (value: Json): Said => (task === undefined ? [] : [['TASK', value]]);
  const ofWorkflow: Said = workflow === undefined ? [] : [['WORKFLOW', workflow.maxRunningSteps]];
  const nothing = ['PLATFORM', null] as const;
  return [
    policyLine('RUNNING_MAX', [
      nothing,
      ['TENANT', tenant.maxRunningJobs],
      ...ofQueue(queue?.concurrency ?? null),
      ...ofWorkflow,
      ...ofTask(task?.needs?.concurrency ?? null),
    ]),
    policyLine('RATE', [
      nothing,
      ['TENANT', tenant.rate],
      ...ofQueue(queue?.rate ?? null),
      ...ofTask(task?.needs?.rate ?? null),
    ]),
  ];
}

function needLines({ task, step }: PolicySources): PolicyLine[] {
  if (task === undefined) return [];
  const held = needsOf(task.needs, step ?? {});
  const ofStep = (value: Json): Said => (step === undefined ? [] : [['STEP', value]]);
  return [
    policyLine(
      'MUTEX',
      [['PLATFORM', null], ['TASK', listIfAny(task.needs?.mutex)], ...ofStep(listIfAny(step?.mutex))],
      listIfAny(held?.mutex),
    ),
    policyLine(
      'RESOURCES',
      [['PLATFORM', null], ['TASK', amountsIfAny(task.needs?.resources)], ...ofStep(amountsIfAny(step?.resources))],
      amountsIfAny(held?.resources),
    ),
  ];
}

// Steps of runs do not count as waiting jobs of the tenant, so that cap is none of theirs.
function shareLines({ tenant, queue, workflow }: PolicySources): PolicyLine[] {
  const ofQueue = queue === undefined ? [] : queueShareLines(queue);
  const weight = policyLine('TENANT_WEIGHT', [
    ['PLATFORM', defaultWeight],
    ['TENANT', unless(tenant.weight, tenant.weight === defaultWeight)],
  ]);
  if (workflow !== undefined) return [...ofQueue, weight];
  return [
    ...ofQueue,
    weight,
    policyLine('TENANT_QUEUED_MAX', [
      ['PLATFORM', null],
      ['TENANT', tenant.maxQueuedJobs],
    ]),
  ];
}

function queueShareLines(queue: { priority: number; weight: number }): PolicyLine[] {
  return [
    policyLine('QUEUE_PRIORITY', [
      ['PLATFORM', defaultPriority],
      ['QUEUE', unless(queue.priority, queue.priority === defaultPriority)],
    ]),
    policyLine('QUEUE_WEIGHT', [
      ['PLATFORM', defaultWeight],
      ['QUEUE', unless(queue.weight, queue.weight === defaultWeight)],
    ]),
  ];
}

function unless(value: Json, isDefault: boolean): Json {
  return isDefault ? null : value;
}

function durationOrNull(ms: number | undefined): Json {
  return ms === undefined ? null : formatDuration(ms);
}

function retryJson({ maxAttempts, strategy, baseDelayMs, maxDelayMs, jitter, resultContract }: RetryPolicy): Json {
  const [baseDelay, maxDelay] = [formatDuration(baseDelayMs), formatDuration(maxDelayMs)];
  return { maxAttempts, strategy, baseDelay, maxDelay, jitter, ...(resultContract && { resultContract }) };
}

function catchUpJson({ policy, windowMs }: { policy: string; windowMs: number }): Json {
  return { policy, window: windowMs === 0 ? null : formatDuration(windowMs) };
}

function listIfAny(list: readonly string[] = []): Json {
  return list.length === 0 ? null : [...list];
}

function amountsIfAny(amounts: Record<string, number> = {}): Json {
  return Object.keys(amounts).length === 0 ? null : amounts;
}
