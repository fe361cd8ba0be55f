import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acknowledgeAlert } from '#engine/alert/acknowledge-alert.ts';
import { getAlert, listAlerts } from '#engine/alert/list-alerts.ts';
import { resolveAlert } from '#engine/alert/resolve-alert.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { loadTellings } from '#engine/notification/deliver/list-deliveries.ts';
import { pauseRule } from '#engine/notification/rule/save-rule.ts';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { lookOnce, type NoticeWorld, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { failedForGood } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { watchNotices } from './watch-notices.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  await watchNotices(bundle.worker);
});
after(() => bundle.close());

const headlines = async (world: NoticeWorld) =>
  (await world.deliveries()).map(({ kind, state, subject }) => `${kind} ${state} ${subject.replace(/^\[\S+\] /, '')}`);

const alertsOf = async (world: NoticeWorld) => valueOf(await listAlerts(world.context, {})).nodes;

test('the first of many is told at once, those after it at most once in a window, and at last that it is over', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  assert.deepEqual(await headlines(world), ['FIRST PENDING A job of task failing failed']);
  await world.fail(4);
  await lookOnce(bundle);
  await world.fail(7);
  await lookOnce(bundle);
  assert.equal((await world.deliveries()).length, 1, 'the window is not over');
  await world.pass(15);
  await lookOnce(bundle);
  const [, more] = await world.deliveries();
  assert.match(more?.subject ?? '', /12 jobs of task failing failed since \d\d:\d\d$/);
  assert.match(more?.text ?? '', /11 since the message before\.\n\nThe latest: it cannot be done\./);
  await world.pass(15);
  await lookOnce(bundle);
  assert.deepEqual(
    (await headlines(world)).at(-1)?.replace(/\(.*\)/, ''),
    'END PENDING Over: no further job of task failing failed ',
  );
  const [alert] = await alertsOf(world);
  assert.deepEqual([alert?.kind, alert?.state, alert?.count], ['JOB_FAILED', 'RESOLVED', 12]);
  assert.match(alert?.message ?? '', /^12 jobs of task failing failed; the latest: it cannot be done$/);
});

test('things of different tasks are told apart, and what a rule does not ask for is not told', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.fail(1, 'before');
  await world.rule(id, { task: 'before', name: 'narrow' });
  await world.rule(id);
  await world.fail(2, 'one');
  await world.fail(1, 'two');
  await lookOnce(bundle);
  const subjects = (await headlines(world)).map((line) => line.replace(/ since .*/, '')).toSorted();
  assert.deepEqual(subjects, ['FIRST PENDING 2 jobs of task one failed', 'FIRST PENDING A job of task two failed']);
});

test('a rule on dead jobs, one on runs and one on breaches are told by what they are about', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.task('late', { name: 'noop' }, { sla: { startBy: 'PT1S' } });
  await world.rule(id, { name: 'runs', on: 'RUN_FAILED' });
  await world.rule(id, { name: 'late', on: 'SLA_BREACH' });
  await world.run([{ id: 'only', type: 'noop' }]);
  const worker = await world.worker();
  await worker.settle((await worker.claim()).map((job) => failedForGood(job)));
  const jobs = await world.enqueue([{ task: 'late' }, { task: 'late' }]);
  await bundle.owner.client.$executeRaw`
    update jobs set due_at = due_at - interval '1 minute', sla_at = sla_at - interval '1 minute' where id = any(${jobs}::uuid[])`;
  const watch = () => watchSla({ database: bundle.worker, hints: bundle.hints });
  await watch();
  await lookOnce(bundle);
  const lines = (await headlines(world)).map((line) =>
    line.replace(/ since .*/, '').replace(/workflow workflow \S+/, 'a workflow'),
  );
  assert.deepEqual(lines.toSorted(), [
    'FIRST PENDING 2 jobs of task late break their service level',
    'FIRST PENDING A run of a workflow failed',
  ]);
  for (const job of jobs) valueOf(await cancelJob(world.context, { id: job }));
  await watch();
  await lookOnce(bundle);
  const last = (await headlines(world)).at(-1) ?? '';
  assert.match(
    last,
    /^END PENDING Over: no job of task late breaks its service level any more/,
    'its alerts are resolved',
  );
});

