/**
 * For every field of every input of the public schema: a call without it, and what to put there instead. What is
 * accepted is what happens, so the second answer must differ from the first, or refuse the field.
 */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { notificationProbes } from '#testing/alert/notification-probes.ts';
import { at } from '#testing/console.ts';
import { gateProbes } from '#testing/gates/gate-probes.ts';
import { modifyProbes } from '#testing/runs/modify-probes.ts';
import { rerunProbes } from '#testing/runs/rerun-probes.ts';
import { failureProbes } from '#testing/worlds/failure-probes.ts';
import { draftProbes } from './draft-probes.ts';
import { colleagueProbes, eventProbes } from './event-probes.ts';
import { probeErrors as errors, mutation } from './probe-documents.ts';
import {
  cancelled,
  daily,
  definition,
  flow,
  jobs,
  type Made,
  otherWork,
  type Probe,
  pausedRun,
  runs,
  schedules,
  token,
  work,
} from './probe-worlds.ts';
import { quotaProbes } from './quota-probes.ts';
import { registerProbes } from './register-probes.ts';
import { taskProbes } from './task-probes.ts';
import { waitProbes } from './wait-probes.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const job = 'state priority params runAt correlationId labels task { name } queue { name } transitions { to reason }';
const scheduleFields =
  'name cron timeZone overlap params startAt endAt state catchUp { policy window } task { name } workflow { name }';

const bulk = (name: string): Pick<Probe, 'setUp' | 'document' | 'variables' | 'at'> => ({
  setUp: jobs,
  document: mutation(name, `count jobs { ${job} } skipped { reason count }`, 'BulkJobsInput!'),
  variables: () => ({ input: { filter: { task: 'work' } } }),
  at: ['input'],
});

const unknownId = (prefix: string): string => `${prefix}_${nowhere}`;
const idOf = (name: string) => (made: Made) => made[name] ?? '';
const whole = (setUp: Probe['setUp'], document: string, made: string): Omit<Probe, 'fields'> => ({
  ...(setUp && { setUp }),
  document,
  variables: (found) => ({ input: { id: idOf(made)(found) } }),
  at: ['input'],
});

