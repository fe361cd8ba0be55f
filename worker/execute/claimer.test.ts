// Goal: what there is room for is shared fairly by the whole path, from the lanes in the database to the claimed jobs.
// A claim works for all tenants at once, so every test has a database of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, bundleOf, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { Claimer } from './claimer.ts';

async function tenantWith(
  bundle: Bundle,
  jobs: number,
  given: { weight?: number; priority?: number } = {},
): Promise<Context> {
  const { weight = 1, priority = 0 } = given;
  const context = await bundle.tenant({ limits: { weight } });
  await registerBuiltin(context, 'noop', { name: 'noop' });
  for (let left = jobs; left > 0; left -= 1_000) {
    const batch = Array.from({ length: Math.min(1_000, left) }, () => ({ task: 'noop', priority }));
    valueOf(await enqueueJobs(context, { jobs: batch }));
  }
  return context;
}

async function claimerOf(bundle: Bundle, database = bundle.worker): Promise<Claimer> {
  const worker = { name: 'fair', slots: 100, queues: [], version: 'test', leaseMs: 60_000 };
  const workerId = await registerWorker(bundle.worker, worker);
  return new Claimer({ database, workerId: () => workerId, queues: [], pollMs: 60_000 });
}

async function countByTenant(claimer: Claimer, wanted: number, slots: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let taken = 0, round = 0; taken < wanted; round += 1) {
    assert.ok(round <= 2 * wanted, 'it comes to an end');
    const { jobs } = await claimer.claim(Math.min(slots, wanted - taken), false);
    taken += jobs.length;
    for (const { tenantId } of jobs) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
  }
  return counts;
}

test('a tenant that dumped thousands of jobs at the highest priority lets small tenants have their turn at once', async (t) => {
  const bundle = await bundleOf(t);
  const noisy = await tenantWith(bundle, 3_000, { priority: 1_000 });
  const small = [];
  for (let n = 0; n < 5; n += 1) small.push(await tenantWith(bundle, 10));
  const counts = await countByTenant(await claimerOf(bundle), 110, 10);
  assert.deepEqual(
    small.map(({ tenantId }) => counts.get(tenantId)),
    small.map(() => 10),
  );
  assert.equal(counts.get(noisy.tenantId), 60);
});

test('tenants share by weight, within a twentieth', async (t) => {
  const bundle = await bundleOf(t);
  const tenants = [
    { weight: 1, context: await tenantWith(bundle, 2_000, { weight: 1 }) },
    { weight: 2, context: await tenantWith(bundle, 2_000, { weight: 2 }) },
    { weight: 5, context: await tenantWith(bundle, 2_000, { weight: 5 }) },
  ];
  const counts = await countByTenant(await claimerOf(bundle), 2_000, 90);
  for (const { weight, context } of tenants) {
    const share = (counts.get(context.tenantId) ?? 0) / 2_000;
    assert.ok(Math.abs(share - weight / 8) <= 0.05 * (weight / 8), `weight ${weight}: ${share}`);
  }
});

test('nothing starves in a queue: an old job goes before one of higher priority that came a while after it', async (t) => {
  const bundle = await bundleOf(t);
  const context = await tenantWith(bundle, 1);
  const { client } = bundle.owner;
  // It has waited for eleven minutes, which is worth eleven points of priority.
  await client.$executeRaw`update jobs set rank = rank - 11 * 60000 where tenant_id = ${context.tenantId}::uuid`;
  const [old] = await client.job.findMany({ select: { id: true } });
  valueOf(
    await enqueueJobs(context, {
      jobs: [
        { task: 'noop', priority: 10 },
        { task: 'noop', priority: 12 },
      ],
    }),
  );
  const claimer = await claimerOf(bundle);
  const order: string[] = [];
  for (let n = 0; n < 3; n += 1) order.push(...(await claimer.claim(1, false)).jobs.map(({ jobId }) => jobId));
  assert.equal(order.indexOf(old?.id ?? ''), 1);
});

test('work that nobody told of is found by the sweep, and work that was told of without one', async (t) => {
  const bundle = await bundleOf(t);
  const context = await tenantWith(bundle, 0);
  valueOf(await upsertQueue(context, { name: 'other' }));
  const deaf = await claimerOf(bundle);
  const hearing = await claimerOf(bundle);
  assert.deepEqual((await deaf.claim(10, false)).jobs, []);
  assert.deepEqual((await hearing.claim(10, false)).jobs, []);
  valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop' }, { task: 'noop', queue: 'other' }] }));
  assert.deepEqual((await hearing.claim(10, false)).jobs, []);
  hearing.hearVaguely();
  assert.equal((await hearing.claim(1, false)).jobs.length, 1);
  assert.deepEqual((await deaf.claim(10, false)).jobs, []);
  deaf.forget();
  assert.equal((await deaf.claim(10, false)).jobs.length, 1);
});

test('what is told while one part of a claim is under way is asked for again, whatever its later part answers', async (t) => {
  const bundle = await bundleOf(t);
  const context = await tenantWith(bundle, 1);
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 5 }));
  valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop', queue: 'capped' }] }));
  const proxy = await openCuttingProxy(bundle.ownerUrl);
  const database = openDatabase({ url: proxy.url, duty: 'worker', connectionsMax: 2, name: 'claims' });
  t.after(async () => {
    await database.close();
    await proxy.close();
  });
  const claimer = await claimerOf(bundle, database);
  // In the lane that is asked after the capped one a job comes to be due, beside the one that waits there.
  const tell = async () => {
    valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop', delay: 'PT1H' }] }));
    await bundle.owner.client.job.updateMany({ where: { state: 'SCHEDULED' }, data: { runAt: new Date(0) } });
    const due = await bundle.owner.client.job.findFirstOrThrow({ where: { state: 'SCHEDULED' } });
    claimer.hear([due.queueId]);
  };
  let telling: Promise<void> | undefined;
  proxy.onStatement(({ name }) => {
    if (name !== 'look_at_lanes' || telling !== undefined) return undefined;
    telling = tell();
    return telling;
  });
  assert.equal((await claimer.claim(10, false)).jobs.length, 2);
  assert.ok(telling !== undefined);
  let later = 0;
  for (let round = 0; round < 3 && claimer.hasMore(); round += 1) later += (await claimer.claim(10, false)).jobs.length;
  assert.equal(later, 1);
});

test('suspects that have no room, however many and of whichever tenant, hold up no suspect behind them', async (t) => {
  const bundle = await bundleOf(t);
  const shut = await tenantWith(bundle, 0);
  valueOf(await upsertQueue(shut, { name: 'shut', concurrency: 0 }));
  valueOf(await enqueueJobs(shut, { jobs: Array.from({ length: 45 }, () => ({ task: 'noop', queue: 'shut' })) }));
  const other = await tenantWith(bundle, 1);
  await bundle.owner.client.$executeRaw`update jobs set crashes = 2`;
  const claimer = await claimerOf(bundle);
  const taken: string[] = [];
  for (let n = 0; n < 8; n += 1) taken.push(...(await claimer.claim(1, true)).jobs.map(({ tenantId }) => tenantId));
  assert.deepEqual(taken, [other.tenantId]);
  assert.equal(claimer.hasSuspects(), false, 'those that wait are asked for again with the next sweep');
});
