// Rates with workers by hand. Spans are an hour, so that no start leaves one while a test looks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { Rate } from '#domain/rate/rate.ts';
import { checkGates } from '#engine/gate/check-gates.ts';
import { sweepGates } from '#engine/gate/sweep-gates.ts';
import { getJob } from '#engine/job/get-job.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { loadJobReasons } from '#engine/wait/load-job-reasons.ts';
import { loadWaitChains } from '#engine/wait/load-wait-chains.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, released, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { claimCarefully } from './claim-carefully.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type World = Stage & { hand: HandWorker };

async function openWorld(): Promise<World> {
  const stage = await openStage(bundle);
  return { ...stage, hand: await stage.worker() };
}

const anHour = (max: number): Rate => ({ max, per: 'HOUR' });

async function rateOfQueue({ context, queue }: Stage, rate: Rate | null): Promise<void> {
  valueOf(await upsertQueue(context, { name: queue, rate }));
}

async function rateOfTenant({ context }: Stage, rate: Rate | null): Promise<void> {
  const role = 'PLATFORM_ADMIN';
  const admin: Context = { ...context, actor: { ...context.actor, role, permissions: permissionsOf(role) } };
  valueOf(await updateTenantLimits(admin, { tenant: `tnt_${context.tenantId}`, limits: { rate } }));
}