/** The probes by the name of the input type. */
export const inputProbes: Record<string, Probe> = {
  ...draftProbes,
  ...eventProbes,
  ...failureProbes,
  ...gateProbes,
  ...quotaProbes,
  ...waitProbes,
  ...modifyProbes,
  ...notificationProbes,
  ...rerunProbes,
  ...colleagueProbes,
  ...taskProbes,
  ...registerProbes,
  EnqueueJobInput: {
    setUp: otherWork,
    // Twice, so that a key shows.
    document: `mutation ($input: EnqueueJobInput!) {
      first: enqueueJob(input: $input) { job { ${job} } idempotentReplay ${errors} }
      second: enqueueJob(input: $input) { idempotentReplay ${errors} }
    }`,
    variables: () => ({ input: { task: 'work' } }),
    at: ['input'],
    fields: {
      task: 'other',
      params: { n: 1 },
      queue: 'other',
      priority: 7,
      runAt: '2099-01-01T00:00:00Z',
      delay: 'PT7H',
      idempotencyKey: 'k',
      correlationId: 'c',
      labels: { a: 'b' },
    },
  },
  EnqueueJobsInput: {
    setUp: work,
    document: mutation('enqueueJobs', 'count'),
    variables: () => ({ input: { jobs: [{ task: 'work' }] } }),
    at: ['input'],
    fields: { jobs: [{ task: 'work' }, { task: 'work' }] },
  },
  BulkJobsInput: {
    ...bulk('cancelJobs'),
    fields: { filter: { task: 'other' }, dryRun: true, expectedCount: 7, reason: 'why' },
  },
  JobFilter: {
    setUp: jobs,
    document: 'query ($filter: JobFilter) { jobs(filter: $filter) { nodes { task { name } state } totalCount } }',
    variables: () => ({ filter: {} }),
    at: ['filter'],
    fields: {
      ids: (made) => [made.job ?? ''],
      states: ['SCHEDULED'],
      queue: 'other',
      task: 'other',
      run: unknownId('run'),
      schedule: unknownId('sch'),
      labels: { a: 'b' },
      correlationId: 'c',
      createdAfter: '2099-01-01T00:00:00Z',
      createdBefore: '2020-01-01T00:00:00Z',
      finishedAfter: '2020-01-01T00:00:00Z',
      finishedBefore: '2099-01-01T00:00:00Z',
      query: 'task:other',
    },
  },
  CancelJobInput: {
    ...whole(jobs, mutation('cancelJob', `job { ${job} }`), 'job'),
    fields: { id: unknownId('job'), reason: 'why' },
  },
  RetryJobInput: {
    ...whole(cancelled, mutation('retryJob', `job { ${job} }`), 'job'),
    fields: { id: unknownId('job'), params: 2, reason: 'why' },
  },
  RunJobNowInput: {
    ...whole(jobs, mutation('runJobNow', `job { ${job} }`), 'delayed'),
    fields: { id: unknownId('job'), reason: 'why' },
  },
  CancelRunInput: {
    ...whole(runs, mutation('cancelRun', 'run { state reason { message } }'), 'run'),
    fields: { id: unknownId('run'), reason: 'why' },
  },
  PauseRunInput: {
    ...whole(runs, mutation('pauseRun', 'run { state reason { message } }'), 'run'),
    fields: { id: unknownId('run'), reason: 'why' },
  },
  ResumeRunInput: {
    ...whole(pausedRun, mutation('resumeRun', 'run { state }'), 'run'),
    fields: { id: unknownId('run') },
  },
  StartRunInput: {
    setUp: flow,
    document: `mutation ($input: StartRunInput!) {
      first: startRun(input: $input) { run { variables workflow { name } version { number } } idempotentReplay ${errors} }
      second: startRun(input: $input) { idempotentReplay ${errors} }
    }`,
    variables: () => ({ input: { workflow: 'flow' } }),
    at: ['input'],
    fields: { workflow: 'other', version: 1, variables: { n: 7 }, idempotencyKey: 'k' },
  },
  StartRunsInput: {
    setUp: flow,
    document: mutation('startRuns', 'count'),
    variables: () => ({ input: { runs: [{ workflow: 'flow' }] } }),
    at: ['input'],
    fields: { runs: [{ workflow: 'flow' }, { workflow: 'flow' }] },
  },
  RunFilter: {
    setUp: runs,
    document: 'query ($filter: RunFilter) { runs(filter: $filter) { nodes { state } totalCount } }',
    variables: () => ({ filter: {} }),
    at: ['filter'],
    fields: {
      ids: [unknownId('run')],
      states: ['FAILED'],
      workflow: 'other',
      schedule: unknownId('sch'),
      parent: unknownId('run'),
      parentStep: 'nowhere',
      topLevel: false,
      startedAfter: '2099-01-01T00:00:00Z',
      startedBefore: '2020-01-01T00:00:00Z',
      query: 'workflow:other',
    },
  },
  ValidateWorkflowInput: {
    setUp: flow,
    document: 'query ($input: ValidateWorkflowInput!) { validateWorkflow(input: $input) { levels problems { code } } }',
    variables: () => ({ input: { definition: definition('flow', ['a']) } }),
    at: ['input'],
    fields: { definition: definition('flow', ['z']), yaml: 'name: flow' },
  },
  CreateScheduleInput: {
    setUp: flow,
    document: mutation('createSchedule', `schedule { ${scheduleFields} }`),
    variables: () => ({ input: daily }),
    at: ['input'],
    fields: {
      name: 'nightly',
      cron: '0 4 * * *',
      timeZone: 'Europe/Berlin',
      target: { workflow: 'flow' },
      params: { n: 1 },
      overlap: 'ALLOW_ALL',
      catchUp: { policy: 'LAST' },
      jitter: 'PT7S',
      calendars: ['c'],
      blackouts: [{}],
      dependsOn: ['d'],
      startAt: '2099-01-01T00:00:00Z',
      endAt: '2099-01-01T00:00:00Z',
      paused: true,
    },
  },
  CreateSchedulesInput: {
    setUp: flow,
    document: mutation('createSchedules', 'count'),
    variables: () => ({ input: { schedules: [daily] } }),
    at: ['input'],
    fields: { schedules: [daily, { ...daily, name: 'nightly' }] },
  },
  UpdateScheduleInput: {
    setUp: schedules,
    document: mutation('updateSchedule', `schedule { ${scheduleFields} }`),
    variables: (made) => ({ input: { id: made.schedule ?? '' } }),
    at: ['input'],
    fields: {
      id: unknownId('sch'),
      name: 'nightly',
      cron: '0 4 * * *',
      timeZone: 'Europe/Berlin',
      target: { workflow: 'flow' },
      params: { n: 1 },
      overlap: 'ALLOW_ALL',
      catchUp: { policy: 'LAST' },
      startAt: '2099-01-01T00:00:00Z',
      endAt: '2099-01-01T00:00:00Z',
    },
  },
  CatchUpInput: {
    setUp: flow,
    document: mutation('createSchedule', `schedule { ${scheduleFields} }`),
    variables: () => ({ input: { ...daily, catchUp: { policy: 'LAST' } } }),
    at: ['input', 'catchUp'],
    fields: { policy: 'NONE', window: 'PT7H' },
  },
  ScheduleTargetInput: {
    setUp: flow,
    document: mutation('createSchedule', `schedule { ${scheduleFields} }`),
    variables: () => ({ input: daily }),
    at: ['input', 'target'],
    fields: { task: 'other', workflow: 'flow' },
  },
  ScheduleIdsInput: {
    setUp: schedules,
    document: mutation('pauseSchedules', 'schedules { state }', 'ScheduleIdsInput!'),
    variables: (made) => ({ input: { ids: [made.schedule ?? ''] } }),
    at: ['input'],
    fields: { ids: [unknownId('sch')] },
  },
  TriggerScheduleInput: {
    ...whole(schedules, mutation('triggerSchedule', 'tick { outcome }'), 'schedule'),
    fields: { id: unknownId('sch') },
  },
  ScheduleFilter: {
    setUp: schedules,
    document: 'query ($filter: ScheduleFilter) { schedules(filter: $filter) { nodes { name } } }',
    variables: () => ({ filter: {} }),
    at: ['filter'],
    fields: { ids: [unknownId('sch')], query: 'other', states: ['PAUSED'], task: 'other', workflow: 'flow' },
  },
  PreviewScheduleInput: {
    document:
      'query ($input: PreviewScheduleInput!) { previewSchedule(input: $input, count: 3) { times { at local } userErrors { code path } } }',
    variables: () => ({ input: { cron: '0 3 * * *', after: '2026-01-01T00:00:00Z' } }),
    at: ['input'],
    fields: {
      cron: '0 4 * * *',
      timeZone: 'Europe/Berlin',
      after: '2027-01-01T00:00:00Z',
      calendars: ['c'],
      blackouts: [{}],
    },
  },
  CreateApiTokenInput: {
    document: mutation('createApiToken', 'token { name role scopes expiresAt }'),
    variables: () => ({ input: { name: 't', role: 'VIEWER' } }),
    at: ['input'],
    fields: { name: 'u', role: 'OPERATOR', scopes: ['read'], expiresAt: '2099-01-01T00:00:00Z' },
  },
  RevokeApiTokenInput: {
    ...whole(token, mutation('revokeApiToken', 'token { name }'), 'token'),
    fields: { id: unknownId('tok') },
  },
  UpsertQueueInput: {
    document: mutation(
      'upsertQueue',
      'queue { name priority weight concurrency paused pause { reason } rate { max per } }',
    ),
    variables: () => ({ input: { name: 'lane' } }),
    at: ['input'],
    fields: {
      name: 'another',
      priority: 7,
      weight: 7,
      concurrency: 7,
      paused: true,
      pausedReason: 'a freeze',
      rate: { max: 7, per: 'HOUR' },
    },
  },
  RateInput: {
    document: mutation('upsertQueue', 'queue { rate { max per } }'),
    variables: () => ({ input: { name: 'lane', rate: { max: 3, per: 'SECOND' } } }),
    at: ['input', 'rate'],
    fields: { max: 7, per: 'HOUR' },
  },
  CreateTenantInput: {
    document: mutation('createTenant', 'tenant { slug name timeZone attributes limits { maxRunningJobs } }'),
    variables: () => ({ input: { slug: 'probe', name: 'Probe' } }),
    at: ['input'],
    fields: {
      slug: 'another',
      name: 'Another',
      timeZone: 'Europe/Berlin',
      attributes: { a: 1 },
      limits: { maxRunningJobs: 7 },
    },
  },
  UpdateTenantLimitsInput: {
    setUp: async ({ slug }) => ({ slug }),
    document: mutation('updateTenantLimits', 'tenant { limits { maxRunningJobs } }'),
    variables: (made) => ({ input: { tenant: made.slug ?? '', limits: {} } }),
    at: ['input'],
    fields: { tenant: 'none-such', limits: { maxRunningJobs: 7 } },
  },
  TenantLimitsInput: {
    setUp: async ({ slug }) => ({ slug }),
    document: mutation(
      'updateTenantLimits',
      'tenant { limits { maxRunningJobs maxQueuedJobs weight rate { max per } } }',
    ),
    variables: (made) => ({ input: { tenant: made.slug ?? '', limits: {} } }),
    at: ['input', 'limits'],
    fields: { maxRunningJobs: 7, maxQueuedJobs: 7, weight: 7, rate: { max: 7, per: 'HOUR' } },
  },
};

/** The value of a field of a probe. */
export function valueIn(probe: Probe, field: string, made: Made): Json {
  const value = probe.fields[field];
  if (typeof value === 'function') return value(made);
  return value === undefined ? null : value;
}

/** The variables with the field set in the input that the probe is about. */
export function withField(probe: Probe, field: string, made: Made): JsonObject {
  const variables: JsonObject = structuredClone(probe.variables(made));
  const input = at(variables, ...probe.at);
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new Error('a probe points at its input');
  input[field] = valueIn(probe, field, made);
  return variables;
}
