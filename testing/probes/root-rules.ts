/**
 * What each field at the root of the schema asks of its caller, and how a test asks for it. A field without a rule here
 * fails the walk over the schema; a rule that the product does not keep fails the matrix of roles.
 */

import type { Permission } from '#domain/access/permissions.ts';
import type { JsonObject } from '#domain/value/json.ts';

/** `everybody`: whoever has shown who they are. */
export type Rule = Permission | 'everybody';

// Ids that name nothing: a permission is asked for before anything is looked up.
const nothing = '00000000-0000-7000-8000-000000000000';
const day = '(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z")';

/** `ask` is what follows the field's name. */
export const queryRules: Record<string, { needs: Rule; ask: string }> = {
  alert: { needs: 'read', ask: `(id: "alr_${nothing}") { id }` },
  alerts: { needs: 'read', ask: '{ totalCount }' },
  apiTokens: { needs: 'token.manage', ask: '{ totalCount }' },
  channels: { needs: 'tenant.manage', ask: '{ id }' },
  compareRuns: { needs: 'read', ask: `(left: "run_${nothing}", right: "run_${nothing}") { steps { stepKey } }` },
  deliveries: { needs: 'tenant.manage', ask: '{ totalCount }' },
  effectivePolicy: { needs: 'read', ask: '(queue: "default") { step }' },
  fleetTimeline: {
    needs: 'read',
    ask: '(by: QUEUE, from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z") { totalCount }',
  },
  gate: { needs: 'read', ask: `(id: "gat_${nothing}") { id }` },
  // Also how one comes in: the log of the tenant tells the rest.
  invitations: { needs: 'member.manage', ask: '{ id }' },
  job: { needs: 'read', ask: `(id: "job_${nothing}") { id }` },
  jobFacets: { needs: 'read', ask: '{ __typename }' },
  jobHistogram: { needs: 'read', ask: `${day} { __typename }` },
  jobs: { needs: 'read', ask: '{ totalCount }' },
  locks: { needs: 'read', ask: '{ totalCount }' },
  logLines: { needs: 'read', ask: `(job: "job_${nothing}") { totalCount }` },
  logText: { needs: 'read', ask: `(job: "job_${nothing}") { text }` },
  loopJobs: { needs: 'read', ask: `(run: "run_${nothing}", step: "a") { totalCount }` },
  members: { needs: 'read', ask: '{ id }' },
  notificationMeans: { needs: 'tenant.manage', ask: '{ canSign }' },
  notificationRules: { needs: 'tenant.manage', ask: '{ id }' },
  notes: { needs: 'read', ask: '{ id }' },
  overdueInstants: { needs: 'read', ask: '{ instants }' },
  platformEvents: { needs: 'platform.manage', ask: '{ totalCount }' },
  platformTokens: { needs: 'platform.manage', ask: '{ totalCount }' },
  pools: { needs: 'read', ask: '{ id }' },
  previewRerun: { needs: 'read', ask: `(input: { run: "run_${nothing}" }) { userErrors { code } }` },
  previewSchedule: { needs: 'read', ask: '(input: { cron: "@daily" }) { userErrors { code } }' },
  queue: { needs: 'read', ask: '(name: "none") { id }' },
  queues: { needs: 'read', ask: '{ id }' },
  quotas: { needs: 'read', ask: '{ id }' },
  rerunBatch: { needs: 'read', ask: `(id: "rrb_${nothing}") { id }` },
  rerunBatches: { needs: 'read', ask: '{ totalCount }' },
  run: { needs: 'read', ask: `(id: "run_${nothing}") { id }` },
  runFacets: { needs: 'read', ask: '{ __typename }' },
  runHistogram: { needs: 'read', ask: `${day} { __typename }` },
  runMoment: { needs: 'read', ask: `(run: "run_${nothing}", seq: 1) { seq }` },
  runs: { needs: 'read', ask: '{ totalCount }' },
  savedViews: { needs: 'read', ask: '(list: "jobs") { id }' },
  schedule: { needs: 'read', ask: `(id: "sch_${nothing}") { id }` },
  schedules: { needs: 'read', ask: '{ totalCount }' },
  searchLog: { needs: 'read', ask: `(job: "job_${nothing}", text: "x") { cursor }` },
  // One's own; a token has none.
  sessions: { needs: 'everybody', ask: '{ id }' },
  statistics: { needs: 'read', ask: `${day} { __typename }` },
  task: { needs: 'read', ask: '(name: "none") { id }' },
  taskImpact: { needs: 'read', ask: '(name: "none") { leftOut }' },
  tasks: { needs: 'read', ask: '{ totalCount }' },
  // Those that the caller may enter; row level security leaves out all others.
  tenants: { needs: 'everybody', ask: '{ totalCount }' },
  validateWorkflow: { needs: 'workflow.edit', ask: '(input: { yaml: "name: x" }) { valid }' },
  viewer: { needs: 'everybody', ask: '{ id }' },
  workflowImpact: { needs: 'workflow.edit', ask: '(input: { yaml: "name: x" }) { leftOut }' },
  workers: { needs: 'read', ask: '{ id }' },
  workersLeftOut: { needs: 'read', ask: '' },
  workflow: { needs: 'read', ask: '(name: "none") { id }' },
  workflowDiff: { needs: 'read', ask: '(workflow: "none", from: 1) { isSame }' },
  workflowDrafts: { needs: 'read', ask: '{ id }' },
  workflows: { needs: 'read', ask: '{ totalCount }' },
  dryRunWorkflow: { needs: 'workflow.edit', ask: '(input: { yaml: "name: x" }) { failedStep }' },
  failure: { needs: 'read', ask: `(id: "flr_${nothing}") { id }` },
  failures: { needs: 'read', ask: '{ totalCount }' },
  failureTenants: { needs: 'platform.manage', ask: `(failure: "flr_${nothing}") { id }` },
  failuresGroupedUpTo: { needs: 'read', ask: '' },
};

