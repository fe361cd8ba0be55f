// What a poisoned item leaves behind: a state that people can read, and from which they can go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { listSchedules } from '#engine/schedule/list-schedules.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { resumeSchedules } from '#engine/schedule/resume-schedules.ts';
import { describeSchedule } from '#engine/schedule/schedule-timetable.ts';
import { updateSchedule } from '#engine/schedule/update-schedule.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { openStage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function jobRow(id: string) {
  return await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
}

async function alertOf(subjectId: string) {
  return await bundle.owner.client.alert.findFirst({ where: { subjectId, kind: 'ENGINE_FAULT' } });
}

test('a schedule whose instants cannot be told is paused with the reason, and fires again when somebody has mended it', async () => {
  const { context } = await openStage(bundle);
  const client = bundle.owner.client;
  const { id } = valueOf(
    await createSchedule(context, { name: 'nightly', cron: '0 0 1 1 *', target: { task: 'noop' } }),
  );
  const plan = async () => {
    await client.$executeRaw`update schedules set next_at = ${justNow} where id = ${id}::uuid`;
    await planDueSchedules({ database: bundle.worker, hints: bundle.hints });
    const { state, nextAt } = await client.schedule.findFirstOrThrow({ where: { id } });
    return { state, isDueAgain: nextAt !== null };
  };
  await client.schedule.updateMany({ where: { id }, data: { cron: 'now and then' } });
  assert.deepEqual(await plan(), { state: 'PAUSED', isDueAgain: false });
  const [tick] = await client.tick.findMany({ where: { scheduleId: id } });
  assert.deepEqual([tick?.outcome, tick?.reasonCode], ['SKIPPED', 'PLANNING_FAULT']);
  assert.match(tick?.reason ?? '', /^it could not be planned: .*timetable/);
  const paused = await client.event.findFirst({ where: { type: 'schedule.paused', entityIds: { has: id } } });
  assert.deepEqual([paused?.reason, paused?.actor], ['PLANNING_FAULT', 'system:planner']);
  const alert = await alertOf(id);
  assert.deepEqual([alert?.scheduleId, alert?.state, alert?.message], [id, 'OPEN', tick?.reason]);
  const early = await resumeSchedules(context, { ids: [id] });
  assert.ok(!early.ok && early.refusals[0]?.code === 'ILLEGAL_TRANSITION');
  const shown = valueOf(await listSchedules(context, { first: 1 })).nodes[0];
  assert.ok(shown !== undefined);
  assert.equal(describeSchedule(shown), 'now and then, which cannot be read');
  valueOf(await updateSchedule(context, { id, cron: '0 0 1 1 *' }));
  valueOf(await resumeSchedules(context, { ids: [id] }));
  assert.deepEqual(await plan(), { state: 'ACTIVE', isDueAgain: true });
  assert.equal(await client.tick.count({ where: { scheduleId: id, outcome: 'FIRED' } }), 1);
});

test('a step whose outcome cannot be stored has failed, and its run goes on as after any failure', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'first', type: 'noop' },
    { id: 'mend', type: 'noop', dependencies: [{ task: 'first', on: 'failure' }] },
  ]);
  const worker = await stage.worker();
  const jobs = await worker.claim();
  const [first] = jobs;
  assert.ok(first !== undefined);
  await refuseToWrite(bundle, {
    table: 'jobs',
    on: 'update',
    when: `new.id = '${first.jobId}' and new.result is not null`,
  });
  const settled = await worker.settle(jobs.map((job) => succeeded(job, { done: true })));
  assert.deepEqual([settled.accepted, settled.readied, settled.unsettled], [1, 1, []]);
  const failed = await jobRow(first.jobId);
  assert.deepEqual([failed.state, failed.reasonCode, failed.result], ['FAILED', 'ENGINE_FAULT', null]);
  assert.equal(failed.reason, 'what it ended with could not be stored: this row is poisoned');
  const run = await bundle.owner.client.run.findFirstOrThrow({ where: { id: runId } });
  assert.equal(run.state, 'RUNNING');
  const [mend] = await worker.claim();
  assert.equal(mend?.stepKey, 'mend');
  assert.equal((await alertOf(first.jobId))?.message, failed.reason);
});

test('a job that the engine failed can be tried again by a person', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(1);
  const worker = await stage.worker();
  const when = `new.id = '${id}' and new.result is not null`;
  await refuseToWrite(bundle, { table: 'jobs', on: 'update', when });
  await worker.settle((await worker.claim()).map((job) => succeeded(job, { done: true })));
  assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.failed']);
  valueOf(await retryJob(stage.context, { id }));
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  assert.equal((await jobRow(id)).state, 'SUCCEEDED');
});

test('a job of which nothing can be stored is named, and all others are settled', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(20);
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await refuseToWrite(bundle, { table: 'jobs', on: 'update', when: `new.id = '${id}'` });
  const settled = await worker.settle(jobs.map((job) => succeeded(job)));
  assert.deepEqual([settled.accepted, settled.refused, settled.unsettled], [19, [], [id]]);
});
