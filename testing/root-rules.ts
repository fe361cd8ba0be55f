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
  alerts: { needs: 'read', ask: '{ totalCount }' },
  apiTokens: { needs: 'token.manage', ask: '{ totalCount }' },
  // Also how one comes in: the log of the tenant tells the rest.
  invitations: { needs: 'member.manage', ask: '{ id }' },
  job: { needs: 'read', ask: `(id: "job_${nothing}") { id }` },
  jobFacets: { needs: 'read', ask: '{ __typename }' },
  jobHistogram: { needs: 'read', ask: `${day} { __typename }` },
  jobs: { needs: 'read', ask: '{ totalCount }' },
  members: { needs: 'read', ask: '{ id }' },
  notes: { needs: 'read', ask: '{ id }' },
  platformEvents: { needs: 'platform.manage', ask: '{ totalCount }' },
  platformTokens: { needs: 'platform.manage', ask: '{ totalCount }' },
  previewSchedule: { needs: 'read', ask: '(input: { cron: "@daily" }) { userErrors { code } }' },
  queue: { needs: 'read', ask: '(name: "none") { id }' },
  queues: { needs: 'read', ask: '{ id }' },
  run: { needs: 'read', ask: `(id: "run_${nothing}") { id }` },
  runHistogram: { needs: 'read', ask: `${day} { __typename }` },
  runs: { needs: 'read', ask: '{ totalCount }' },
  savedViews: { needs: 'read', ask: '(list: "jobs") { id }' },
  schedule: { needs: 'read', ask: `(id: "sch_${nothing}") { id }` },
  schedules: { needs: 'read', ask: '{ totalCount }' },
  // One's own; a token has none.
  sessions: { needs: 'everybody', ask: '{ id }' },
  statistics: { needs: 'read', ask: `${day} { __typename }` },
  task: { needs: 'read', ask: '(name: "none") { id }' },
  tasks: { needs: 'read', ask: '{ totalCount }' },
  // Those that the caller may enter; row level security leaves out all others.
  tenants: { needs: 'everybody', ask: '{ totalCount }' },
  validateWorkflow: { needs: 'workflow.edit', ask: '(input: { yaml: "name: x" }) { valid }' },
  viewer: { needs: 'everybody', ask: '{ id }' },
  workers: { needs: 'read', ask: '{ id }' },
  workersLeftOut: { needs: 'read', ask: '' },
  workflow: { needs: 'read', ask: '(name: "none") { id }' },
  workflows: { needs: 'read', ask: '{ totalCount }' },
};

export const subscriptionRules: Record<string, { needs: Rule; ask: string }> = {
  events: { needs: 'read', ask: '{ type }' },
  pulses: { needs: 'read', ask: '{ cursor }' },
  runEvents: { needs: 'read', ask: `(run: "run_${nothing}") { type }` },
};

/** `input` is well formed and about nothing that exists; `tells` are the events that the mutation leaves when it is done. */
export const mutationRules: Record<string, { needs: Rule; input: JsonObject; tells: readonly string[] }> = {
  cancelJob: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.cancelled'] },
  cancelJobs: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.cancelled'] },
  cancelRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['job.cancelled', 'run.cancelled'] },
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
  createSchedule: {
    needs: 'schedule.edit',
    input: { name: '', cron: '@daily', target: { task: 'none' } },
    tells: ['schedule.created'],
  },
  createTenant: { needs: 'platform.manage', input: { slug: '-', name: '' }, tells: ['tenant.created'] },
  deleteSchedules: { needs: 'schedule.edit', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.ended'] },
  deleteView: { needs: 'read', input: { id: `viw_${nothing}` }, tells: ['view.deleted'] },
  endSessions: { needs: 'everybody', input: { ids: [] }, tells: ['user.sessions-ended'] },
  enqueueJob: { needs: 'job.enqueue', input: { task: 'none' }, tells: ['job.created'] },
  enqueueJobs: { needs: 'job.enqueue', input: { jobs: [{ task: 'none' }] }, tells: ['job.created'] },
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
  pauseRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['run.paused'] },
  pauseSchedules: { needs: 'schedule.operate', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.paused'] },
  publishWorkflow: { needs: 'workflow.edit', input: { yaml: 'name: x' }, tells: ['workflow.published'] },
  registerTask: { needs: 'task.edit', input: { name: '', handler: {} }, tells: ['task.registered'] },
  removeMember: { needs: 'member.manage', input: { user: `usr_${nothing}` }, tells: ['user.removed'] },
  resolveAlert: { needs: 'alert.operate', input: { id: `alr_${nothing}` }, tells: ['alert.resolved'] },
  resumeRun: { needs: 'run.operate', input: { id: `run_${nothing}` }, tells: ['run.resumed'] },
  resumeSchedules: { needs: 'schedule.operate', input: { ids: [`sch_${nothing}`] }, tells: ['schedule.resumed'] },
  retryJob: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.requeued'] },
  retryJobs: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.requeued'] },
  retryRun: { needs: 'run.operate', input: { run: `run_${nothing}` }, tells: ['job.created', 'run.started'] },
  revokeApiToken: { needs: 'token.manage', input: { id: `tok_${nothing}` }, tells: ['token.revoked'] },
  revokeInvitation: {
    needs: 'member.manage',
    input: { id: `inv_${nothing}` },
    tells: ['invitation.revoked'],
  },
  runJobNow: { needs: 'job.operate', input: { id: `job_${nothing}` }, tells: ['job.expedited'] },
  runJobsNow: { needs: 'job.operate', input: { filter: { task: 'none' } }, tells: ['job.expedited'] },
  saveView: { needs: 'read', input: { list: 'jobs', name: '', query: '' }, tells: ['view.saved'] },
  startRun: { needs: 'run.operate', input: { workflow: 'none' }, tells: ['job.created', 'run.started'] },
  triggerSchedule: {
    needs: 'schedule.operate',
    input: { id: `sch_${nothing}` },
    tells: ['job.created', 'schedule.ticked'],
  },
  updateSchedule: { needs: 'schedule.edit', input: { id: `sch_${nothing}`, name: 'x' }, tells: ['schedule.updated'] },
  updateTenantLimits: {
    needs: 'platform.manage',
    input: { tenant: 'none', limits: { weight: 1 } },
    tells: ['tenant.updated'],
  },
  upsertQueue: { needs: 'queue.edit', input: { name: '', priority: 1 }, tells: ['queue.updated'] },
  writeNote: { needs: 'note.write', input: { text: '', baseNumber: -1 }, tells: ['note.written'] },
};

/** Types that not everybody who reads may see, with the permissions that open them. */
export const restrictedTypes: Record<string, readonly Rule[]> = {
  ApiToken: ['token.manage', 'platform.manage'],
  Invitation: ['member.manage'],
  PlatformEvent: ['platform.manage'],
};
