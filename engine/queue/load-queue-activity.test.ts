import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadLastHeard } from '#engine/worker/load-last-heard.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { listQueues } from './list-queues.ts';
import { loadQueueActivity } from './load-queue-activity.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function idsOf({ context, queue }: Stage): Promise<{ own: string; all: string[] }> {
  const queues = await listQueues(context);
  assert.ok(queues.ok);
  return { own: queues.value.find(({ name }) => name === queue)?.id ?? '', all: queues.value.map(({ id }) => id) };
}

test('a queue tells how much ended in its last hour, how much of it failed and how long it took', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(4);
  for (const [n, job] of (await worker.claim()).entries())
    if (n < 3) await worker.settle([n === 0 ? failedForGood(job) : succeeded(job)]);
  const { own, all } = await idsOf(stage);
  await bundle.owner.client.$executeRaw`
    update jobs set started_at = finished_at - interval '2 s' where queue_id = ${own}::uuid and finished_at is not null`;
  const found = await loadQueueActivity(stage.context, all);
  const told = found.get(own);
  assert.deepEqual([told?.succeeded, told?.failed, told?.p95Ms, told?.isExact], [2, 1, 2_000, true]);
  assert.equal(Math.round(told?.errorPercent ?? 0), 33);
  assert.deepEqual(told?.parts.at(-1)?.succeeded, 2, 'in the part that is not over yet');
  assert.deepEqual(
    all.filter((id) => id !== own).map((id) => found.get(id)?.succeeded),
    [0],
  );
});

test('a queue knows when a worker that serves it was last heard of', async () => {
  const stage = await openStage(bundle);
  const { own } = await idsOf(stage);
  await bundle.owner.client.$executeRaw`delete from workers`;
  assert.equal((await loadLastHeard(stage.context, [own])).size, 0, 'nobody remembers one');
  await stage.worker();
  await bundle.owner.client.$executeRaw`
    update workers set last_seen_at = now() - interval '15 s', lease_until = now() - interval '1 s'`;
  const heard = (await loadLastHeard(stage.context, [own])).get(own);
  assert.equal(heard?.isLive, false);
  assert.ok(heard !== undefined && Date.now() - heard.at.getTime() > 14_000);
});
