import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { listQueues } from './list-queues.ts';
import { loadQueueFlows, loadQueueTasks } from './load-queue-flows.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function queueIdOf({ context, queue }: Stage): Promise<string> {
  return valueOf(await listQueues(context)).find(({ name }) => name === queue)?.id ?? '';
}

// One that succeeded, one that failed, one that runs and two that wait; `echo` is the task of one that waits.
async function someWork(stage: Stage): Promise<void> {
  const worker = await stage.worker();
  await stage.enqueue(3);
  const [one, other] = await worker.claim();
  assert.ok(one !== undefined && other !== undefined);
  await worker.settle([succeeded(one), failedForGood(other)]);
  await stage.enqueue([{ task: 'noop' }, { task: 'echo' }]);
}

test('a queue tells what came, succeeded and failed in the last minutes and in the last hour', async () => {
  const stage = await openStage(bundle);
  await someWork(stage);
  // Work of another queue is none of its own.
  valueOf(await enqueueJobs(stage.context, { jobs: [{ task: 'noop', queue: 'default' }] }));
  const id = await queueIdOf(stage);
  const flow = { made: 5, succeeded: 1, failed: 1, isExact: true };
  assert.deepEqual((await loadQueueFlows(stage.context, [id])).get(id), [
    { minutes: 5, ...flow },
    { minutes: 60, ...flow },
  ]);
});

test('what is older than the minutes is counted in the hour alone', async () => {
  const stage = await openStage(bundle);
  await someWork(stage);
  const id = await queueIdOf(stage);
  await bundle.owner.client.$executeRaw`
    update jobs
    set created_at = created_at - interval '20 minutes', finished_at = finished_at - interval '10 minutes',
      started_at = started_at - interval '15 minutes'
    where queue_id = ${id}::uuid`;
  const [short, long] = (await loadQueueFlows(stage.context, [id])).get(id) ?? [];
  assert.deepEqual([short?.made, short?.succeeded, short?.failed], [0, 0, 0]);
  assert.deepEqual([long?.made, long?.succeeded, long?.failed], [5, 1, 1]);
});

test('a queue tells its tasks apart, the one with most in line and at work first', async () => {
  const stage = await openStage(bundle);
  await someWork(stage);
  const id = await queueIdOf(stage);
  const tasks = (await loadQueueTasks(stage.context, [id])).get(id) ?? [];
  assert.deepEqual(
    tasks.map(({ waiting, running, succeeded: done, failed }) => [waiting, running, done, failed]),
    [
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ],
  );
  assert.ok(tasks[0]?.oldestWaitingAt instanceof Date);
  assert.deepEqual([...(await loadQueueTasks(stage.context, [])).keys()], []);
});

test('nothing of a queue is told to another tenant', async () => {
  const stage = await openStage(bundle);
  await someWork(stage);
  const id = await queueIdOf(stage);
  const foreign = await bundle.tenant();
  assert.deepEqual((await loadQueueTasks(foreign, [id])).get(id), []);
  assert.deepEqual((await loadQueueFlows(foreign, [id])).get(id)?.at(-1)?.made, 0);
});
