// Everybody locks the tenant, then its runs, then its jobs: two that lock in the same order never wait in a circle.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Outcome } from '#domain/refusal.ts';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { retryJob, retryJobs } from '#engine/bulk/retry-jobs.ts';
import { runJobsNow } from '#engine/bulk/run-jobs-now.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { freeRows, holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood } from '#testing/worker/worker-by-hand.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** A tenant with a cap on waiting jobs, and failed jobs in it. */
async function withFailedJobs(count: number): Promise<{ context: Context; queue: string; ids: string[] }> {
  const { context, queue, enqueue, worker } = await openStage(bundle);
  await bundle.owner.client.tenant.update({ where: { id: context.tenantId }, data: { maxQueuedJobs: 1_000 } });
  const ids = await enqueue(count);
  const hand = await worker();
  await hand.settle((await hand.claim()).map((job) => failedForGood(job)));
  return { context, queue, ids: ids.sort() };
}

test('whoever waits for the tenant holds none of its jobs', async () => {
  const { context, queue, ids } = await withFailedJobs(3);
  const acts: Record<string, () => Promise<Outcome<unknown>>> = {
    'one retry': () => retryJob(context, { id: ids[0] ?? '' }),
    'a bulk retry': () => retryJobs(context, { filter: { queue } }),
  };
  for (const [name, act] of Object.entries(acts)) {
    const tenant = await holdRows(bundle.ownerUrl, 'queued_room', [context.tenantId]);
    const acting = act();
    await whenWaiting(bundle.owner, 1);
    assert.deepEqual(await freeRows(bundle.owner, 'jobs', ids), ids, name);
    await tenant.release();
    valueOf(await acting);
  }
});

test('a dry run of a bulk retry waits for nobody', async () => {
  const { context, queue } = await withFailedJobs(2);
  const tenant = await holdRows(bundle.ownerUrl, 'queued_room', [context.tenantId]);
  assert.equal(valueOf(await retryJobs(context, { filter: { queue }, dryRun: true })).count, 2);
  await tenant.release();
});

test('whoever waits for a run holds none of its jobs', async () => {
  const { context, queue, task, run } = await openStage(bundle);
  await task('later', { name: 'noop' }, { queue });
  const runId = await run([{ id: 'a', task: 'later' }]);
  const steps = await bundle.owner.client.job.findMany({ where: { runId }, select: { id: true } });
  const ids = steps.map(({ id }) => id);
  const acts: Record<string, () => Promise<Outcome<unknown>>> = {
    'running everything now': () => runJobsNow(context, { filter: { queue } }),
    'a bulk cancel': () => cancelJobs(context, { filter: { queue } }),
    'the end of the run': () => cancelRun(context, { id: runId }),
  };
  for (const [name, act] of Object.entries(acts)) {
    const held = await holdRows(bundle.ownerUrl, 'runs', [runId]);
    const acting = act();
    await whenWaiting(bundle.owner, 1);
    assert.deepEqual(await freeRows(bundle.owner, 'jobs', ids), ids, name);
    await held.release();
    await acting;
  }
});
