// How contention is counted and what becomes of it, with workers by hand, so that the test decides who comes first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAlerts } from '#engine/alert/list-alerts.ts';
import { resolveAlert } from '#engine/alert/resolve-alert.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import { listGates } from '#engine/gate/list-gates.ts';
import { watchNotices } from '#engine/notification/watch/watch-notices.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { lookOnce, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { type Bundle, bundleOf, openBundle, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { loadComers, loadGateMinutes } from './count-comers.ts';
import { watchContention } from './watch-contention.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  await watchNotices(bundle.worker);
});
after(() => bundle.close());

async function declare(stage: Stage, key = 'ledger'): Promise<void> {
  const handler = { builtin: { name: 'noop' } };
  valueOf(await registerTask(stage.context, { name: 'alone', handler, queue: stage.queue, mutex: [key] }));
}

async function gateOf({ context }: Stage): Promise<string> {
  const [gate] = valueOf(await listGates(context, {})).nodes;
  assert.ok(gate !== undefined, 'somebody is at a gate');
  return gate.id;
}

const comersOf = async (stage: Stage) => (await loadComers(stage.context, [await gateOf(stage)])).values().next().value;

/** Claims and settles until nothing is left, at most so many times. */
async function workOff(hand: HandWorker, how = (job: Parameters<typeof succeeded>[0]): Settlement => succeeded(job)) {
  for (let round = 0; round < 100; round += 1) {
    const jobs = await hand.claim();
    if (jobs.length === 0) return;
    await hand.settle(jobs.map(how));
  }
}

const enqueue = (stage: Stage, count: number) =>
  stage.enqueue(Array.from({ length: count }, () => ({ task: 'alone' })));

test('each job that comes is counted once, and once as waiting when it had to, however often it is woken', async () => {
  const stage = await openStage(bundle);
  await declare(stage);
  const hand = await stage.worker();
  await enqueue(stage, 12);
  const [first] = await hand.claim();
  assert.ok(first !== undefined);
  assert.deepEqual(await comersOf(stage), { came: 11, waited: 11 }, 'the first took it when nobody had waited yet');
  const id = await gateOf(stage);
  await hand.settle([succeeded(first)]);
  await workOff(hand);
  for (let n = 0; n < 3; n += 1) {
    await enqueue(stage, 1);
    await workOff(hand);
  }
  const seen = (await loadComers(stage.context, [id])).get(id);
  assert.deepEqual(seen, { came: 14, waited: 11 }, 'three more took it at once');
  const minutes = (await loadGateMinutes(stage.context, [id])).get(id) ?? [];
  assert.equal(
    minutes.reduce((sum, { came }) => sum + came, 0),
    14,
  );
});

test('a gate at which nobody had to wait for five minutes is counted no more, however many take it', async () => {
  const stage = await openStage(bundle);
  await declare(stage);
  const hand = await stage.worker();
  await enqueue(stage, 2);
  const [first] = await hand.claim();
  const id = await gateOf(stage);
  assert.ok(first !== undefined);
  await hand.settle([succeeded(first)]);
  await workOff(hand);
  await enqueue(stage, 1);
  await workOff(hand);
  // The one that had to wait came six minutes ago; those that took it at once since then keep nothing going.
  const { client } = bundle.owner;
  await client.$executeRaw`update gate_minutes set minute = minute - interval '6 minutes' where gate_id = ${id}::uuid`;
  await client.$executeRaw`
    insert into gate_minutes (tenant_id, gate_id, minute, came, waited)
    select tenant_id, gate_id, minute + interval '5 minutes', 1, 0 from gate_minutes where gate_id = ${id}::uuid`;
  const countOf = async () =>
    (await loadGateMinutes(stage.context, [id])).get(id)?.reduce((sum, { came }) => sum + came, 0);
  const before = await countOf();
  for (let n = 0; n < 3; n += 1) {
    await enqueue(stage, 1);
    await workOff(hand);
  }
  assert.equal(await countOf(), before);
});

test('a job comes again with its next attempt', async () => {
  const stage = await openStage(bundle);
  await declare(stage);
  const hand = await stage.worker();
  await enqueue(stage, 3);
  const [first] = await hand.claim();
  assert.ok(first !== undefined);
  const id = await gateOf(stage);
  await hand.settle([succeeded(first)]);
  await workOff(hand, (job) => (job.attempt === 1 ? retryLater(job, 0) : succeeded(job)));
  const seen = (await loadComers(stage.context, [id])).get(id);
  assert.equal(seen?.came, 4, 'two waited, and came once more for their second attempt');
});