export const subscriptionRules: Record<string, { needs: Rule; ask: string }> = {
  events: { needs: 'read', ask: '{ type }' },
  jobLog: { needs: 'read', ask: `(job: "job_${nothing}") { cursor }` },
  pulses: { needs: 'read', ask: '{ cursor }' },
  runEvents: { needs: 'read', ask: `(run: "run_${nothing}") { type }` },
  runLog: { needs: 'read', ask: `(run: "run_${nothing}") { cursor }` },
};

/** `input` is well formed and about nothing that exists; `tells` are the events that the mutation leaves when it is done. */
export const mutationRules: Record<string, { needs: Rule; input: JsonObject; tells: readonly string[] }> = {
  acknowledgeAlert: { needs: 'alert.operate', input: { id: `alr_${nothing}` }, tells: ['alert.acknowledged'] },
  cancelJob: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.cancelled'] },
  cancelJobs: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.cancelled'] },
  cancelRerunBatch: { needs: 'run.operate', input: { id: `rrb_${nothing}` }, tells: ['rerun.cancelled'] },
  cancelRuns: {
    needs: 'run.operate',
    input: { filter: { workflow: 'none' } },
    tells: ['job.cancelled', 'run.cancelled'],
  },
  cancelRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['job.cancelled', 'run.cancelled'] },
  decideApproval: {
    needs: 'run.operate',
    input: { run: `run_${nothing}`, step: 'a', decision: 'DENY' },
    tells: ['run.failed', 'step.failed'],
  },
  changeMemberRole: {
    needs: 'member.manage',
    input: { user: `usr_${nothing}`, role: 'VIEWER' },
    tells: ['user.role-changed'],
  },
  // Only a person has a password; a token is told so, whatever it may do.
  changePassword: {
    needs: 'everybody',
    input: { current: 'x', password: 'long enough' },
    tells: ['user.password-changed'],
  },
  createApiToken: { needs: 'token.manage', input: { name: '', role: 'VIEWER' }, tells: ['token.created'] },
  createChannel: { needs: 'tenant.manage', input: { name: '', kind: 'EMAIL' }, tells: ['channel.created'] },
  createNotificationRule: {
    needs: 'tenant.manage',
    input: { name: '', on: 'JOB_DEAD', channels: [] },
    tells: ['rule.created'],
  },
  createSchedule: {
    needs: 'schedule.edit',
    input: { name: '', cron: '@daily', target: { task: 'none' } },
    tells: ['schedule.created'],
  },
  createSchedules: {
    needs: 'schedule.edit',
    input: { schedules: [{ name: '', cron: '@daily', target: { task: 'none' } }] },
    tells: ['schedule.created'],
  },
  createTenant: { needs: 'platform.manage', input: { slug: '-', name: '' }, tells: ['tenant.created'] },
  deprecateTask: { needs: 'task.edit', input: { id: `tsk_${nothing}` }, tells: ['task.deprecated'] },
  deleteSchedules: { needs: 'schedule.edit', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.ended'] },
  deleteQuota: {
    needs: 'platform.manage',
    input: { id: `quo_${nothing}` },
    tells: ['quota.removed'],
  },
  deletePool: { needs: 'queue.edit', input: { name: 'none' }, tells: ['gate.removed'] },
  discardWorkflowDraft: { needs: 'workflow.edit', input: { id: `wfd_${nothing}` }, tells: ['draft.ended'] },
  deleteView: { needs: 'read', input: { id: `viw_${nothing}` }, tells: ['view.deleted'] },
  endSessions: { needs: 'everybody', input: { ids: [] }, tells: ['user.sessions-ended'] },
  enqueueJob: { needs: 'job.enqueue', input: { task: 'none' }, tells: ['job.created'] },
  enqueueJobs: { needs: 'job.enqueue', input: { jobs: [{ task: 'none' }] }, tells: ['job.created'] },
  pauseNotificationRule: {
    needs: 'tenant.manage',
    input: { id: `rul_${nothing}`, paused: true },
    tells: ['rule.updated'],
  },
  pauseRerunBatch: { needs: 'run.operate', input: { id: `rrb_${nothing}` }, tells: ['rerun.paused'] },
  inviteMember: {
    needs: 'member.manage',
    input: { email: '', role: 'VIEWER' },
    tells: ['invitation.created'],
  },
  offerPasswordReset: {
    needs: 'member.manage',
    input: { user: `usr_${nothing}` },
    tells: ['user.reset-offered'],
  },
  modifyRun: {
    needs: 'run.operate',
    input: { run: `run_${nothing}`, changes: [{ skipStep: { step: 'a' } }], reason: 'why' },
    tells: ['job.skipped', 'run.modified'],
  },
  pauseRuns: { needs: 'run.operate', input: { filter: { workflow: 'none' } }, tells: ['run.paused'] },
  pauseRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['run.paused'] },
  sendSignal: {
    needs: 'run.operate',
    input: { run: `run_${nothing}`, signal: 'go' },
    tells: ['run.signalled', 'step.succeeded'],
  },
  pauseSchedules: { needs: 'schedule.operate', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.paused'] },
  publishWorkflow: { needs: 'workflow.edit', input: { yaml: 'name: x' }, tells: ['workflow.published'] },
  registerTask: { needs: 'task.edit', input: { name: '', handler: {} }, tells: ['task.registered'] },
  testTask: {
    needs: 'task.edit',
    input: { name: '', handler: {} },
    tells: ['task.tested'],
  },
  undeprecateTask: { needs: 'task.edit', input: { id: `tsk_${nothing}` }, tells: ['task.undeprecated'] },
  releaseHold: {
    needs: 'job.operate',
    input: { gate: `gat_${nothing}`, job: `job_${nothing}`, reason: 'x' },
    tells: ['gate.released'],
  },
  removeChannel: { needs: 'tenant.manage', input: { id: `chn_${nothing}` }, tells: ['channel.removed'] },
  removeNotificationRule: { needs: 'tenant.manage', input: { id: `rul_${nothing}` }, tells: ['rule.removed'] },
  removeMember: { needs: 'member.manage', input: { user: `usr_${nothing}` }, tells: ['user.removed'] },
  resolveAlert: { needs: 'alert.operate', input: { id: `alr_${nothing}` }, tells: ['alert.resolved'] },
  resumeRerunBatch: { needs: 'run.operate', input: { id: `rrb_${nothing}` }, tells: ['rerun.resumed'] },
  resumeRuns: { needs: 'run.operate', input: { filter: { workflow: 'none' } }, tells: ['run.resumed'] },
  resumeRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['run.resumed'] },
  resumeSchedules: { needs: 'schedule.operate', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.resumed'] },
  retryDelivery: { needs: 'tenant.manage', input: { id: `dlv_${nothing}` }, tells: ['delivery.released'] },
  retryJob: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.requeued'] },
  retryJobs: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.requeued'] },
  resetQuota: {
    needs: 'platform.manage',
    input: { id: `quo_${nothing}`, reason: 'x' },
    tells: ['quota.reset'],
  },
  retryRun: { needs: 'run.operate', input: { run: `run_${nothing}` }, tells: ['job.created', 'run.started'] },
  revokeApiToken: { needs: 'token.manage', input: { id: `tok_${nothing}` }, tells: ['token.revoked'] },
  rotateChannelSecret: { needs: 'tenant.manage', input: { id: `chn_${nothing}` }, tells: ['channel.secret-rotated'] },
  startRerunBatch: { needs: 'run.operate', input: { filter: { workflow: 'none' } }, tells: ['rerun.created'] },
  revokeInvitation: {
    needs: 'member.manage',
    input: { id: `inv_${nothing}` },
    tells: ['invitation.revoked'],
  },
  runJobNow: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.expedited'] },
  runJobsNow: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.expedited'] },
  saveWorkflowDraft: {
    needs: 'workflow.edit',
    input: { key: '', text: '', baseVersion: 0 },
    tells: ['draft.begun'],
  },
  saveView: { needs: 'read', input: { list: 'jobs', name: '', query: '' }, tells: ['view.saved'] },
  startRun: { needs: 'run.operate', input: { workflow: 'none' }, tells: ['job.created', 'run.started'] },
  startRuns: {
    needs: 'run.operate',
    input: { runs: [{ workflow: 'none' }] },
    tells: ['job.created', 'run.started'],
  },
  testChannel: { needs: 'tenant.manage', input: { id: `chn_${nothing}` }, tells: ['delivery.made'] },
  triggerSchedule: {
    needs: 'schedule.operate',
    input: { id: `sch_${nothing}` },
    tells: ['job.created', 'schedule.ticked'],
  },
  updateChannel: { needs: 'tenant.manage', input: { id: `chn_${nothing}` }, tells: ['channel.updated'] },
  updateNotificationRule: {
    needs: 'tenant.manage',
    input: { id: `rul_${nothing}`, name: 'x', on: 'JOB_DEAD', channels: [`chn_${nothing}`] },
    tells: ['rule.updated'],
  },
  updateSchedule: { needs: 'schedule.edit', input: { id: `sch_${nothing}`, name: 'x' }, tells: ['schedule.updated'] },
  updateTenantLimits: {
    needs: 'platform.manage',
    input: { tenant: 'none', limits: { weight: 1 } },
    tells: ['tenant.updated'],
  },
  upsertPool: { needs: 'queue.edit', input: { name: '', capacity: 1 }, tells: ['gate.resized'] },
  upsertQuota: {
    needs: 'platform.manage',
    input: { measure: 'JOBS', period: 'DAY', max: 0 },
    tells: ['quota.changed'],
  },
  upsertQueue: { needs: 'queue.edit', input: { name: '', priority: 1 }, tells: ['queue.updated'] },
  acknowledgeFailures: {
    needs: 'failure.operate',
    input: { ids: [`flr_${nothing}`] },
    tells: ['failure.acknowledged'],
  },
  assignFailures: { needs: 'failure.operate', input: { ids: [`flr_${nothing}`] }, tells: ['failure.assigned'] },
  snoozeFailures: {
    needs: 'failure.operate',
    input: { ids: [`flr_${nothing}`], until: '2026-01-01T00:00:00Z' },
    tells: ['failure.snoozed'],
  },
  resolveFailures: { needs: 'failure.operate', input: { ids: [`flr_${nothing}`] }, tells: ['failure.resolved'] },
  reopenFailures: { needs: 'failure.operate', input: { ids: [`flr_${nothing}`] }, tells: ['failure.reopened'] },
  commentOnFailure: {
    needs: 'failure.operate',
    input: { id: `flr_${nothing}`, text: 'x' },
    tells: ['failure.commented'],
  },
  rerunFailure: {
    needs: 'job.operate',
    input: { id: `flr_${nothing}` },
    tells: ['failure.rerun', 'job.requeued'],
  },
  discardFailure: {
    needs: 'job.operate',
    input: { id: `flr_${nothing}` },
    tells: ['failure.discarded', 'failure.resolved'],
  },
  writeNote: { needs: 'note.write', input: { text: '', baseNumber: -1 }, tells: ['note.written'] },
};

/** Types that not everybody who reads may see, with the permissions that open them. */
export const restrictedTypes: Record<string, readonly Rule[]> = {
  ApiToken: ['token.manage', 'platform.manage'],
  Channel: ['tenant.manage'],
  Delivery: ['tenant.manage'],
  NotificationRule: ['tenant.manage'],
  Invitation: ['member.manage'],
  PlatformEvent: ['platform.manage'],
  FailureTenant: ['platform.manage'],
};
