import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { runJobNow } from '#engine/bulk/run-jobs-now.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { insertTicks, type NewTick } from '#engine/schedule/plan/insert-ticks.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { readStatistics, type Statistics } from './read-statistics.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;

/** The last hour and the next minute, which holds everything that a test does. */
async function lastHour(context: Context, buckets = 4): Promise<Statistics> {
  const nowMs = Date.now();
  return valueOf(
    await readStatistics(context, { from: new Date(nowMs - hourMs), to: new Date(nowMs + 60_000), buckets }),
  );
}

test('an hour tells what happened in it, how much succeeded and how punctually it started', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const [ok = '', bad = '', later = ''] = await stage.enqueue(3);
  for (const job of await worker.claim()) {
    if (job.jobId === ok) await worker.settle([succeeded(job)]);
    if (job.jobId === bad) await worker.settle([failedForGood(job)]);
    if (job.jobId === later) await worker.settle([retryLater(job, hourMs)]);
  }
  const [waiting = '', cancelled = ''] = await stage.enqueue(2);
  valueOf(await cancelJob(stage.context, { id: cancelled }));
  valueOf(await retryJob(stage.context, { id: bad }));
  const found = await lastHour(stage.context);
  assert.deepEqual(found.counts, {
    created: 5,
    started: 3,
    succeeded: 1,
    failed: 1,
    dead: 0,
    cancelled: 1,
    retried: 2,
    missed: 0,
  });
  assert.equal(found.successPercent, 50);
  assert.equal(found.onTimePercent, 100);
  assert.ok(found.triggerLatencyP95Ms !== null && found.triggerLatencyP95Ms < 60_000);
  assert.deepEqual(
    found.buckets.map(({ created, succeeded: done, failed, depth }) => [created, done, failed, depth]),
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [5, 1, 1, 2],
    ],
    `${waiting} and ${bad} wait`,
  );
});

test('a window that is cut where it is said tells the same in parts of any length', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(2);
  const [first] = await worker.claim();
  if (first !== undefined) await worker.settle([succeeded(first)]);
  const nowMs = Date.now();
  const at = (minutes: number) => new Date(nowMs + minutes * 60_000);
  const window = { from: at(-60), to: at(10) };
  const found = valueOf(await readStatistics(stage.context, { ...window, cuts: [at(-59), at(-5), at(5)] }));
  assert.deepEqual(
    found.buckets.map(({ depth, created, succeeded: done, ...rest }) => [rest.at, created, done]),
    [
      [at(-60), 0, 0],
      [at(-59), 0, 0],
      [at(-5), 2, 1],
      [at(5), 0, 0],
    ],
  );
  const equal = valueOf(await readStatistics(stage.context, { ...window, buckets: 1 }));
  assert.deepEqual({ ...found, buckets: [] }, { ...equal, buckets: [] });
  assert.deepEqual(found.onTimePercent, 100);
  assert.deepEqual(found.buckets.at(-1)?.depth, equal.buckets.at(-1)?.depth);
});

test('a delayed job that is asked for now waits from then on', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue([{ task: 'noop', delay: 'PT1H' }]);
  assert.equal((await lastHour(stage.context)).buckets.at(-1)?.depth, 0);
  valueOf(await runJobNow(stage.context, { id }));
  assert.deepEqual(
    (await lastHour(stage.context)).buckets.map(({ depth }) => depth),
    [0, 0, 0, 1],
  );
});

test('a job is late by its own service level, and once it is retried by its first attempt', async () => {
  const stage = await openStage(bundle);
  const handler = { builtin: { name: 'noop' } };
  valueOf(await registerTask(stage.context, { name: 'urgent', handler, queue: stage.queue, sla: { startBy: 'PT1S' } }));
  const [urgent = '', calm = '', retried = ''] = await stage.enqueue([
    { task: 'urgent' },
    { task: 'noop' },
    { task: 'noop' },
  ]);
  const worker = await stage.worker();
  for (const job of await worker.claim())
    await worker.settle([job.jobId === retried ? retryLater(job, 0) : succeeded(job)]);
  for (const job of await worker.claim()) await worker.settle([succeeded(job)]);
  // Ten seconds pass between being due and the start, and an hour before the second attempt.
  await bundle.owner.client.$executeRaw`
    update jobs set due_at = due_at - interval '10 s' where id = any(array[${urgent}, ${calm}, ${retried}]::uuid[])`;
  await bundle.owner.client
    .$executeRaw`update jobs set started_at = started_at + interval '1 hour' where id = ${retried}::uuid`;
  const found = await lastHour(stage.context);
  assert.equal(Math.round(found.onTimePercent ?? 0), 67);
  assert.ok(found.triggerLatencyP95Ms !== null && found.triggerLatencyP95Ms < 60_000);
});

test('instants that passed during a pause are not counted as missed, those that nobody planned are', async () => {
  const { context } = await openStage(bundle);
  const target = { task: 'noop' };
  const made = valueOf(await createSchedule(context, { name: 'often', cron: '* * * * *', target }));
  const tick = (minutesAgo: number, code: string): NewTick => ({
    tenantId: context.tenantId,
    scheduleId: made.id,
    scheduledForMs: Math.floor(Date.now() / 60_000 - minutesAgo) * 60_000,
    outcome: 'MISSED',
    reason: { code, message: 'it passed' },
  });
  await transaction(bundle.web, context.tenantId, (tx) =>
    insertTicks(tx, [tick(1, 'PAUSED'), tick(2, 'OUTAGE'), tick(3, 'OUTAGE')], 'system:planner'),
  );
  assert.equal((await lastHour(context)).counts.missed, 2);
});

test('a window of another tenant, or in which nothing happened, is empty', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  await stage.enqueue(3);
  const empty = await lastHour(other.context, 1);
  assert.deepEqual(
    [
      empty.counts.created,
      empty.onTimePercent,
      empty.successPercent,
      empty.triggerLatencyP95Ms,
      empty.buckets[0]?.depth,
    ],
    [0, null, null, null, 0],
  );
  const past = new Date(Date.now() - 40 * 24 * hourMs);
  const long = valueOf(
    await readStatistics(stage.context, { from: past, to: new Date(past.getTime() + hourMs), buckets: 2 }),
  );
  assert.deepEqual(
    long.buckets.map(({ at, depth }) => [at.getTime() - past.getTime(), depth]),
    [
      [0, null],
      [hourMs / 2, null],
    ],
  );
});

test('a window that is too long, backwards or cut too finely is refused at its place', async () => {
  const stage = await openStage(bundle);
  const refusal = async (days: number, buckets = 60) => {
    const to = new Date();
    const outcome = await readStatistics(stage.context, {
      from: new Date(to.getTime() - days * 24 * hourMs),
      to,
      buckets,
    });
    return outcome.ok ? '' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`;
  };
  assert.equal(await refusal(31), '');
  assert.equal(await refusal(31 + 1 / 24), '', 'a month in which clocks go back');
  assert.equal(await refusal(31.1), 'TOO_LARGE from');
  assert.equal(await refusal(0), 'BAD_INPUT to');
  assert.equal(await refusal(1, 0), 'BAD_INPUT buckets');
  assert.equal(await refusal(1, 501), 'BAD_INPUT buckets');
  const [from, to] = [new Date(0), new Date(hourMs)];
  const backwards = await readStatistics(stage.context, { from, to, cuts: [new Date(2), new Date(1)] });
  assert.deepEqual(backwards.ok ? [] : backwards.refusals.map(({ path }) => path), [['cuts', '1']]);
});
