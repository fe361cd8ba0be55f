// Quotas of jobs and minutes, at their edge: whoever makes jobs takes room in the statement that stores them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Refusal } from '#domain/refusal.ts';
import { retryJobs } from '#engine/bulk/retry-jobs.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { triggerSchedule } from '#engine/schedule/trigger-schedule.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood } from '#testing/worker/worker-by-hand.ts';
import {
  platform as asPlatform,
  type Limit,
  limitTenant,
  usedOf as usedOfTenant,
} from '#testing/worlds/limited-tenants.ts';
import { deleteQuota } from './delete-quota.ts';
import { listQuotas } from './list-quotas.ts';
import { resetQuota } from './reset-quota.ts';
import { upsertQuota } from './upsert-quota.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const platform = ({ context }: Stage) => asPlatform(context);
const limit = ({ context }: Stage, max: number, of?: Limit) => limitTenant(context, max, of);

async function limitedStage(max: number, of?: Limit): Promise<Stage> {
  const stage = await openStage(bundle);
  await limit(stage, max, of);
  return stage;
}

async function refusalsOf({ context }: Stage, count: number, key?: string): Promise<Refusal[]> {
  const jobs = Array.from({ length: count }, (_, n) => ({
    task: 'noop',
    ...(key === undefined ? {} : { idempotencyKey: `${key} ${n}` }),
  }));
  const outcome = await enqueueJobs(context, { jobs });
  return outcome.ok ? [] : outcome.refusals;
}

async function isTaken(stage: Stage, count: number, key?: string): Promise<boolean> {
  const refusals = await refusalsOf(stage, count, key);
  assert.deepEqual(new Set(refusals.map(({ code }) => code)), new Set(refusals.length === 0 ? [] : ['QUOTA_EXCEEDED']));
  return refusals.length === 0;
}

const usedOf = ({ context }: Stage) => usedOfTenant(context);

async function countJobs({ context }: Stage): Promise<number> {
  return await bundle.owner.client.job.count({ where: { tenantId: context.tenantId } });
}

test('eight callers at the edge of a quota use it to the last job, and none of them goes beyond', async () => {
  const stage = await limitedStage(100);
  const calls = await Promise.all(
    Array.from({ length: 8 }, async () => {
      let taken = 0;
      for (let n = 0; n < 20; n += 1) taken += (await isTaken(stage, 1)) ? 1 : 0;
      return taken;
    }),
  );
  assert.equal(
    calls.reduce((sum, one) => sum + one, 0),
    100,
  );
  assert.deepEqual([await countJobs(stage), await usedOf(stage)], [100, [100]]);
});

test('batches of eight callers take the last places of a day and a month together, or none of them', async () => {
  for (let round = 0; round < 4; round += 1) {
    const stage = await limitedStage(100);
    await limit(stage, 50, { period: 'DAY' });
    const calls = await Promise.all(Array.from({ length: 8 }, () => isTaken(stage, 7)));
    assert.equal(calls.filter((taken) => taken).length, 7);
    assert.deepEqual([await countJobs(stage), await usedOf(stage)], [49, [49, 49]]);
    assert.ok(!(await isTaken(stage, 2)));
    assert.ok(await isTaken(stage, 1));
    assert.deepEqual(await usedOf(stage), [50, 50]);
  }
});

test('what is refused says which quota is used up, how much of it, and when it begins anew; nothing is stored', async () => {
  const stage = await limitedStage(3);
  assert.ok(await isTaken(stage, 2));
  const [refusal] = await refusalsOf(stage, 2);
  assert.deepEqual([refusal?.code, refusal?.path], ['QUOTA_EXCEEDED', ['jobs']]);
  const [quota] = valueOf(await listQuotas(stage.context));
  assert.deepEqual(refusal?.quota, { measure: 'JOBS', period: 'MONTH', max: 3, used: 2, resetsAt: quota?.endsAt });
  assert.match(refusal?.message ?? '', /^the tenant may use 3 jobs a month, 2 are used and 2 more were given/);
  assert.deepEqual([await countJobs(stage), await usedOf(stage)], [2, [2]]);
});

test('a call that is sent again counts once, and is answered when the quota is used up', async () => {
  const stage = await limitedStage(4);
  assert.ok(await isTaken(stage, 4, 'again'));
  assert.ok(await isTaken(stage, 4, 'again'));
  assert.deepEqual([await countJobs(stage), await usedOf(stage)], [4, [4]]);
  assert.ok(!(await isTaken(stage, 1, 'another')));
});

