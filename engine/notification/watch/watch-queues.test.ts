import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAlerts } from '#engine/alert/list-alerts.ts';
import { resolveAlert } from '#engine/alert/resolve-alert.ts';
import { pauseRule } from '#engine/notification/rule/save-rule.ts';
import { lookOnce, type NoticeWorld, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { watchNotices } from './watch-notices.ts';
import { watchQueues } from './watch-queues.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  await watchNotices(bundle.worker);
});
after(() => bundle.close());

const alertsOf = async ({ context }: NoticeWorld) =>
  valueOf(await listAlerts(context, {})).nodes.map(({ kind, state }) => `${kind} ${state}`);

async function waitFor({ context }: NoticeWorld, minutes: number): Promise<void> {
  await bundle.owner.client.$executeRaw`
    update jobs set due_at = now() - ${minutes} * interval '1 minute' where tenant_id = ${context.tenantId}::uuid and state = 'PENDING'`;
}

async function worldWith(kind: 'QUEUE_OLD' | 'NO_WORKER') {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  const rule = await world.rule(id, { on: kind, lasts: 'PT10M', queue: world.queue });
  return { world, rule };
}

test('a queue in which a job waits for too long is told of once, and that it is over', async () => {
  const { world } = await worldWith('QUEUE_OLD');
  await world.enqueue(2);
  await waitFor(world, 9);
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), []);
  await waitFor(world, 11);
  await watchQueues(bundle.worker);
  await watchQueues(bundle.worker);
  await lookOnce(bundle);
  assert.deepEqual(await alertsOf(world), ['QUEUE_OLD OPEN']);
  const worker = await world.worker();
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  await watchQueues(bundle.worker);
  await lookOnce(bundle);
  assert.deepEqual(await alertsOf(world), ['QUEUE_OLD RESOLVED']);
  const told = (await world.deliveries()).map(
    ({ kind, subject }) => `${kind} ${subject.replace(/^\[\S+\] /, '').replaceAll(world.queue, 'Q')}`,
  );
  assert.match(told[0] ?? '', /^FIRST Jobs wait too long in queue Q since \d\d:\d\d$/);
  assert.deepEqual(told.slice(1), ['END Over: jobs no longer wait too long in queue Q']);
});

test('the same trouble that a person closed is not raised again, and another one is', async () => {
  const { world } = await worldWith('QUEUE_OLD');
  await world.enqueue(1);
  await waitFor(world, 11);
  await watchQueues(bundle.worker);
  const [alert] = valueOf(await listAlerts(world.context, {})).nodes;
  valueOf(await resolveAlert(world.context, { id: alert?.id ?? '', reason: 'it may wait' }));
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['QUEUE_OLD RESOLVED']);
  // The job that waited is gone, and later another one has waited for as long.
  await bundle.owner.client.$executeRaw`
    update alerts set resolved_at = now() - interval '2 minutes' where tenant_id = ${world.context.tenantId}::uuid`;
  await waitFor(world, 11);
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['QUEUE_OLD OPEN', 'QUEUE_OLD RESOLVED']);
});

test('a queue that no worker serves is told of while jobs wait in it, and until a worker serves it', async () => {
  const { world } = await worldWith('NO_WORKER');
  await world.enqueue(1);
  await waitFor(world, 60);
  await bundle.owner.client
    .$executeRaw`update workers set state = 'STOPPED', lease_until = now() - interval '5 minutes'`;
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), [], 'it was served until five minutes ago');
  await bundle.owner.client.$executeRaw`update workers set lease_until = now() - interval '11 minutes'`;
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['NO_WORKER OPEN']);
  await world.worker();
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['NO_WORKER RESOLVED']);
});

test('without a rule nobody looks, and what a rule raised is closed when it is paused', async () => {
  const { world, rule } = await worldWith('QUEUE_OLD');
  const other = await openNoticeWorld(bundle);
  for (const each of [world, other]) {
    await each.enqueue(1);
    await waitFor(each, 11);
  }
  await watchQueues(bundle.worker);
  assert.deepEqual([await alertsOf(world), await alertsOf(other)], [['QUEUE_OLD OPEN'], []]);
  valueOf(await pauseRule(world.context, { id: rule, paused: true }));
  await watchQueues(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['QUEUE_OLD RESOLVED']);
});
