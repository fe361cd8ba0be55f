// A cap, a pause: what is acknowledged holds for every job that starts afterwards, whatever claim was on its way.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { permissionsOf } from '#domain/access/permissions.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { type Bundle, bundleOf, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { whenWaiting } from '#testing/machine/database-locks.ts';
import { type HandWorker, workerByHand } from '#testing/worker/worker-by-hand.ts';

type World = {
  bundle: Bundle;
  context: Context;
  workers: HandWorker[];
  /** A queue of its own with jobs in it. */
  queueOf(jobs: number): Promise<string>;
  running(): Promise<number>;
};

/** A database of its own: a claim works for all tenants at once. */
async function openWorld(t: TestContext, workers: number): Promise<World> {
  const bundle = await bundleOf(t);
  const context = await bundle.tenant();
  await registerBuiltin(context, 'noop', { name: 'noop' });
  return {
    bundle,
    context,
    workers: await Promise.all(Array.from({ length: workers }, () => workerByHand(bundle.worker))),
    queueOf: async (jobs) => {
      const queue = `queue-${newId()}`;
      valueOf(await upsertQueue(context, { name: queue }));
      const wanted = Array.from({ length: jobs }, () => ({ task: 'noop', queue }));
      valueOf(await enqueueJobs(context, { jobs: wanted }));
      return queue;
    },
    running: () => bundle.owner.client.job.count({ where: { state: 'RUNNING' } }),
  };
}

/** From now on a claim stops between taking its jobs and its commit, until let go. */
async function stopClaims(ownerUrl: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
    create function stand_still() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(4711);
      return new;
    end $$;
    create trigger stand_still before update on jobs for each row when (new.state = 'RUNNING') execute function stand_still();
    select pg_advisory_lock(4711)`);
  // Ending the session lets go of its lock.
  return { release: () => client.end() };
}

function asPlatform(context: Context): Context {
  const role = 'PLATFORM_ADMIN';
  return { ...context, actor: { ...context.actor, role, permissions: permissionsOf(role) } };
}

type Cap = (context: Context, queue: string) => Promise<unknown>;
const caps: Record<string, Cap> = {
  'a first cap of the queue': async (context, queue) =>
    valueOf(await upsertQueue(context, { name: queue, concurrency: 3 })),
  'a first cap of the tenant': async (context) => {
    const tenant = `tnt_${context.tenantId}`;
    return valueOf(await updateTenantLimits(asPlatform(context), { tenant, limits: { maxRunningJobs: 3 } }));
  },
};
for (const [name, cap] of Object.entries(caps)) {
  test(`${name} counts the jobs of a claim that was on its way`, async (t) => {
    const { bundle, context, workers, queueOf, running } = await openWorld(t, 2);
    const queue = await queueOf(10);
    const [first, second] = workers;
    assert.ok(first !== undefined && second !== undefined);
    const claims = await stopClaims(bundle.ownerUrl);
    const early = first.claim({ slots: 3 });
    await whenWaiting(bundle.owner, 1);
    // The later claim comes as soon as the cap is acknowledged, be it while the first one is still on its way.
    const late = cap(context, queue).then(() => second.claim({ slots: 10 }));
    await whenWaiting(bundle.owner, 2);
    await claims.release();
    assert.deepEqual([(await early).length, (await late).length, await running()], [3, 0, 3]);
  });
}

test('nothing of a queue starts after its pause was acknowledged, not even from a claim that was on its way', async (t) => {
  const { bundle, context, workers, queueOf, running } = await openWorld(t, 1);
  const queue = await queueOf(5);
  const claims = await stopClaims(bundle.ownerUrl);
  const early = workers[0]?.claim({ slots: 3 });
  await whenWaiting(bundle.owner, 1);
  const atPause = upsertQueue(context, { name: queue, paused: true }).then(running);
  await Promise.race([atPause, whenWaiting(bundle.owner, 2)]);
  await claims.release();
  await early;
  assert.equal(await atPause, await running());
});

test('a cap that comes between many claims is never passed by a job that starts after it', async (t) => {
  const { context, workers, queueOf, running } = await openWorld(t, 4);
  for (let round = 0; round < 12; round += 1) {
    const before = await running();
    const queue = await queueOf(30);
    const claim = (worker: HandWorker, n: number) => worker.claim({ slots: 1 + n });
    const claims = [...workers, ...workers].map(claim);
    const capping = upsertQueue(context, { name: queue, concurrency: 2 }).then(running);
    const later = capping.then(() => Promise.all(workers.map((worker) => worker.claim({ slots: 9 }))));
    await Promise.all([...claims, later]);
    const atCap = (await capping) - before;
    assert.ok(
      (await running()) - before <= Math.max(2, atCap),
      `round ${round}: ${atCap} ran when the cap was acknowledged`,
    );
  }
});