test('an alert that somebody acknowledged or resolved sends nothing more, and what was on its way is given up', async () => {
  for (const act of [acknowledgeAlert, resolveAlert]) {
    const world = await openNoticeWorld(bundle);
    const { id } = await world.channel();
    await world.rule(id);
    await world.fail(1);
    await lookOnce(bundle);
    const [alert] = await alertsOf(world);
    valueOf(await act(world.context, { id: alert?.id ?? '', reason: 'I am on it' }));
    await lookOnce(bundle);
    assert.deepEqual(await headlines(world), ['FIRST GIVEN_UP A job of task failing failed']);
    if (act === acknowledgeAlert) await world.fail(3);
    await world.pass(30);
    await lookOnce(bundle);
    await world.pass(30);
    await lookOnce(bundle);
    assert.equal((await world.deliveries()).length, 1, act.name);
    const after = (await alertsOf(world))[0];
    assert.deepEqual([after?.acknowledgedBy, after?.acknowledgedReason], ['system:test', 'I am on it']);
  }
});

test('an alert is acknowledged once, while it stands, by somebody who may, in its own tenant', async () => {
  const [world, other] = [await openNoticeWorld(bundle), await openNoticeWorld(bundle)];
  const { id: channelId } = await world.channel();
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  const id = (await alertsOf(world))[0]?.id ?? '';
  const code = async (context = world.context, reason: string | null = null) => {
    const outcome = await acknowledgeAlert(context, { id, reason });
    return outcome.ok ? 'done' : outcome.refusals[0]?.code;
  };
  const viewer = { ...world.context, actor: { ...world.context.actor, permissions: new Set(['read'] as const) } };
  assert.deepEqual([await code(viewer), await code(other.context)], ['FORBIDDEN', 'NOT_FOUND']);
  assert.equal(await code(world.context, 'x'.repeat(4_001)), 'BAD_INPUT');
  assert.deepEqual((await Promise.all([code(), code()])).sort(), ['ILLEGAL_TRANSITION', 'done']);
  assert.equal(valueOf(await getAlert(world.context, { id }))?.acknowledgedBy, 'system:test');
  assert.equal(valueOf(await getAlert(other.context, { id })), undefined, 'another tenant has no such alert');
  const [telling] = (await loadTellings(world.context, [id])).get(id) ?? [];
  assert.deepEqual([telling?.kind, telling?.state], ['FIRST', 'PENDING'], 'who was told is told with the alert');
  assert.deepEqual((await loadTellings(other.context, [id])).get(id), []);
});

test('what happens while a channel is quiet is held, and told as one summary when that ends', async () => {
  const world = await openNoticeWorld(bundle);
  // Quiet now, whenever the test runs, and for an hour more.
  const minute = (shift: number) => new Date(Date.now() + shift * 60_000).toISOString().slice(11, 16);
  const quietHours = { from: minute(-120), to: minute(60), through: ['CRITICAL'] };
  const { id } = await world.channel({ quietHours });
  await world.rule(id);
  await world.rule(id, { name: 'dead', on: 'JOB_DEAD' });
  await world.fail(1, 'one');
  await world.fail(1, 'two');
  await lookOnce(bundle);
  assert.deepEqual(
    (await headlines(world)).map((line) => line.split(' ')[1]),
    ['HELD', 'HELD'],
  );
  await bundle.owner.client
    .$executeRaw`update deliveries set due_at = ${justNow} where tenant_id = ${world.context.tenantId}::uuid`;
  await lookOnce(bundle);
  const summary = (await world.deliveries()).find(({ kind }) => kind === 'SUMMARY');
  assert.equal(summary?.state, 'PENDING');
  assert.match(summary?.subject ?? '', /2 messages from the quiet hours$/);
  assert.match(summary?.text ?? '', /- A job of task one failed\n- A job of task two failed/);
});

test('what comes and goes is told at most once in a window', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  const [first] = await alertsOf(world);
  valueOf(await resolveAlert(world.context, { id: first?.id ?? '', reason: 'paid by hand' }));
  await lookOnce(bundle);
  await world.fail(1);
  await lookOnce(bundle);
  assert.deepEqual(
    (await alertsOf(world)).map(({ state }) => state),
    ['OPEN', 'RESOLVED'],
    'it happens again',
  );
  assert.equal((await world.deliveries()).length, 1, 'and the window is not over');
  await world.pass(15);
  await lookOnce(bundle);
  assert.equal((await world.deliveries()).length, 2, 'now it is told');
});

