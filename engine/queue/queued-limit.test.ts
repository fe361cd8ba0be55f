// A tenant's cap on waiting jobs, at its edge: whoever makes jobs wait takes room first, and nobody counts on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { permissionsOf } from '#domain/access/permissions.ts';
import { publicId } from '#domain/value/ids.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { retryJobs } from '#engine/bulk/retry-jobs.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import type { Context } from '#engine/store/context.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function setCap({ context }: Stage, maxQueuedJobs: number | null): Promise<void> {
  const platform = { ...context, actor: { ...context.actor, permissions: permissionsOf('PLATFORM_ADMIN') } };
  const tenant = publicId('tenant', context.tenantId);
  valueOf(await updateTenantLimits(platform, { tenant, limits: { maxQueuedJobs } }));
}

async function cappedStage(cap: number): Promise<Stage> {
  const stage = await openStage(bundle);
  await setCap(stage, cap);
  return stage;
}

async function enqueue(context: Context, count: number): Promise<boolean> {
  const outcome = await enqueueJobs(context, { jobs: Array.from({ length: count }, () => ({ task: 'noop' })) });
  if (!outcome.ok)
    assert.deepEqual(
      outcome.refusals.map(({ code, path }) => [code, path]),
      [['LIMIT_REACHED', ['jobs']]],
    );
  return outcome.ok;
}

/** How many wait that have not begun yet. */
async function countWaiting({ context }: Stage): Promise<number> {
  const [row] = await bundle.owner.client.$queryRaw<{ waiting: number }[]>`
    select count(*)::int as waiting
    from jobs
    where tenant_id = ${context.tenantId}::uuid and run_id is null and state in ('PENDING', 'SCHEDULED')
      and (started_at is null or started_at < due_at)`;
  assert.ok(row);
  return row.waiting;
}

test('G12: eight callers at the edge of a cap fill it to the last place, and none of them goes beyond', async () => {
  const stage = await cappedStage(100);
  const calls = Array.from({ length: 8 }, async () => {
    let taken = 0;
    for (let n = 0; n < 20; n += 1) taken += (await enqueue(stage.context, 1)) ? 1 : 0;
    return taken;
  });
  const taken = await Promise.all(calls);
  assert.equal(
    taken.reduce((sum, one) => sum + one, 0),
    100,
  );
  assert.equal(await countWaiting(stage), 100);
});

test('G12: calls that come at once before anything was counted take every place, and none of them twice', async () => {
  for (let round = 0; round < 12; round += 1) {
    const stage = await cappedStage(7);
    const calls = await Promise.all(Array.from({ length: 20 }, () => enqueue(stage.context, 2)));
    assert.equal(calls.filter((isTaken) => isTaken).length, 3);
    assert.equal(await countWaiting(stage), 6);
  }
});

test('what has begun makes room when somebody needs it, also when it comes back for another attempt', async () => {
  const stage = await cappedStage(10);
  assert.ok(await enqueue(stage.context, 10));
  assert.ok(!(await enqueue(stage.context, 1)));
  const worker = await stage.worker();
  const jobs = await worker.claim({ slots: 4 });
  assert.equal(jobs.length, 4);
  assert.ok(await enqueue(stage.context, 4), 'four run and six wait');
  assert.ok(!(await enqueue(stage.context, 1)));
  await worker.settle(jobs.map((job, n) => (n < 3 ? succeeded(job) : retryLater(job, 3_600_000))));
  assert.ok(!(await enqueue(stage.context, 1)));
  assert.equal((await worker.claim({ slots: 1 })).length, 1);
  assert.ok(await enqueue(stage.context, 1), 'the one that is tried again has begun');
});

test('a call takes the last places of several parts, or none of them', async () => {
  const stage = await cappedStage(20);
  assert.ok(await enqueue(stage.context, 1));
  assert.ok(!(await enqueue(stage.context, 20)));
  assert.ok(await enqueue(stage.context, 19));
  assert.ok(!(await enqueue(stage.context, 1)));
});

test('steps of runs are neither counted nor refused', async () => {
  const stage = await cappedStage(2);
  await stage.run(Array.from({ length: 5 }, (_, n) => ({ id: `s${n}`, type: 'noop' })));
  assert.ok(await enqueue(stage.context, 2));
  await stage.run([{ id: 'a', type: 'noop' }]);
  assert.ok(!(await enqueue(stage.context, 1)));
});

test('a cap that is set, lowered or raised holds for whoever begins after it', async () => {
  const stage = await openStage(bundle);
  assert.ok(await enqueue(stage.context, 8));
  await setCap(stage, 10);
  assert.ok(!(await enqueue(stage.context, 3)));
  assert.ok(await enqueue(stage.context, 1));
  await setCap(stage, 9);
  assert.ok(!(await enqueue(stage.context, 1)));
  await setCap(stage, 12);
  assert.ok(await enqueue(stage.context, 3));
  await setCap(stage, null);
  assert.ok(await enqueue(stage.context, 50));
});