/** The code of the reason of the first job that waits. */
async function codeOfFirst({ context }: Stage): Promise<string | undefined> {
  const job = await bundle.owner.client.job.findFirst({
    where: { tenantId: context.tenantId, state: 'PENDING' },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const row = valueOf(await getJob(context, { id: job?.id ?? newId() }));
  assert.ok(row !== undefined, 'a job waits');
  const chain = (await loadWaitChains(context, [row])).get(row.id);
  const reason = (await loadJobReasons(context, [row])).get(row.id);
  assert.equal(reason?.code, chain?.code);
  return reason?.code;
}

test('a queue starts as many as its rate allows, all workers together, and the others say what they wait for', async () => {
  const world = await openWorld();
  const other = await world.worker();
  await rateOfQueue(world, anHour(5));
  await world.enqueue(20);
  const claims = [await world.hand.claim({ slots: 3 }), await other.claim(), await world.hand.claim()];
  assert.deepEqual(
    claims.map((jobs) => jobs.length),
    [3, 2, 0],
  );
  assert.equal(await codeOfFirst(world), 'QUEUE_RATE');
});

test('ended jobs make no room for a rate, and another attempt is another start', async () => {
  const world = await openWorld();
  await rateOfQueue(world, anHour(4));
  await world.enqueue(10);
  const [first, second, third] = await world.hand.claim({ slots: 3 });
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  await world.hand.settle([succeeded(first), retryLater(second, 0), released(third)]);
  assert.deepEqual([(await world.hand.claim()).length, (await world.hand.claim()).length], [1, 0]);
});

test('a raised rate counts at once, a lowered one too, and one that is taken away holds nobody up', async () => {
  const world = await openWorld();
  await rateOfQueue(world, anHour(3));
  await world.enqueue(20);
  const started = async () => (await world.hand.claim()).length;
  assert.equal(await started(), 3);
  await rateOfQueue(world, anHour(5));
  assert.equal(await started(), 2);
  await rateOfQueue(world, anHour(4));
  assert.equal(await started(), 0);
  await rateOfQueue(world, null);
  assert.equal(await started(), 15);
});

test('the rate of a tenant counts what all of its queues start, and holds up no other tenant', async () => {
  const world = await openWorld();
  const queue = `other-${newId()}`;
  valueOf(await upsertQueue(world.context, { name: queue }));
  await registerBuiltin(world.context, 'elsewhere', { name: 'noop' }, { queue });
  await rateOfTenant(world, anHour(7));
  await world.enqueue(5);
  await world.enqueue(Array.from({ length: 5 }, () => ({ task: 'elsewhere' })));
  const queues = [world.queue, queue];
  assert.equal((await world.hand.claim({ queues })).length, 7);
  assert.equal((await world.hand.claim({ queues })).length, 0);
  assert.equal(await codeOfFirst(world), 'TENANT_RATE');
  const free = await openWorld();
  await free.enqueue(3);
  assert.equal((await free.hand.claim()).length, 3);
});

test('jobs beyond the rate of their task wait at its gate, out of the way of others, and hold nothing when they start', async () => {
  const world = await openWorld();
  await world.task('mail', { name: 'noop' }, { rate: anHour(2) });
  await world.enqueue(Array.from({ length: 6 }, () => ({ task: 'mail' })));
  await world.enqueue(3);
  assert.equal((await world.hand.claim()).length, 5);
  assert.equal(await codeOfFirst(world), 'RATE_LIMIT');
  const { context } = world;
  assert.equal(await bundle.owner.client.hold.count({ where: { tenantId: context.tenantId } }), 0);
  await sweepGates(bundle.worker);
  assert.equal((await world.hand.claim()).length, 0);
  // A version with a higher rate counts for what waits already.
  await world.task('mail', { name: 'noop' }, { rate: anHour(5) });
  await sweepGates(bundle.worker);
  assert.equal((await world.hand.claim()).length, 3);
  assert.deepEqual(await checkGates(bundle.owner), { overfull: [], leaked: [], bare: [], forgotten: [] });
});

test('a database clock that goes back by hours leaves nobody at the gate of a rate', async () => {
  const world = await openWorld();
  const { tenantId } = world.context;
  await world.task('mail', { name: 'noop' }, { rate: anHour(1) });
  await world.enqueue([{ task: 'mail' }, { task: 'mail' }]);
  assert.equal((await world.hand.claim()).length, 1);
  // As if the start had been counted three hours ahead of now.
  await bundle.owner.client.$executeRaw`
    update rate_starts
    set seen_ms = seen_ms + 10800000,
      slices = (select json_agg(json_build_array((s ->> 0)::float8 + 10800000, s -> 1)) from json_array_elements(slices) s)
    where tenant_id = ${tenantId}::uuid`;
  await sweepGates(bundle.worker);
  assert.equal((await world.hand.claim()).length, 1);
});

test('a claim says when a rate has room again: for its lane, and for those that wait at the gate of a task', async () => {
  const world = await openWorld();
  const { tenantId } = world.context;
  await world.task('mail', { name: 'noop' }, { rate: { max: 1, per: 'MINUTE' } });
  await rateOfQueue(world, anHour(4));
  await world.enqueue([{ task: 'mail' }, { task: 'mail' }]);
  await world.enqueue(3);
  const queue = await bundle.owner.client.queue.findFirstOrThrow({ where: { tenantId, name: world.queue } });
  const claim = async () =>
    await claimCarefully(bundle.worker, {
      workerId: world.hand.workerId,
      queues: [],
      asks: [{ queueId: queue.id, tenantId, count: 10, isReady: true, isDue: true, isKnown: true, isPlain: false }],
    });
  const { jobs, lanes, gatesDue } = await claim();
  const [lane] = lanes;
  assert.equal(jobs.length, 4);
  assert.equal(lane?.isFull, false, 'it waits for time, not for a place');
  const inMs = lane?.roomInMs ?? 0;
  assert.ok(inMs > 3_500_000 && inMs <= 3_780_000, `${inMs}`);
  assert.equal(gatesDue.length, 1);
  const gateInMs = gatesDue[0]?.inMs ?? 0;
  assert.ok(gateInMs > 50_000 && gateInMs <= 63_000, `${gateInMs}`);
});

test('what a claim was let in for and could not take is not counted', async () => {
  const world = await openWorld();
  await rateOfQueue(world, anHour(4));
  const ids = await world.enqueue(6);
  await bundle.owner.client.$transaction(async (tx) => {
    await tx.$queryRaw`select id from jobs where id = any(${ids.slice(0, 2)}::uuid[]) for update`;
    assert.equal((await world.hand.claim({ slots: 4 })).length, 2);
  });
  assert.equal((await world.hand.claim()).length, 2);
  assert.equal((await world.hand.claim()).length, 0);
});

test('a rate that comes between many claims is never passed by what starts after it', async () => {
  const world = await openWorld();
  const hands = await Promise.all([world.worker(), world.worker(), world.worker()]);
  const begun = () => bundle.owner.client.job.count({ where: { tenantId: world.context.tenantId, state: 'RUNNING' } });
  await rateOfQueue(world, anHour(1_000));
  for (let round = 0; round < 6; round += 1) {
    await world.enqueue(40);
    const max = (await begun()) + 4;
    const claims = hands.map((hand, n) => hand.claim({ slots: 1 + 2 * n }));
    const lowering = rateOfQueue(world, anHour(max)).then(begun);
    const later = lowering.then(() => Promise.all(hands.map((hand) => hand.claim({ slots: 9 }))));
    await Promise.all([...claims, later]);
    const atChange = await lowering;
    assert.ok((await begun()) <= Math.max(max, atChange), `round ${round}`);
    await rateOfQueue(world, anHour(1_000));
  }
});
