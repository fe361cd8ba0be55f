// Goal: a claim of an ordinary moment is the short statement, and whatever else comes into a lane that was ordinary so far
// is taken all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { newId } from '#engine/store/id.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { statementsOf } from '#testing/plans/statement-capture.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { Claimer } from '#worker/execute/claimer.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type World = {
  stage: Stage;
  queueId: string;
  workerId: string;
  /** Claims as often as a worker would that has heard of work; hands back the jobs, and the claims that it took. */
  claim(): Promise<{ jobs: string[]; by: string[] }>;
};

async function openWorld(): Promise<World> {
  const stage = await openStage(bundle);
  const { client } = bundle.owner;
  const { id: queueId } = await client.queue.findFirstOrThrow({ where: { name: stage.queue } });
  const worker = { name: newId(), slots: 100, queues: [stage.queue], version: 'test', leaseMs: 60_000 };
  const workerId = await registerWorker(bundle.worker, worker);
  const claimer = new Claimer({
    database: bundle.worker,
    workerId: () => workerId,
    queues: [stage.queue],
    pollMs: 60_000,
  });
  const claim = async () => {
    const jobs: string[] = [];
    claimer.hear([queueId]);
    const sent = await statementsOf(async () => {
      for (let n = 0; n < 5 && claimer.hasMore(); n += 1)
        jobs.push(...(await claimer.claim(10, false)).jobs.map(({ jobId }) => jobId));
    });
    return { jobs, by: sent.map(({ name }) => name).filter((name) => name.includes('claim')) };
  };
  // The first claim learns of the lane.
  await stage.enqueue(1);
  await claim();
  return { stage, queueId, workerId, claim };
}

test('jobs that stand alone are taken by the short claim, once their lane is known', async () => {
  const { stage, claim } = await openWorld();
  const ids = await stage.enqueue(3);
  assert.deepEqual(await claim(), { jobs: ids, by: ['claim_plain_jobs'] });
  for (const id of ids) assert.deepEqual(await stage.history(id), ['job.created', 'job.started']);
  const events = await bundle.owner.client.event.findMany({
    where: { type: 'job.started', entityIds: { hasEvery: ids } },
  });
  assert.equal(events.length, 1, 'jobs that start together are told of together');
});

/** What else may come into a lane; hands back the jobs that are to be taken after it. */
const others: Record<string, (world: World) => Promise<string[]>> = {
  'the first step of a run': async ({ stage }) => {
    const runId = await stage.run([{ id: 'a', task: 'noop' }]);
    const jobs = await bundle.owner.client.job.findMany({ where: { runId }, select: { id: true } });
    return jobs.map(({ id }) => id);
  },
  'a job that holds a mutex': async ({ stage }) => {
    await stage.task('alone', { name: 'noop' }, { mutex: ['ledger'] });
    return await stage.enqueue([{ task: 'alone' }]);
  },
  'a job whose instant came': async ({ stage }) => {
    const ids = await stage.enqueue([{ task: 'noop', delay: 'PT1H' }]);
    await bundle.owner.client.job.updateMany({ where: { id: { in: ids } }, data: { runAt: new Date(0) } });
    return ids;
  },
  'a cap': async ({ stage }) => {
    valueOf(await upsertQueue(stage.context, { name: stage.queue, concurrency: 100 }));
    return await stage.enqueue(2);
  },
};

for (const [what, bring] of Object.entries(others)) {
  test(`${what} comes into an ordinary lane and is taken, with the ordinary jobs around it`, async () => {
    const world = await openWorld();
    const earlier = await world.stage.enqueue(2);
    const brought = await bring(world);
    const later = await world.stage.enqueue(1);
    const { jobs } = await world.claim();
    assert.deepEqual(jobs.sort(), [...earlier, ...brought, ...later].sort());
  });
}

test('a queue that was paused is left alone, though its lane was ordinary', async () => {
  const { stage, claim, queueId } = await openWorld();
  const ids = await stage.enqueue(1);
  await bundle.owner.client.queue.updateMany({ where: { id: queueId }, data: { paused: true } });
  assert.deepEqual((await claim()).jobs, []);
  await bundle.owner.client.queue.updateMany({ where: { id: queueId }, data: { paused: false } });
  assert.deepEqual((await claim()).jobs, ids);
});

test('a worker whose lease is over takes nothing by the short claim either', async () => {
  const { stage, claim, workerId } = await openWorld();
  await stage.enqueue(1);
  await bundle.owner.client.worker.updateMany({ where: { id: workerId }, data: { leaseUntil: new Date(0) } });
  const { jobs, by } = await claim();
  assert.deepEqual(jobs, []);
  assert.ok(by.includes('claim_plain_jobs'));
});