test('a rule that is paused tells nobody, and what it raised is over', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  const rule = await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  valueOf(await pauseRule(world.context, { id: rule, paused: true }));
  await world.fail(1);
  await world.pass(15);
  await lookOnce(bundle);
  assert.equal((await world.deliveries()).length, 1);
  assert.equal((await alertsOf(world))[0]?.state, 'RESOLVED');
});

test('however often the log is looked through, and by however many at once, each message is made once', async () => {
  const world = await openNoticeWorld(bundle);
  const [one, other] = [await world.channel(), await world.channel()];
  await world.rule(one.id);
  await world.rule(other.id);
  await world.fail(20);
  await Promise.all(Array.from({ length: 4 }, () => lookOnce(bundle)));
  await lookOnce(bundle);
  const made = await world.deliveries();
  assert.equal(new Set(made.map(({ channelId }) => channelId)).size, 2);
  assert.deepEqual(
    made.map(({ subject }) => subject.includes('20 jobs of task failing failed')),
    [true, true],
  );
});

test('one tenant whose notices cannot be stored keeps nobody else from being told', async () => {
  const worlds = await Promise.all(Array.from({ length: 6 }, () => openNoticeWorld(bundle)));
  for (const world of worlds) {
    const { id } = await world.channel();
    await world.rule(id);
    await world.fail(3);
  }
  const [poisoned, ...others] = worlds;
  assert.ok(poisoned !== undefined);
  const { tenantId } = poisoned.context;
  const mend = await refuseToWrite(bundle, { table: 'notices', on: 'insert', when: `new.tenant_id = '${tenantId}'` });
  await lookOnce(bundle);
  for (const world of others) assert.equal((await world.deliveries()).length, 1);
  assert.equal((await poisoned.deliveries()).length, 0);
  await mend();
  const kinds = (await alertsOf(poisoned)).map(({ kind, message }) => `${kind} ${message}`);
  assert.deepEqual(
    kinds,
    Array.from({ length: 3 }, () => 'ENGINE_FAULT nobody could be told of it: this row is poisoned'),
  );
  await poisoned.fail(1, 'later');
  await lookOnce(bundle);
  assert.deepEqual(await headlines(poisoned), ['FIRST PENDING A job of task later failed'], 'and goes on afterwards');
  for (const world of others) assert.equal((await world.deliveries()).length, 1, 'told once, not once for each try');
});

test('a group that cannot be told of keeps no other from being told', async () => {
  const worlds = await Promise.all(Array.from({ length: 4 }, () => openNoticeWorld(bundle)));
  for (const world of worlds) {
    const { id } = await world.channel();
    await world.rule(id);
    await world.fail(1);
  }
  const [poisoned, ...others] = worlds;
  const { tenantId } = poisoned?.context ?? {};
  const mend = await refuseToWrite(bundle, {
    table: 'deliveries',
    on: 'insert',
    when: `new.tenant_id = '${tenantId}'`,
  });
  await lookOnce(bundle);
  await mend();
  for (const world of others) assert.equal((await world.deliveries()).length, 1);
  const left = await bundle.owner.client.notice.findMany({
    where: { tenantId: tenantId ?? '' },
    select: { lookAt: true, overAt: true },
  });
  assert.deepEqual(
    left.map(({ lookAt, overAt }) => [lookAt, overAt !== null]),
    [[null, true]],
    'it is not due for ever',
  );
});

test('whoever ends before how far the log was read is stored has told nothing, and the next one tells it once', async () => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.rule(id);
  await world.fail(5);
  const mend = await refuseToWrite(bundle, { table: 'notice_cursor', on: 'update', when: 'true' });
  await assert.rejects(lookOnce(bundle), /this row is poisoned/);
  assert.equal(await bundle.owner.client.notice.count({ where: { tenantId: world.context.tenantId } }), 0);
  await mend();
  await lookOnce(bundle);
  await lookOnce(bundle);
  const [only, ...others] = await world.deliveries();
  assert.match(only?.subject ?? '', /5 jobs of task failing failed/);
  assert.deepEqual(others, []);
});
