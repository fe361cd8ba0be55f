// Rows of gates are removed between all that a job goes through: a job that needs one must be limited all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, bundleOf, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { listGates } from './list-gates.ts';
import { pruneGates } from './prune-gates.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function openWorld(on: Bundle = bundle) {
  const stage = await openStage(on);
  const handler = { builtin: { name: 'noop' } };
  const needs = { mutex: ['m-${{ params.key }}'], concurrency: { max: 1, key: '${{ params.key }}' } };
  valueOf(await registerTask(stage.context, { name: 'keyed', handler, queue: stage.queue, ...needs }));
  return { ...stage, hand: await stage.worker() };
}

const gatesOf = async ({ context }: Stage, on: Bundle = bundle) =>
  (await on.owner.client.gate.findMany({ where: { tenantId: context.tenantId }, orderBy: { kind: 'asc' } })).map(
    ({ kind, key }) => `${kind} ${key}`,
  );

/** As if every gate had been made the day before yesterday, then a pass over all of them. */
async function prune(on: Bundle = bundle): Promise<void> {
  await on.owner.client.$executeRaw`update gates set created_at = created_at - interval '2 days'`;
  let after: Awaited<ReturnType<typeof pruneGates>>['after'];
  do after = (await pruneGates(on.worker, after)).after;
  while (after !== undefined);
}

test('what only so many may hold holds though its row is removed between every two steps', async () => {
  const world = await openWorld();
  const job = { task: 'keyed', params: { key: 'a' } };
  await world.enqueue([job, job, job]);
  await prune();
  assert.deepEqual(await gatesOf(world), [], 'nobody holds it and nobody waits at it');
  for (let left = 3; left > 0; left -= 1) {
    const [taken, ...others] = await world.hand.claim();
    assert.ok(taken !== undefined);
    assert.deepEqual(others, [], 'one at a time');
    await prune();
    assert.deepEqual(await gatesOf(world), ['KEY a', 'MUTEX m-a'], 'somebody holds them');
    assert.deepEqual(await world.hand.claim(), []);
    await prune();
    await world.hand.settle([succeeded(taken)]);
    await prune();
  }
  assert.deepEqual(await gatesOf(world), []);
  assert.deepEqual(valueOf(await listGates(world.context, {})).nodes, []);
});

test('a job of long ago that is tried again is limited by a gate that was removed meanwhile', async () => {
  const world = await openWorld();
  const jobs = await world.enqueue([
    { task: 'keyed', params: { key: 'b' } },
    { task: 'keyed', params: { key: 'b' } },
  ]);
  for (let round = 0; round < 2; round += 1) await world.hand.settle((await world.hand.claim()).map(failedForGood));
  await prune();
  assert.deepEqual(await gatesOf(world), []);
  for (const id of jobs) valueOf(await retryJob(world.context, { id }));
  assert.equal((await world.hand.claim()).length, 1);
  assert.equal((await world.hand.claim()).length, 0);
});

test('a gate that was made today stays, and so do pools', async () => {
  const world = await openWorld();
  await world.enqueue([{ task: 'keyed', params: { key: 'c' } }]);
  await pruneGates(bundle.worker);
  assert.deepEqual(await gatesOf(world), ['KEY c', 'MUTEX m-c']);
});

test('while a tenant claims, its gates are left for the next round', async () => {
  const world = await openWorld();
  await world.enqueue([{ task: 'keyed', params: { key: 'd' } }]);
  await dutyTransaction(bundle.worker, async (client) => {
    await lockTenantClaims(client, world.context.tenantId);
    await prune();
    assert.deepEqual(await gatesOf(world), ['KEY d', 'MUTEX m-d']);
  });
  await prune();
  assert.deepEqual(await gatesOf(world), []);
});

test('a gate that cannot be removed keeps no other tenant from theirs', async (t) => {
  const own = await bundleOf(t);
  const [bad, good] = [await openWorld(own), await openWorld(own)];
  for (const world of [bad, good]) await world.enqueue([{ task: 'keyed', params: { key: 'e' } }]);
  const { client } = own.owner;
  await client.$executeRawUnsafe(`create function keep_gate() returns trigger language plpgsql as $$
    begin raise exception 'this row is poisoned'; end $$`);
  await client.$executeRawUnsafe(
    `create trigger keep before delete on gates for each row when (old.tenant_id = '${bad.context.tenantId}') execute function keep_gate()`,
  );
  await client.$executeRaw`update gates set created_at = created_at - interval '2 days'`;
  const pruned = await pruneGates(own.worker);
  assert.deepEqual([pruned.gates, pruned.stuck.length], [2, 2]);
  assert.deepEqual([(await gatesOf(bad, own)).length, await gatesOf(good, own)], [2, []]);
});

test('counts of minutes that nobody looks at any more are forgotten', async () => {
  const world = await openWorld();
  const tenantId = world.context.tenantId;
  await bundle.owner.client.$executeRaw`
    insert into gate_minutes (tenant_id, gate_id, minute, came, waited)
    select ${tenantId}::uuid, gen_random_uuid(), date_trunc('minute', now()) - age, 1, 1
    from unnest(array[interval '3 hours', interval '30 minutes']) as a (age)`;
  await pruneGates(bundle.worker);
  assert.equal(await bundle.owner.client.gateMinute.count({ where: { tenantId } }), 1);
});
