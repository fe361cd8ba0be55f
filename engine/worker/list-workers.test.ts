import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pageBounds } from '#domain/bounds/page.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { countWorkersLeftOut, listWorkers } from './list-workers.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;

/** Workers that were started so many hours ago and heard of so many hours ago. */
async function workers(count: number, queues: string[], hours: { started: number; heard: number }): Promise<void> {
  const [startedAt, heardAt] = [hours.started, hours.heard].map((each) => new Date(Date.now() - each * hourMs));
  assert.ok(startedAt !== undefined && heardAt !== undefined);
  const row = {
    state: 'STOPPED' as const,
    leaseUntil: heardAt,
    lastSeenAt: heardAt,
    startedAt,
    slots: 1,
    version: '1',
  };
  await bundle.owner.client.worker.createMany({
    data: Array.from({ length: count }, () => ({ ...row, id: newId(), name: 'vm', queues })),
  });
}

const numbersOf = async (context: Context) => {
  const [listed, leftOut] = [valueOf(await listWorkers(context)), valueOf(await countWorkersLeftOut(context))];
  return [listed.length, leftOut];
};

test('a list of workers that is full holds those that were heard of last, and says how many it leaves out', async () => {
  const [context, platform] = [await bundle.tenant(), await bundle.tenant({ role: 'PLATFORM_ADMIN' })];
  valueOf(await upsertQueue(context, { name: 'own' }));
  await workers(1, ['own'], { started: 9, heard: 1 });
  await workers(2, [], { started: 3, heard: 3 });
  assert.deepEqual(
    [await numbersOf(context), await numbersOf(platform)],
    [
      [3, 0],
      [3, 0],
    ],
  );
  await workers(pageBounds.listWholeMax, ['of somebody else'], { started: 2, heard: 2 });
  assert.deepEqual(await numbersOf(context), [3, 0], 'workers of others leave none of its own out');
  assert.deepEqual(await numbersOf(platform), [pageBounds.listWholeMax, 3]);
  const shown = valueOf(await listWorkers(platform));
  assert.deepEqual(shown.at(-1)?.queues, ['own'], 'it was started first and heard of last');
  await workers(pageBounds.listWholeMax, ['own'], { started: 2, heard: 2 });
  assert.deepEqual(await numbersOf(context), [pageBounds.listWholeMax, 3]);
  await workers(pageBounds.countMax, ['own'], { started: 2, heard: 2 });
  assert.deepEqual(await numbersOf(context), [pageBounds.listWholeMax, pageBounds.countMax], 'counting stops');
});