test('jobs that were being made when a first cap was set are counted in it', async () => {
  const stage = await openStage(bundle);
  const making = Array.from({ length: 20 }, () => enqueue(stage.context, 1));
  await setCap(stage, 10);
  await Promise.all(making);
  const open = await countWaiting(stage);
  assert.equal(await enqueue(stage.context, Math.max(1, 11 - open)), false);
  assert.ok(open <= 10 || !(await enqueue(stage.context, 1)));
});

test('room that took long to count is not counted again at once; the refusal says when it is', async () => {
  const stage = await cappedStage(5);
  const ids = await stage.enqueue(5);
  assert.ok(!(await enqueue(stage.context, 1)));
  const { tenantId } = stage.context;
  await bundle.owner.client.queuedRoom.updateMany({
    where: { tenantId },
    data: { countableAt: new Date(Date.now() + 60_000) },
  });
  valueOf(await cancelJobs(stage.context, { filter: { ids } }));
  const refused = await enqueueJobs(stage.context, { jobs: [{ task: 'noop' }] });
  const [refusal] = refused.ok ? [] : refused.refusals;
  assert.match(refusal?.message ?? '', /5 waiting jobs, has 5 and was given 1 more; counting them takes long/);
  assert.ok((refusal?.retryAfterMs ?? 0) > 50_000 && (refusal?.retryAfterMs ?? 0) <= 60_000);
  await bundle.owner.client.queuedRoom.updateMany({ where: { tenantId }, data: { countableAt: new Date(0) } });
  assert.ok(await enqueue(stage.context, 5));
});

test('who meets room that is in hand waits for its turn', async () => {
  const stage = await cappedStage(5);
  assert.ok(await enqueue(stage.context, 1));
  const held = await holdRows(bundle.ownerUrl, 'queued_room', [stage.context.tenantId]);
  const waiting = enqueue(stage.context, 1);
  await whenWaiting(bundle.owner, 1);
  await held.release();
  assert.ok(await waiting);
});

type Act = { kind: 'enqueue' | 'claim' | 'succeed' | 'fail' | 'try again' | 'cancel' | 'retry'; count: number };

const acts: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('enqueue', 'enqueue', 'claim', 'succeed', 'fail', 'try again', 'cancel', 'retry'),
  count: fc.integer({ min: 1, max: 7 }),
});

/** Acts upon one stage; the jobs in hand are those of its worker. */
async function actor(stage: Stage) {
  const worker = await stage.worker();
  const hand: ClaimedJob[] = [];
  const settle = async (count: number, how: (job: ClaimedJob) => ReturnType<typeof succeeded>) => {
    await worker.settle(hand.splice(0, count).map(how));
  };
  const find = async (states: ('PENDING' | 'SCHEDULED' | 'FAILED' | 'CANCELLED')[], count: number) => {
    const { tenantId } = stage.context;
    const jobs = await bundle.owner.client.job.findMany({ where: { tenantId, state: { in: states } }, take: count });
    return jobs.map(({ id }) => id);
  };
  return async ({ kind, count }: Act): Promise<boolean> => {
    switch (kind) {
      case 'enqueue':
        return await enqueue(stage.context, count);
      case 'claim':
        hand.push(...(await worker.claim({ slots: count })));
        return true;
      case 'succeed':
        await settle(count, succeeded);
        return true;
      case 'fail':
        await settle(count, failedForGood);
        return true;
      case 'try again':
        await settle(count, (job) => retryLater(job, 0));
        return true;
      case 'cancel':
        valueOf(await cancelJobs(stage.context, { filter: { ids: await find(['PENDING', 'SCHEDULED'], count) } }));
        return true;
      case 'retry':
        return (await retryJobs(stage.context, { filter: { ids: await find(['FAILED', 'CANCELLED'], count) } })).ok;
    }
  };
}

test('G12: one act after the other, a call is refused exactly when what waits would go beyond the cap', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 25 }), async (order) => {
      const stage = await cappedStage(12);
      const act = await actor(stage);
      for (const one of order) {
        const waiting = await countWaiting(stage);
        const isDone = await act(one);
        if (one.kind === 'enqueue')
          assert.equal(isDone, waiting + one.count <= 12, `${waiting} wait, ${one.count} more`);
        assert.ok((await countWaiting(stage)) <= 12);
      }
    }),
    { numRuns: 8 },
  );
});

test('G12: whatever is done at once by four, no instant sees more jobs wait than the cap allows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(acts, { maxLength: 12 }), { minLength: 4, maxLength: 4 }), async (orders) => {
      const stage = await cappedStage(9);
      let isOver = false;
      const acting = orders.map(async (order) => {
        const act = await actor(stage);
        for (const one of order) await act(one);
      });
      const watching = (async () => {
        while (!isOver) assert.ok((await countWaiting(stage)) <= 9);
      })();
      await Promise.all(acting).finally(() => {
        isOver = true;
      });
      await watching;
    }),
    { numRuns: 6 },
  );
});
