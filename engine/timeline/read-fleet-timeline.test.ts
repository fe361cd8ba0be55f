import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { storeHistory } from '#testing/worlds/many-jobs.ts';
import { type FleetTimeline, type FleetTimelineRequest, readFleetTimeline } from './read-fleet-timeline.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;

/** The last hour and the next. */
async function twoHours(context: Context, by: FleetTimelineRequest['by'], more: Partial<FleetTimelineRequest> = {}) {
  const nowMs = Date.now();
  const asked = { by, from: new Date(nowMs - hourMs), to: new Date(nowMs + hourMs), ...more };
  return valueOf(await readFleetTimeline(context, asked));
}

const rowOf = (found: FleetTimeline, name: string) => {
  const row = found.nodes.find((one) => one.name === name);
  assert.ok(row !== undefined, `there is a row "${name}"`);
  return row;
};

test('what ran stands in its row as bars, what still runs has no end, and what never began has none', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(3);
  const [good, bad] = await worker.claim({ slots: 3 });
  if (good !== undefined) await worker.settle([succeeded(good)]);
  if (bad !== undefined) await worker.settle([failedForGood(bad)]);
  await stage.enqueue(1);
  const { bars, parts, isExact } = rowOf(await twoHours(stage.context, 'QUEUE'), stage.queue);
  assert.deepEqual(
    bars.map(({ kind, name, state, to }) => `${kind} ${name} ${state} ${to === null ? 'goes on' : 'ended'}`).toSorted(),
    ['job noop FAILED ended', 'job noop RUNNING goes on', 'job noop SUCCEEDED ended'],
  );
  assert.deepEqual([parts, isExact], [[], true]);
  const workers = await twoHours(stage.context, 'WORKER');
  const own = workers.nodes.find(({ bars: some }) => some.length > 0);
  assert.equal(own?.bars.length, 3, 'and once more in the row of their worker');
});

test('a crowded row is counted in parts, by the time at which things began', async () => {
  const stage = await openStage(bundle);
  await storeHistory(bundle, { stage, count: 300, spanMs: hourMs, states: ['SUCCEEDED', 'SUCCEEDED', 'FAILED'] });
  await bundle.owner.client.$executeRaw`
    update jobs set started_at = created_at where tenant_id = ${stage.context.tenantId}::uuid`;
  const { bars, parts, isExact } = rowOf(await twoHours(stage.context, 'QUEUE'), stage.queue);
  const all = parts.flatMap(({ states }) => states);
  const countOf = (state: string) => all.reduce((sum, one) => sum + (one.state === state ? one.count : 0), 0);
  assert.deepEqual([bars, isExact], [[], true]);
  assert.deepEqual([countOf('SUCCEEDED'), countOf('FAILED')], [200, 100]);
  assert.ok(parts.length > 50 && parts.length <= timelineBounds.parts / 2 + 1, `${parts.length} parts of an hour`);
});

test('a row in which very much goes on at once is counted, too', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(timelineBounds.barsPerRowMax + 10);
  await worker.claim({ slots: 200 });
  const { bars, parts, isExact } = rowOf(await twoHours(stage.context, 'QUEUE'), stage.queue);
  const running = parts.flatMap(({ states }) => states).reduce((sum, { count }) => sum + count, 0);
  assert.deepEqual([bars.length, running, isExact], [0, timelineBounds.barsPerRowMax + 10, true]);
});

test('a workflow and a schedule have the bars of their runs, and the instants to come as long as they take as a rule', async () => {
  const stage = await openStage(bundle);
  const run = await stage.run([{ id: 'one', type: 'noop' }]);
  const worker = await stage.worker();
  for (const job of await worker.claim()) await worker.settle([succeeded(job)]);
  const [{ workflow } = { workflow: '' }] = await bundle.owner.client.$queryRaw<{ workflow: string }[]>`
    select w.name as workflow from runs r join workflows w on w.id = r.workflow_id where r.id = ${run}::uuid`;
  const made = valueOf(
    await createSchedule(stage.context, { name: 'often', cron: '*/10 * * * *', target: { workflow } }),
  );
  await bundle.owner.client.$executeRaw`
    update runs set schedule_id = ${made.id}::uuid, started_at = finished_at - interval '90 s'
    where id = ${run}::uuid`;
  const byWorkflow = rowOf(await twoHours(stage.context, 'WORKFLOW'), workflow);
  const bySchedule = rowOf(await twoHours(stage.context, 'SCHEDULE'), 'often');
  for (const { bars, planned, isCut } of [byWorkflow, bySchedule]) {
    assert.deepEqual(
      bars.map(({ id, state }) => [id, state]),
      [[run, 'SUCCEEDED']],
    );
    assert.ok(planned.length >= 5 && planned.length <= 7, `${planned.length} in an hour`);
    assert.deepEqual([planned[0]?.schedule, planned[0]?.expectedMs, isCut], ['often', 90_000, false]);
  }
});

test('the instants of a schedule of a task stand in the row of its queue, and more than a screen shows are cut', async () => {
  const stage = await openStage(bundle);
  valueOf(await createSchedule(stage.context, { name: 'each minute', cron: '* * * * *', target: { task: 'noop' } }));
  const nowMs = Date.now();
  const found = await twoHours(stage.context, 'QUEUE', { to: new Date(nowMs + 6 * hourMs) });
  const { planned, isCut } = rowOf(found, stage.queue);
  assert.deepEqual([planned.length, isCut], [timelineBounds.plannedPerScheduleMax, true]);
});

test('rows in which something happens come first, and pages go on where they ended', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(1);
  await worker.claim();
  const first = await twoHours(stage.context, 'QUEUE', { first: 1 });
  assert.deepEqual(
    first.nodes.map(({ name }) => name),
    [stage.queue],
    'before the default queue, in which nothing runs',
  );
  assert.deepEqual([first.totalCount, first.hasNextPage], [2, true]);
  const second = await twoHours(stage.context, 'QUEUE', { first: 1, after: first.endCursor });
  assert.deepEqual(
    second.nodes.map(({ name, isActive }) => [name, isActive]),
    [['default', false]],
  );
  assert.equal(second.hasNextPage, false);
});

test('a timeline shows nothing of another tenant, and refuses what it cannot read', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const worker = await stage.worker();
  await stage.enqueue(2);
  await worker.claim();
  const found = await twoHours(other.context, 'QUEUE');
  assert.ok(found.nodes.every(({ bars }) => bars.length === 0));
  const refused = async (more: Partial<FleetTimelineRequest>) => {
    const asked = { by: 'QUEUE', from: new Date(0), to: new Date(hourMs), ...more } as const;
    const outcome = await readFleetTimeline(stage.context, asked);
    return outcome.ok ? '' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`;
  };
  assert.equal(await refused({ to: new Date(-1) }), 'BAD_INPUT to');
  assert.equal(await refused({ to: new Date(40 * 24 * hourMs) }), 'TOO_LARGE from');
  assert.equal(await refused({ first: 51 }), 'BAD_INPUT first');
  assert.equal(await refused({ after: 'x' }), 'BAD_INPUT after');
});
