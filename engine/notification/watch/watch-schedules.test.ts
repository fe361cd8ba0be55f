import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publicId } from '#domain/value/ids.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { triggerSchedule } from '#engine/schedule/trigger-schedule.ts';
import { lookOnce, type NoticeWorld, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { watchNotices } from './watch-notices.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  await watchNotices(bundle.worker);
});
after(() => bundle.close());

const headlines = async (world: NoticeWorld) =>
  (await world.deliveries()).map(
    ({ kind, subject }) => `${kind} ${subject.replace(/^\[\S+\] /, '').replace(/ since .*/, '')}`,
  );

async function nightly(world: NoticeWorld): Promise<string> {
  const input = { name: 'nightly', cron: '0 3 * * *', target: { task: 'noop' } };
  return valueOf(await createSchedule(world.context, input)).id;
}

async function fireAndEnd(world: NoticeWorld, id: string, isGood: boolean): Promise<void> {
  valueOf(await triggerSchedule(world.context, { id }));
  const worker = await world.worker();
  await worker.settle((await worker.claim()).map((job) => (isGood ? succeeded(job) : failedForGood(job))));
  await lookOnce(bundle);
}

test('a schedule whose work fails so many times in a row is told of, and that it is mended', async () => {
  const world = await openNoticeWorld(bundle);
  const { id: channelId } = await world.channel();
  const id = await nightly(world);
  await world.rule(channelId, { on: 'SCHEDULE_FAILING', times: 2, schedule: publicId('schedule', id) });
  await fireAndEnd(world, id, false);
  assert.deepEqual(await headlines(world), []);
  await fireAndEnd(world, id, true);
  await fireAndEnd(world, id, false);
  assert.deepEqual(await headlines(world), [], 'a success in between begins anew');
  await fireAndEnd(world, id, false);
  assert.deepEqual(await headlines(world), ['FIRST The work of schedule nightly fails again and again']);
  await fireAndEnd(world, id, true);
  await world.pass(1);
  await lookOnce(bundle);
  assert.deepEqual((await headlines(world)).slice(1), ['END Over: the work of schedule nightly is mended']);
});

test('instants that nobody could plan in time are told of together', async () => {
  const world = await openNoticeWorld(bundle);
  const { id: channelId } = await world.channel();
  const id = await nightly(world);
  await world.rule(channelId, { on: 'SCHEDULE_MISSED' });
  await bundle.owner.client
    .$executeRaw`update schedules set next_at = now() - interval '3 days' where id = ${id}::uuid`;
  await planDueSchedules({ database: bundle.worker, hints: bundle.hints });
  await lookOnce(bundle);
  assert.match((await headlines(world))[0] ?? '', /^FIRST Schedule nightly missed [34] instants$/);
});
