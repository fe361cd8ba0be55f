/**
 * The probes of inputs whose effect the event log tells, what is followed and what is kept there only; and of those about
 * people: who comes in, who goes, and what is theirs.
 */
import { openAlert } from '#testing/alert/open-alert.ts';
import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { daily, flow, invitation, type Made, members, type Probe, person } from './probe-worlds.ts';

/** A question for the first event of the tenant that passes, from a place in its history on. */
export const firstEvent =
  'subscription ($filter: EventFilter, $after: Cursor) { events(filter: $filter, after: $after) { type entityId to reason } }';

const nowhere = '00000000-0000-7000-8000-000000000000';

/** A task, a queue, a workflow, a schedule, a job and a run, each with an event after the cursor. */
async function history(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const after = await api.cursor(tenant);
  await flow(tenant);
  const { data } = await tenant.ask(
    `mutation ($daily: CreateScheduleInput!) {
      createSchedule(input: $daily) { schedule { id } }
      enqueueJob(input: { task: "work" }) { job { id } }
      startRun(input: { workflow: "flow" }) { run { id } }
    }`,
    { daily },
  );
  return {
    after,
    schedule: textAt(data, 'createSchedule', 'schedule', 'id'),
    job: textAt(data, 'enqueueJob', 'job', 'id'),
    run: textAt(data, 'startRun', 'run', 'id'),
  };
}

async function alert(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const after = await api.cursor(tenant);
  return { after, alert: await openAlert(api.databaseUrl, { tenantId: tenant.id }) };
}

const listOf = (name: string) => (made: Made) => [made[name] ?? ''];

/** The probes by the name of the input type. */
export const eventProbes: Record<string, Probe> = {
  EventFilter: {
    setUp: history,
    document: firstEvent,
    variables: ({ after = '' }) => ({ filter: {}, after }),
    at: ['filter'],
    fields: {
      types: ['workflow.published'],
      noun: 'RUN',
      query: ({ job = '' }) => job,
      jobs: listOf('job'),
      runs: listOf('run'),
      schedules: listOf('schedule'),
      queues: ['other'],
    },
  },
  ResolveAlertInput: {
    setUp: alert,
    // The queue is made after the alert was resolved or not, so that there is something to be told of either way.
    document: `mutation ($input: ResolveAlertInput!) {
      resolveAlert(input: $input) { alert { state } userErrors { code path } }
      upsertQueue(input: { name: "later" }) { userErrors { code } }
    }`,
    tells: ['alert.resolved', 'queue.updated'],
    variables: ({ alert: id = '' }) => ({ input: { id } }),
    at: ['input'],
    fields: { id: `alr_${nowhere}`, reason: 'why' },
  },
};

// Within the thirty days that an invitation may last.
const soon = new Date(Date.now() + 3_600_000).toISOString();
const errors = 'userErrors { code path }';
const call = (name: string, selection: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} ${errors} } }`;

/** The probes about people, by the name of the input type. */
export const colleagueProbes: Record<string, Probe> = {
  InviteMemberInput: {
    document: call('inviteMember', 'invitation { email role expiresAt }'),
    // An end of its own, so that two calls have one answer.
    variables: () => ({ input: { email: 'ada@example.com', role: 'VIEWER', expiresAt: soon } }),
    at: ['input'],
    fields: { email: 'eve@example.com', role: 'OPERATOR', expiresAt: '2020-01-01T00:00:00Z' },
  },
  RevokeInvitationInput: {
    setUp: invitation,
    document: call('revokeInvitation', 'invitation { state }'),
    variables: ({ invitation: id = '' }) => ({ input: { id } }),
    at: ['input'],
    fields: { id: `inv_${nowhere}` },
  },
  ChangeMemberRoleInput: {
    setUp: members,
    document: call('changeMemberRole', 'member { role }'),
    variables: ({ other = '' }) => ({ input: { user: other, role: 'VIEWER' } }),
    at: ['input'],
    fields: { user: `usr_${nowhere}`, role: 'EDITOR' },
  },
  RemoveMemberInput: {
    setUp: async (tenant, api) => {
      const made = await members(tenant, api);
      await api.person(tenant, 'ADMIN');
      return made;
    },
    document: call('removeMember', 'member { role } tokensRevoked'),
    variables: ({ member = '' }) => ({ input: { user: member } }),
    at: ['input'],
    fields: { user: `usr_${nowhere}`, revokeTokens: true },
  },
  OfferPasswordResetInput: {
    setUp: members,
    document: call('offerPasswordReset', '__typename'),
    variables: ({ other = '' }) => ({ input: { user: other } }),
    at: ['input'],
    fields: { user: `usr_${nowhere}` },
  },
  ChangePasswordInput: {
    setUp: person,
    document: call('changePassword', 'sessionsEnded'),
    variables: ({ password = '' }) => ({ input: { current: password, password: `${password} anew` } }),
    at: ['input'],
    fields: { current: 'another', password: 'short' },
  },
  EndSessionsInput: {
    setUp: person,
    document: call('endSessions', 'count'),
    variables: () => ({ input: {} }),
    at: ['input'],
    fields: { ids: ({ session = '' }) => [session], allOthers: true },
  },
  SaveViewInput: {
    document: call('saveView', 'view { list name query isShared }'),
    variables: () => ({ input: { list: 'jobs', name: 'Night', query: 'state:DEAD' } }),
    at: ['input'],
    fields: { list: 'runs', name: 'Day', query: 'state:FAILED', isShared: true },
  },
  DeleteViewInput: {
    setUp: async ({ slug }, api) => {
      // Their own is what the caller of the probe deletes.
      const { data } = await api.ask(
        { token: api.adminToken, tenant: slug },
        'mutation { saveView(input: { list: "jobs", name: "Night", query: "x" }) { view { id } } }',
      );
      return { view: textAt(data, 'saveView', 'view', 'id') };
    },
    document: call('deleteView', 'view { name }'),
    variables: ({ view = '' }) => ({ input: { id: view } }),
    at: ['input'],
    fields: { id: `viw_${nowhere}` },
  },
  WriteNoteInput: {
    document: call('writeNote', 'note { number text }'),
    variables: () => ({ input: { text: 'Look after billing' } }),
    at: ['input'],
    fields: { text: 'All quiet', baseNumber: 7 },
  },
};