test('two workers at once count every job of a storm once', async () => {
  const stage = await openStage(bundle);
  await declare(stage);
  const hands = await Promise.all([stage.worker(), stage.worker()]);
  await enqueue(stage, 1);
  const [holder] = (await hands[0]?.claim()) ?? [];
  assert.ok(holder !== undefined);
  await enqueue(stage, 40);
  await Promise.all(hands.map((hand) => hand.claim()));
  const id = await gateOf(stage);
  await hands[0]?.settle([succeeded(holder)]);
  await Promise.all(hands.map((hand) => workOff(hand)));
  await Promise.all(hands.map((hand) => workOff(hand)));
  assert.deepEqual((await loadComers(stage.context, [id])).get(id), { came: 40, waited: 40 });
});

/** A world in which so many wait at a gate that one job holds. */
async function contended(on: Bundle, count: number) {
  const world = await openNoticeWorld(on);
  await declare(world);
  const hand = await world.worker();
  await enqueue(world, count + 1);
  const [holder] = await hand.claim();
  assert.ok(holder !== undefined);
  return { world, hand, holder };
}

const alertsOf = async ({ context }: Stage) =>
  valueOf(await listAlerts(context, {})).nodes.map(({ kind, state }) => `${kind} ${state}`);

test('a contended gate is told of once, and that it is over when those that come no longer wait', async () => {
  const { world, hand, holder } = await contended(bundle, 24);
  const { id } = await world.channel();
  await world.rule(id, { on: 'LOCK_CONTENTION' });
  const gate = await gateOf(world);
  await watchContention(bundle.worker);
  await watchContention(bundle.worker);
  await lookOnce(bundle);
  assert.deepEqual(await alertsOf(world), ['LOCK_CONTENTION OPEN']);
  const [alert] = valueOf(await listAlerts(world.context, {})).nodes;
  assert.equal(alert?.gateId, gate);
  assert.match(alert?.message ?? '', /^mutex "ledger": 100 % .* \(24 of 24\)$/);
  await hand.settle([succeeded(holder)]);
  await workOff(hand);
  // Nobody came for as long as is looked back at.
  await bundle.owner.client
    .$executeRaw`update gate_minutes set minute = minute - interval '6 minutes' where gate_id = ${gate}::uuid`;
  await watchContention(bundle.worker);
  await lookOnce(bundle);
  assert.deepEqual(await alertsOf(world), ['LOCK_CONTENTION RESOLVED']);
  const told = (await world.deliveries()).map(({ kind, subject }) => `${kind} ${subject.replace(/^\[\S+\] /, '')}`);
  assert.match(told[0] ?? '', /^FIRST Most jobs that come to mutex "ledger" have to wait since \d\d:\d\d$/);
  assert.deepEqual(told.slice(1), ['END Over: most jobs that come to mutex "ledger" no longer have to wait']);
});

test('a gate at which jobs wait stays alerted though nobody comes', async () => {
  const { world } = await contended(bundle, 24);
  await watchContention(bundle.worker);
  await bundle.owner.client.$executeRaw`
    update gate_minutes set minute = minute - interval '6 minutes' where tenant_id = ${world.context.tenantId}::uuid`;
  await watchContention(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['LOCK_CONTENTION OPEN']);
});

test('what came before a person closed the alert does not raise it again', async () => {
  const { world } = await contended(bundle, 24);
  await watchContention(bundle.worker);
  const [alert] = valueOf(await listAlerts(world.context, {})).nodes;
  valueOf(await resolveAlert(world.context, { id: alert?.id ?? '', reason: 'it may wait' }));
  await watchContention(bundle.worker);
  assert.deepEqual(await alertsOf(world), ['LOCK_CONTENTION RESOLVED']);
});

test('a cap at which jobs wait is no alert: it is there to have them wait', async () => {
  const stage = await openStage(bundle);
  const handler = { builtin: { name: 'noop' } };
  valueOf(await registerTask(stage.context, { name: 'alone', handler, queue: stage.queue, concurrency: { max: 1 } }));
  const hand = await stage.worker();
  await enqueue(stage, 30);
  await hand.claim();
  assert.deepEqual(await comersOf(stage), { came: 29, waited: 29 });
  await watchContention(bundle.worker);
  assert.deepEqual(await alertsOf(stage), []);
});

test('too few that come are no alert', async () => {
  const { world } = await contended(bundle, 5);
  await watchContention(bundle.worker);
  assert.deepEqual(await alertsOf(world), []);
});

test('the alert of one tenant that cannot be stored keeps no other tenant from theirs', async (t) => {
  const own = await bundleOf(t);
  const [bad, good] = [await contended(own, 24), await contended(own, 24)];
  const when = `new.tenant_id = '${bad.world.context.tenantId}'`;
  const mend = await refuseToWrite(own, { table: 'alerts', on: 'insert', when });
  await assert.rejects(watchContention(own.worker), /poisoned/);
  assert.deepEqual([await alertsOf(bad.world), await alertsOf(good.world)], [[], ['LOCK_CONTENTION OPEN']]);
  await mend();
  await watchContention(own.worker);
  assert.deepEqual(await alertsOf(bad.world), ['LOCK_CONTENTION OPEN']);
});
