import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { createTenant } from '#engine/tenant/create-tenant.ts';
import { getTenant } from '#engine/tenant/list-tenants.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { listQueues, loadQueueLoads } from './list-queues.ts';
import { upsertQueue } from './upsert-queue.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

function asPlatform(context: Context): Context {
  return {
    ...context,
    actor: { ...context.actor, role: 'PLATFORM_ADMIN', permissions: permissionsOf('PLATFORM_ADMIN') },
  };
}

async function slugOf(context: Context): Promise<string> {
  return valueOf(await getTenant(context, { id: context.tenantId }))?.slug ?? '';
}

test('a queue keeps what is not said', async () => {
  const context = await bundle.tenant();
  const made = valueOf(await upsertQueue(context, { name: 'billing', priority: 5, concurrency: 2 }));
  const paused = valueOf(await upsertQueue(context, { name: 'billing', paused: true }));
  assert.deepEqual({ ...made, paused: true, pause: paused.pause }, paused);
  const freed = valueOf(await upsertQueue(context, { name: 'billing', concurrency: null }));
  assert.deepEqual([freed.concurrency, freed.limited, freed.priority, freed.paused], [null, false, 5, true]);
});

test('a paused queue says since when, who paused it and why, until it is resumed', async () => {
  const context = await bundle.tenant();
  assert.equal(valueOf(await upsertQueue(context, { name: 'billing' })).pause, null);
  const first = valueOf(await upsertQueue(context, { name: 'billing', paused: true, pausedReason: 'a freeze' }));
  assert.deepEqual([first.pause?.by, first.pause?.reason], [actorName(context.actor), 'a freeze']);
  assert.ok(first.pause?.since instanceof Date);
  const again = valueOf(await upsertQueue(context, { name: 'billing', paused: true, priority: 2 }));
  assert.deepEqual(again.pause, first.pause, 'it has been paused since it was paused');
  const other = { name: 'billing', paused: true, pausedReason: 'until Monday' };
  assert.deepEqual(valueOf(await upsertQueue(context, other)).pause, { ...first.pause, reason: 'until Monday' });
  assert.equal(valueOf(await upsertQueue(context, { name: 'billing', paused: false })).pause, null);
  const anew = valueOf(await upsertQueue(context, { name: 'billing', paused: true }));
  assert.equal(anew.pause?.reason, null, 'a pause does not have the words of the one before');
  const told = await bundle.owner.client.event.findMany({
    where: { tenantId: context.tenantId, type: 'queue.updated' },
  });
  assert.deepEqual(
    told.flatMap(({ reason }) => reason ?? []),
    ['a freeze', 'until Monday'],
  );
});

test('a reason without a pause is refused at its place, and so is one that is too long', async () => {
  const context = await bundle.tenant();
  const long = 'x'.repeat(queueBounds.pausedReasonLengthMax + 1);
  for (const input of [
    { pausedReason: 'why' },
    { paused: false, pausedReason: 'why' },
    { paused: true, pausedReason: long },
  ]) {
    const refused = await upsertQueue(context, { name: 'billing', ...input });
    assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ path }) => path), [['pausedReason']]);
  }
});

test('a queue has a weight of one until somebody gives it another, within its bounds', async () => {
  const context = await bundle.tenant();
  assert.equal(valueOf(await upsertQueue(context, { name: 'billing' })).weight, 1);
  assert.equal(valueOf(await upsertQueue(context, { name: 'billing', weight: 1_000 })).weight, 1_000);
  assert.equal(valueOf(await upsertQueue(context, { name: 'billing', priority: 2 })).weight, 1_000);
  for (const weight of [0, 1_001, 1.5]) {
    const refused = await upsertQueue(context, { name: 'billing', weight });
    assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ path }) => path), [['weight']], String(weight));
  }
});

test('a queue made twice at once is one queue', async () => {
  const context = await bundle.tenant();
  const made = await Promise.all([1, 2, 3, 4].map((priority) => upsertQueue(context, { name: 'raced', priority })));
  assert.equal(new Set(made.map((queue) => valueOf(queue).id)).size, 1);
});

test('an operator pauses queues but makes none', async () => {
  const context = await bundle.tenant();
  const operator: Context = {
    ...context,
    actor: { ...context.actor, role: 'OPERATOR', permissions: permissionsOf('OPERATOR') },
  };
  assert.equal(valueOf(await upsertQueue(operator, { name: 'default', paused: true })).paused, true);
  for (const input of [
    { name: 'default', priority: 1 },
    { name: 'brand-new', paused: true },
  ]) {
    const refused = await upsertQueue(operator, input);
    assert.equal(refused.ok ? '' : refused.refusals[0]?.code, 'FORBIDDEN');
  }
});

