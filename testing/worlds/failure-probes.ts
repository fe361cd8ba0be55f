/** The probes of the inputs about failures. */
import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { jobs, type Made, type Probe } from '#testing/probes/probe-worlds.ts';
import { openFailure } from './open-failure.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const errors = 'userErrors { code path }';

/** A failure of a job, and the time after its first event. */
async function failure(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const { job = '' } = await jobs(tenant);
  const id = await openFailure(api.databaseUrl, { tenantId: tenant.id, job });
  const after = await api.cursor(tenant);
  const { data } = await tenant.ask('{ members { id } viewer { id } }');
  return { failure: id, after, viewer: textAt(data, 'viewer', 'id') };
}

const listOf = ({ failure: id = '' }: Made) => [id];
const state = 'failures { state reason snoozedUntil assignee { id } }';

/** A mutation, and the one after it that tells something either way. */
function told(name: string, input: string, selection: string): string {
  return `mutation ($input: ${input}) {
    ${name}(input: $input) { ${selection} ${errors} }
    upsertQueue(input: { name: "later" }) { userErrors { code } }
  }`;
}

const many = (name: string, input: string, type: string): Omit<Probe, 'fields' | 'variables'> => ({
  setUp: failure,
  document: told(name, input, state),
  tells: [type, 'queue.updated'],
  at: ['input'],
});

/** By the name of the input type. */
export const failureProbes: Record<string, Probe> = {
  FailureIdsInput: {
    ...many('resolveFailures', 'FailureIdsInput!', 'failure.resolved'),
    variables: (made) => ({ input: { ids: listOf(made) } }),
    fields: { ids: [`flr_${nowhere}`], reason: 'why' },
  },
  AssignFailuresInput: {
    ...many('assignFailures', 'AssignFailuresInput!', 'failure.assigned'),
    variables: (made) => ({ input: { ids: listOf(made) } }),
    fields: { ids: [`flr_${nowhere}`], member: `usr_${nowhere}` },
  },
  SnoozeFailuresInput: {
    ...many('snoozeFailures', 'SnoozeFailuresInput!', 'failure.snoozed'),
    variables: (made) => ({ input: { ids: listOf(made), until: inMonths(1) } }),
    fields: { ids: [`flr_${nowhere}`], until: () => inMonths(2), reason: 'why' },
  },
  CommentOnFailureInput: {
    setUp: failure,
    document: `mutation ($input: CommentOnFailureInput!) {
      commentOnFailure(input: $input) { failure { history { by payload } } ${errors} }
    }`,
    variables: ({ failure: id = '' }) => ({ input: { id, text: 'a new disk is on its way' } }),
    at: ['input'],
    fields: { id: `flr_${nowhere}`, text: 'no disk is to be had' },
  },
  FailureGroupInput: {
    setUp: failure,
    document: told(
      'discardFailure',
      'FailureGroupInput!',
      'count jobCount runCount failure { state reason } jobs { id } skipped { reason count }',
    ),
    variables: ({ failure: id = '' }) => ({ input: { id } }),
    at: ['input'],
    fields: { id: `flr_${nowhere}`, expectedCount: 7, dryRun: true, reason: 'why' },
  },
  FailureFilter: {
    setUp: failure,
    document: 'query ($filter: FailureFilter) { failures(filter: $filter) { nodes { message state } totalCount } }',
    variables: () => ({ filter: {} }),
    at: ['filter'],
    fields: {
      ids: [`flr_${nowhere}`],
      states: ['RESOLVED'],
      assignee: `usr_${nowhere}`,
      task: 'other',
      workflow: 'flow',
      kind: 'DEAD',
      firstSeenAfter: '2099-01-01T00:00:00Z',
      firstSeenBefore: '2020-01-01T00:00:00Z',
      lastSeenAfter: '2099-01-01T00:00:00Z',
      lastSeenBefore: '2020-01-01T00:00:00Z',
      query: 'task:other',
    },
  },
};

// The same instant in each call of a test, and one that is neither past nor too far.
const now = new Date();

function inMonths(months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months + 1, 1)).toISOString();
}
