import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobBounds } from '#domain/bounds/job.ts';
import { drainWorker, stopWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { forgetWorkers, rescueJobs } from './rescue-jobs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function jobsOf(stage: Stage) {
  const select = {
    id: true,
    state: true,
    crashes: true,
    attempt: true,
    fence: true,
    reasonCode: true,
    error: true,
  } as const;
  return await bundle.owner.client.job.findMany({
    where: { tenantId: stage.context.tenantId },
    orderBy: { id: 'asc' },
    select,
  });
}

// What the database sees of a process that is gone: its lease runs out.
async function die(worker: HandWorker) {
  await bundle.owner.client
    .$executeRaw`update workers set lease_until = ${justNow} where id = ${worker.workerId}::uuid`;
  return await rescueJobs(bundle.worker);
}

test('G4: the job of a dead worker is done by another one, not before the lease ran out and soon after', async () => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  const [id = ''] = await stage.enqueue(1);
  const dying = await stage.worker({ leaseMs: 700 });
  assert.equal((await dying.claim()).length, 1);
  const other = await bundle.startWorker({ queues: [stage.queue], sweepMs: 100 });
  await ledger.seen('success', (event) => event.type === 'job.succeeded' && event.entityId === id);
  const [released] = await ledger.seen('release', (event) => event.type === 'job.released');
  const row = await bundle.owner.client.worker.findUniqueOrThrow({ where: { id: dying.workerId } });
  assert.equal(row.state, 'LOST');
  const lateMs = (released?.at.getTime() ?? 0) - row.leaseUntil.getTime();
  // The default sweep: with it, this is what the guarantee allows.
  assert.ok(lateMs >= 0 && lateMs <= 5_000, `taken back ${lateMs} ms after the lease`);
  assert.deepEqual([released?.reason, released?.actor], ['WORKER_LOST', 'system:rescuer']);
  assert.deepEqual(
    (await jobsOf(stage)).map((job) => [job.state, job.attempt, job.fence]),
    [['SUCCEEDED', 1, 2]],
  );
  await other.stop(0);
  ledger.close();
});

test('G4: a worker that lives keeps its jobs, and one that stopped without giving them back does not', async () => {
  const stage = await openStage(bundle);
  await stage.enqueue(4);
  const [living, draining, stopped] = [await stage.worker(), await stage.worker(), await stage.worker()];
  for (const worker of [living, draining, stopped]) await worker.claim({ slots: 1 });
  await drainWorker(bundle.worker, draining.workerId);
  await stopWorker(bundle.worker, stopped.workerId);
  const rescued = await rescueJobs(bundle.worker);
  assert.deepEqual([rescued.jobs, rescued.dead], [1, 0]);
  assert.deepEqual(
    (await jobsOf(stage)).map((job) => job.state),
    ['RUNNING', 'RUNNING', 'PENDING', 'PENDING'],
  );
  assert.deepEqual(await rescueJobs(bundle.worker), { workers: 0, jobs: 0, dead: 0, readied: 0, unsettled: 0 });
});

test('G8: a job that kills its worker three times is dead with the reason CRASH_LOOP, and the jobs beside it are all done', async () => {
  const stage = await openStage(bundle);
  const [poison = '', ...innocents] = await stage.enqueue(6);
  let deaths = 0;
  for (let life = 0; life < 20; life += 1) {
    const worker = await stage.worker();
    const jobs = await worker.claim();
    if (jobs.length === 0) break;
    if (jobs.some((job) => job.jobId === poison)) {
      deaths += 1;
      await die(worker);
    } else await worker.settle(jobs.map((job) => succeeded(job)));
  }
  assert.equal(deaths, jobBounds.crashesMax);
  const jobs = await jobsOf(stage);
  const dead = jobs.find((job) => job.id === poison);
  assert.deepEqual([dead?.state, dead?.reasonCode, dead?.crashes], ['DEAD', 'CRASH_LOOP', 3]);
  assert.deepEqual(dead?.error, {
    type: 'CRASH_LOOP',
    message: 'its worker died 3 times while it ran',
    retryable: false,
  });
  assert.deepEqual(
    jobs.filter((job) => job.id !== poison).map((job) => [job.state, job.attempt]),
    innocents.map(() => ['SUCCEEDED', 1]),
  );
  const lost = await bundle.owner.client.attempt.findMany({ where: { jobId: poison }, orderBy: { fence: 'asc' } });
  assert.deepEqual(
    lost.map((one) => [one.number, one.state]),
    [
      [1, 'LOST'],
      [1, 'LOST'],
    ],
  );
  const lives = ['job.started', 'job.released'];
  assert.deepEqual(await stage.history(poison), ['job.created', ...lives, ...lives, 'job.started', 'job.dead']);
});

test('G8: jobs that ran beside a suspect are given back uncounted', async () => {
  const stage = await openStage(bundle);
  const [suspect = ''] = await stage.enqueue(1);
  for (let n = 0; n < 2; n += 1) {
    const worker = await stage.worker();
    await worker.claim();
    await die(worker);
  }
  await stage.enqueue(3);
  const worker = await stage.worker();
  assert.equal((await worker.claim()).length, 4);
  assert.deepEqual(await die(worker), { workers: 1, jobs: 4, dead: 1, readied: 3, unsettled: 0 });
  const jobs = await jobsOf(stage);
  assert.deepEqual(
    jobs.map((job) => [job.id === suspect, job.state, job.crashes, job.attempt]),
    [[true, 'DEAD', 3, 1], ...Array.from({ length: 3 }, () => [false, 'PENDING', 0, 0])],
  );
});

test('G8: a step that is poison ends its run, which says so', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'poison', type: 'noop' },
    { id: 'next', type: 'noop', dependencies: ['poison'] },
  ]);
  for (let n = 0; n < jobBounds.crashesMax; n += 1) {
    const worker = await stage.worker();
    assert.equal((await worker.claim()).length, 1);
    await die(worker);
  }
  const run = await bundle.owner.client.run.findFirstOrThrow({ where: { id: runId } });
  assert.deepEqual([run.state, run.failedStep], ['FAILED', 'poison']);
  assert.deepEqual(
    (await jobsOf(stage)).map((job) => [job.state, job.reasonCode]),
    [
      ['DEAD', 'CRASH_LOOP'],
      ['SKIPPED', 'RUN_FAILED'],
    ],
  );
});

test('a worker gone for a day is forgotten, one that still holds a job is not', async () => {
  const stage = await openStage(bundle);
  await stage.enqueue(1);
  const [holding, idle, recent] = [await stage.worker(), await stage.worker(), await stage.worker()];
  await holding.claim();
  const ids = [holding.workerId, idle.workerId];
  for (const worker of [holding, idle, recent]) await stopWorker(bundle.worker, worker.workerId);
  await bundle.owner.client.worker.updateMany({
    where: { id: { in: ids } },
    data: { lastSeenAt: new Date(Date.now() - 25 * 3_600_000) },
  });
  assert.equal(await forgetWorkers(bundle.worker), 1);
  const left = await bundle.owner.client.worker.findMany({ where: { id: { in: [...ids, recent.workerId] } } });
  assert.deepEqual(left.map((worker) => worker.id).sort(), [holding.workerId, recent.workerId].sort());
});