test('a call that is refused for another reason, or whose transaction is killed, counts nothing', async () => {
  const stage = await limitedStage(10);
  assert.ok(await isTaken(stage, 1));
  const unknown = await enqueueJobs(stage.context, { jobs: [{ task: 'noop' }, { task: 'none' }] });
  assert.ok(!unknown.ok);
  const { owner } = bundle;
  await owner.client.$executeRawUnsafe(`create or replace function end_it() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
  await owner.client.$executeRawUnsafe(`create trigger end_it before insert on jobs for each row
    when (new.tenant_id = '${stage.context.tenantId}') execute function end_it()`);
  await assert.rejects(enqueueJobs(stage.context, { jobs: [{ task: 'noop' }] }));
  await owner.client.$executeRawUnsafe('drop trigger end_it on jobs');
  assert.deepEqual([await countJobs(stage), await usedOf(stage)], [1, [1]]);
  assert.ok(await isTaken(stage, 9));
});

test('a quota that is made smaller than what is used is used up at once; more of it is there at once', async () => {
  const stage = await limitedStage(10);
  assert.ok(await isTaken(stage, 6));
  const small = await limit(stage, 5);
  assert.deepEqual([small.used, small.max], [6, 5]);
  assert.ok(!(await isTaken(stage, 1)));
  await limit(stage, 8);
  assert.ok(!(await isTaken(stage, 3)));
  assert.ok(await isTaken(stage, 2));
  assert.ok(!(await isTaken(stage, 1)));
});

test('a quota that is reset counts anew with a reason, and one that is removed limits nothing', async () => {
  const stage = await limitedStage(2);
  const { id } = await limit(stage, 2, { period: 'DAY' });
  assert.ok(await isTaken(stage, 2));
  const [, month] = valueOf(await listQuotas(stage.context));
  const reset = valueOf(await resetQuota(platform(stage), { id: month?.id ?? '', reason: 'the import ran twice' }));
  assert.deepEqual([reset.used, reset.endsAt], [0, month?.endsAt]);
  assert.ok(!(await isTaken(stage, 1)), 'the day is used up still');
  valueOf(await deleteQuota(platform(stage), { id }));
  assert.ok(await isTaken(stage, 2));
  assert.ok(!(await isTaken(stage, 1)));
  valueOf(await deleteQuota(platform(stage), { id: month?.id ?? '' }));
  assert.ok(await isTaken(stage, 5));
  assert.deepEqual(await usedOf(stage), []);
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: stage.context.tenantId, type: { startsWith: 'quota.' } },
    orderBy: { id: 'asc' },
  });
  assert.deepEqual(
    events.map(({ type, reason }) => [type, reason]),
    [
      ['quota.changed', null],
      ['quota.changed', null],
      ['quota.reset', 'the import ran twice'],
      ['quota.removed', null],
      ['quota.removed', null],
    ],
  );
});

test('a quota begins anew with its period, whoever comes first', async () => {
  const stage = await limitedStage(3);
  assert.ok(await isTaken(stage, 3));
  const { owner } = bundle;
  const { tenantId } = stage.context;
  await owner.client
    .$executeRaw`update quotas set began_at = now() - interval '2 days', counts_from = now() - interval '2 days',
    ends_at = now() - interval '1 day' where tenant_id = ${tenantId}::uuid`;
  await owner.client
    .$executeRaw`update quota_room set month_ends_at = now() - interval '1 day' where tenant_id = ${tenantId}::uuid`;
  assert.deepEqual(await usedOf(stage), [0], 'as it is read before anybody opened the period');
  const calls = await Promise.all(Array.from({ length: 8 }, () => isTaken(stage, 1)));
  assert.equal(calls.filter((taken) => taken).length, 3);
  assert.deepEqual(await usedOf(stage), [3]);
});

test('a run takes one place when it starts, a triggered schedule one; both are refused when there is none', async () => {
  const stage = await limitedStage(2);
  const tasks = [{ id: 'a', type: 'noop' }];
  valueOf(await publishWorkflow(stage.context, { definition: { name: 'etl', tasks } }));
  const target = { task: 'noop' };
  const { id } = valueOf(await createSchedule(stage.context, { name: 'nightly', cron: '@daily', target }));
  valueOf(await triggerSchedule(stage.context, { id }));
  valueOf(await startRun(stage.context, { workflow: 'etl' }));
  const run = await startRun(stage.context, { workflow: 'etl' });
  assert.deepEqual(run.ok ? [] : run.refusals.map(({ code, path }) => [code, path]), [['QUOTA_EXCEEDED', []]]);
  const tick = await triggerSchedule(stage.context, { id });
  assert.deepEqual(tick.ok ? [] : tick.refusals.map(({ code, path }) => [code, path]), [['QUOTA_EXCEEDED', ['id']]]);
  assert.deepEqual(await usedOf(stage), [2]);
});

test('a job is tried again by hand when the quota is used up', async () => {
  const stage = await limitedStage(1);
  assert.ok(await isTaken(stage, 1));
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map(failedForGood));
  valueOf(await retryJobs(stage.context, { filter: { states: ['FAILED'] } }));
  assert.equal((await worker.claim()).length, 1);
  assert.deepEqual(await usedOf(stage), [1]);
});

test('minutes that are used up refuse new jobs, whatever is left of jobs', async () => {
  const stage = await limitedStage(10, { measure: 'RUN_MINUTES' });
  await limit(stage, 100);
  assert.ok(await isTaken(stage, 1));
  await bundle.owner.client
    .$executeRaw`update quotas set used_ms = 600000 where tenant_id = ${stage.context.tenantId}::uuid and measure = 'RUN_MINUTES'`;
  const [refusal] = await refusalsOf(stage, 1);
  assert.deepEqual(
    [refusal?.code, refusal?.quota?.measure, refusal?.quota?.used],
    ['QUOTA_EXCEEDED', 'RUN_MINUTES', 10],
  );
  assert.deepEqual(await usedOf(stage), [1, 10]);
});

test('only who manages the platform sets quotas, and everybody who reads sees them', async () => {
  const stage = await limitedStage(5);
  const outcome = await upsertQuota(stage.context, { measure: 'JOBS', period: 'DAY', max: 50 });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ code }) => code), ['FORBIDDEN']);
  assert.deepEqual(await usedOf(stage), [0]);
  const nothing = await upsertQuota(platform(stage), { measure: 'JOBS', period: 'DAY', max: 0 });
  assert.deepEqual(nothing.ok ? [] : nothing.refusals.map(({ code, path }) => [code, path]), [['BAD_INPUT', ['max']]]);
});