test('every queue of a limited tenant is counted, and none of a tenant without limits', async () => {
  const context = await bundle.tenant();
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 3 }));
  const limited = async () => valueOf(await listQueues(context)).map(({ name, limited }) => [name, limited]);
  assert.deepEqual(await limited(), [
    ['capped', true],
    ['default', false],
  ]);
  const tenant = await slugOf(context);
  valueOf(await updateTenantLimits(asPlatform(context), { tenant, limits: { maxRunningJobs: 10, maxQueuedJobs: 40 } }));
  valueOf(await upsertQueue(context, { name: 'later' }));
  assert.deepEqual(await limited(), [
    ['capped', true],
    ['default', true],
    ['later', true],
  ]);
  const row = valueOf(await updateTenantLimits(asPlatform(context), { tenant, limits: { maxRunningJobs: null } }));
  assert.deepEqual([row.maxRunningJobs, row.maxQueuedJobs], [null, 40]);
  assert.deepEqual(await limited(), [
    ['capped', true],
    ['default', false],
    ['later', false],
  ]);
});

test('a tenant cannot raise its own limits', async () => {
  const context = await bundle.tenant({ role: 'ADMIN' });
  const refused = await updateTenantLimits(context, {
    tenant: await slugOf(context),
    limits: { maxRunningJobs: 1_000 },
  });
  assert.equal(refused.ok ? '' : refused.refusals[0]?.code, 'FORBIDDEN');
});

test('a slug in use is refused, and so is one that is none', async () => {
  const context = await bundle.tenant();
  const refused = async (slug: string) => {
    const outcome = await createTenant(asPlatform(context), { slug, name: 'Another' });
    return outcome.ok ? '' : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`).join();
  };
  assert.equal(await refused(await slugOf(context)), 'NAME_TAKEN slug');
  for (const slug of ['', 'Upper', '-a', 'a_b', 'a.b', 'x'.repeat(64)])
    assert.equal(await refused(slug), 'BAD_INPUT slug', slug);
});

test('a queue tells how many due jobs wait in it and since when', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'report', { name: 'noop' });
  valueOf(
    await enqueueJobs(context, { jobs: [{ task: 'report' }, { task: 'report' }, { task: 'report', delay: 'PT1H' }] }),
  );
  const [queue] = valueOf(await listQueues(context));
  const load = (await loadQueueLoads(context, [queue?.id ?? ''])).get(queue?.id ?? '');
  assert.deepEqual([load?.depth, load?.running], [2, 0]);
  assert.deepEqual([load?.waiting, load?.scheduled], [2, 1]);
  assert.ok((load?.oldestAgeMs ?? -1) >= 0);
  const ageMs = Date.now() - (load?.oldestWaitingAt?.getTime() ?? 0);
  assert.ok(ageMs >= (load?.oldestAgeMs ?? 0) && ageMs < 60_000);
});

test('a queue tells how many of its due jobs stand aside: at gates, and in runs that are paused', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const hand = await stage.worker();
  await stage.task('alone', { name: 'noop' }, { mutex: ['ledger'] });
  await stage.enqueue([{ task: 'alone' }, { task: 'alone' }, { task: 'alone' }, { task: 'noop' }]);
  assert.equal((await hand.claim()).length, 2, 'one holds the mutex, and one needs none');
  const runId = await stage.run([{ id: 'a', task: 'noop' }]);
  valueOf(await pauseRun(context, { id: runId, reason: 'later' }));
  await stage.enqueue(1);
  const queue = valueOf(await listQueues(context)).find(({ name }) => name === stage.queue);
  const load = (await loadQueueLoads(context, [queue?.id ?? ''])).get(queue?.id ?? '');
  assert.deepEqual([load?.depth, load?.aside], [4, 3]);
});

test('a tenant has no more queues than its list shows whole', async () => {
  const context = await bundle.tenant();
  const { tenantId } = context;
  const have = valueOf(await listQueues(context)).length;
  await transaction(context.database, tenantId, async ({ client, now }) => {
    const data = Array.from({ length: pageBounds.listWholeMax - have }, (_, n) => ({
      tenantId,
      id: newId(),
      name: `q${n}`,
      createdAt: now,
    }));
    await client.queue.createMany({ data });
  });
  const more = await upsertQueue(context, { name: 'one-more' });
  assert.deepEqual(more.ok ? [] : more.refusals.map(({ code }) => code), ['LIMIT_REACHED']);
  assert.ok((await upsertQueue(context, { name: 'q0', priority: 1 })).ok, 'those that exist can be changed');
  assert.equal(valueOf(await listQueues(context)).length, pageBounds.listWholeMax);
});
