/** Probes of what is asked of gates and done to them. */
import type { JsonObject } from '#domain/value/json.ts';
import type { Answer, TestConsole, TestTenant } from '#testing/console.ts';
import { jobs, type Made, noop, type Probe, work } from '#testing/probes/probe-worlds.ts';
import { openHold } from './open-hold.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const errors = 'userErrors { code path }';

const makePool =
  'mutation ($name: String!) { upsertPool(input: { name: $name, capacity: 3 }) { userErrors { code } } }';

/** What `work` makes, and two pools. */
export async function pools(tenant: TestTenant): Promise<Made> {
  await work(tenant);
  for (const name of ['cpu', 'gpu']) await tenant.ask(makePool, { name });
  return {};
}

/** A mutex that a job holds, and a pool that nobody does. */
async function held(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const { job = '' } = await jobs(tenant);
  await tenant.ask(makePool, { name: 'cpu' });
  return { job, gate: await openHold(api.databaseUrl, { tenantId: tenant.id, job }) };
}

/** A mutex held by a job whose worker lives. */
async function heldByLiving(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const { job = '' } = await jobs(tenant);
  return { job, gate: await openHold(api.databaseUrl, { tenantId: tenant.id, job, isWorkerAlive: true }) };
}

/** By the name of the input type. */
export const gateProbes: Record<string, Probe> = {
  UpsertPoolInput: {
    document: `mutation ($input: UpsertPoolInput!) { upsertPool(input: $input) { gate { key capacity } ${errors} } }`,
    variables: () => ({ input: { name: 'cpu', capacity: 3 } }),
    at: ['input'],
    fields: { name: 'gpu', capacity: 7 },
  },
  DeletePoolInput: {
    setUp: pools,
    document: `mutation ($input: DeletePoolInput!) { deletePool(input: $input) { name ${errors} } }`,
    variables: () => ({ input: { name: 'cpu' } }),
    at: ['input'],
    fields: { name: 'gpu' },
  },
  LockFilter: {
    setUp: held,
    document: 'query ($filter: LockFilter) { locks(filter: $filter) { totalCount } }',
    variables: () => ({ filter: {} }),
    at: ['filter'],
    fields: { kind: 'MUTEX', key: 'CPU', waitingOnly: true },
  },
  ReleaseHoldInput: {
    setUp: heldByLiving,
    document: `mutation ($input: ReleaseHoldInput!) { releaseHold(input: $input) { gate { key held } ${errors} } }`,
    variables: ({ gate = '', job = '' }) => ({ input: { gate, job, reason: 'it hangs', force: true } }),
    at: ['input'],
    fields: { gate: `gat_${nowhere}`, job: `job_${nowhere}`, reason: ' ', force: false },
  },
  TaskConcurrencyInput: {
    setUp: work,
    document: `mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { task { concurrency { max key } } ${errors} } }`,
    variables: () => ({ input: { name: 'probe', handler: noop, concurrency: { max: 3 } } }),
    at: ['input', 'concurrency'],
    fields: { max: 7, key: '${{ params.host }}' },
  },
};

/** Makes a pool and removes it, and releases a hold of the job. */
export async function actOnGates(
  act: (field: string, input: JsonObject) => Promise<Answer>,
  { databaseUrl, tenantId, job }: { databaseUrl: string; tenantId: string; job: string },
): Promise<void> {
  await act('upsertPool', { name: 'cpu', capacity: 3 });
  await act('deletePool', { name: 'cpu' });
  const gate = await openHold(databaseUrl, { tenantId, job });
  await act('releaseHold', { gate, job, reason: 'it hangs' });
}
