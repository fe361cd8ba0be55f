import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { pauseSchedules } from '#engine/schedule/pause-schedules.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { countOverdueInstants } from './overdue-instants.ts';

test('without a planner every instant that has passed is overdue, and with one those that it should have dealt with', async (t) => {
  const bundle = await bundleOf(t);
  const { context } = await openStage(bundle);
  const counted = async () => valueOf(await countOverdueInstants(context));
  const target = { task: 'noop' };
  const made = valueOf(await createSchedule(context, { name: 'often', cron: '* * * * *', target }));
  const late = (minutes: number) => bundle.owner.client.$executeRaw`
    update schedules set next_at = date_trunc('minute', now()) - ${minutes}::int * interval '1 minute' where id = ${made.id}::uuid`;
  assert.deepEqual(await counted(), {
    instants: 0,
    schedules: 0,
    isExact: true,
    oldestAt: null,
    hasPlanner: false,
    plannerSeenAt: null,
  });
  await late(4);
  const found = await counted();
  assert.ok(found.instants === 5 || found.instants === 6, `${found.instants}: this minute and the four before it`);
  assert.deepEqual([found.schedules, found.isExact], [1, true]);
  await late(100_000);
  assert.deepEqual([(await counted()).instants, (await counted()).isExact], [100, false]);
  assert.ok((await counted()).instants <= scheduleBounds.overdueInstantsMax);
  await registerWorker(bundle.worker, { name: 'one', slots: 1, queues: [], version: 'test', leaseMs: 600_000 });
  assert.equal((await counted()).hasPlanner, true);
  assert.equal((await counted()).schedules, 1, 'a planner that lives does not excuse what it left');
  await late(0);
  assert.equal((await counted()).schedules, 0, 'what is due for less than a minute is on its way');
  await late(4);
  valueOf(await pauseSchedules(context, { ids: [made.id] }));
  assert.equal((await counted()).schedules, 0, 'a paused schedule has nothing overdue');
});
