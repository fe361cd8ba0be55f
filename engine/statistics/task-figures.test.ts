import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { taskBounds } from '#domain/bounds/task.ts';
import type { JobState } from '#domain/machines.ts';
import { loadRecentJobs } from '#engine/job/load-recent-jobs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { loadTaskSchedules } from '#engine/schedule/load-task-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { getTask } from '#engine/task/list-tasks.ts';
import { loadTaskWorkflows } from '#engine/workflow/load-task-workflows.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { loadTaskFigures, loadTaskHistory } from './task-figures.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function taskOf(context: Context, name: string): Promise<string> {
  await registerBuiltin(context, name, { name: 'noop' });
  return (valueOf(await getTask(context, { name })) ?? assert.fail()).id;
}

/** Stores settled jobs that took so many milliseconds each. */
async function settle(context: Context, taskId: string, jobs: { state: JobState; tookMs: number }[]): Promise<void> {
  const { client } = bundle.owner;
  const { tenantId } = context;
  const version = await client.taskVersion.findFirst({ where: { tenantId, taskId } });
  assert(version !== null);
  const now = new Date();
  await client.job.createMany({
    data: jobs.map(({ state, tookMs }) => ({
      tenantId,
      id: newId(),
      queueId: version.queueId,
      taskId,
      taskVersionId: version.id,
      state,
      priority: 0,
      maxAttempts: 1,
      dueAt: now,
      createdAt: now,
      startedAt: new Date(now.getTime() - tookMs),
      finishedAt: now,
      eventIds: [],
    })),
  });
}

test('figures tell how the latest jobs of each task went; what was cancelled tells nothing', async () => {
  const context = await bundle.tenant();
  const [busy, idle] = [await taskOf(context, 'busy'), await taskOf(context, 'idle')];
  await settle(context, busy, [
    ...Array.from({ length: 18 }, () => ({ state: 'SUCCEEDED' as const, tookMs: 100 })),
    { state: 'SUCCEEDED', tookMs: 900 },
    { state: 'FAILED', tookMs: 60_000 },
    { state: 'DEAD', tookMs: 60_000 },
    { state: 'CANCELLED', tookMs: 60_000 },
  ]);
  const figures = await loadTaskFigures(context, [busy, idle]);
  const { from, ...told } = figures.get(busy) ?? assert.fail();
  assert.ok(from instanceof Date);
  assert.deepEqual(told, {
    jobs: 21,
    succeeded: 19,
    isWhole: true,
    successPercent: (100 * 19) / 21,
    durationP50Ms: 100,
    durationP95Ms: 900,
  });
  assert.equal(figures.get(idle)?.successPercent, null);
});

test('figures look at so many jobs and no more, and say so', async () => {
  const context = await bundle.tenant();
  const id = await taskOf(context, 'busy');
  const one = { state: 'SUCCEEDED' as const, tookMs: 10 };
  await settle(
    context,
    id,
    Array.from({ length: taskBounds.figuresJobsMax + 1 }, () => one),
  );
  const figures = (await loadTaskFigures(context, [id])).get(id);
  assert.deepEqual([figures?.jobs, figures?.isWhole], [taskBounds.figuresJobsMax, false]);
});

test('a week is told in equal parts, those without a job too', async () => {
  const context = await bundle.tenant();
  const id = await taskOf(context, 'busy');
  await settle(context, id, [
    { state: 'SUCCEEDED', tookMs: 40 },
    { state: 'DEAD', tookMs: 1 },
  ]);
  const history = (await loadTaskHistory(context, [id])).get(id) ?? [];
  assert.equal(history.length, taskBounds.historySpans);
  assert.deepEqual(history.map(({ jobs, succeeded, durationP50Ms }) => [jobs, succeeded, durationP50Ms]).slice(-2), [
    [0, 0, null],
    [2, 1, 40],
  ]);
});

test('the latest settled jobs of a task are had for a whole page of tasks, those of others never', async () => {
  const [context, foreign] = [await bundle.tenant(), await bundle.tenant()];
  const [id, other] = [await taskOf(context, 'busy'), await taskOf(foreign, 'busy')];
  for (const state of ['SUCCEEDED', 'DEAD', 'FAILED', 'SKIPPED'] as const)
    await settle(context, id, [{ state, tookMs: 1 }]);
  await settle(foreign, other, [{ state: 'DEAD', tookMs: 1 }]);
  const jobs = await loadRecentJobs(context, [id, other], 2);
  assert.deepEqual(
    jobs.get(id)?.map(({ state }) => state),
    ['FAILED', 'DEAD'],
  );
  assert.deepEqual(jobs.get(other), []);
  assert.equal((await loadTaskFigures(context, [other])).get(other)?.jobs, 0);
});

test('a task tells which workflows name it in their latest version, and which schedules make jobs of it', async () => {
  const context = await bundle.tenant();
  const [old, next] = [await taskOf(context, 'old'), await taskOf(context, 'next')];
  const flow = (name: string, type: string) => ({
    definition: { name, description: 'one', tasks: [{ id: 'a', type }] },
  });
  const a = valueOf(await publishWorkflow(context, flow('a', 'old')));
  const b = valueOf(await publishWorkflow(context, flow('b', 'old')));
  valueOf(await publishWorkflow(context, flow('a', 'next')));
  const { id: schedule } = valueOf(
    await createSchedule(context, { name: 'nightly', cron: '@daily', target: { task: 'old' } }),
  );
  const workflows = await loadTaskWorkflows(context, [old, next]);
  assert.deepEqual(workflows.get(old), { ids: [b.workflowId], count: 1 });
  assert.deepEqual(workflows.get(next), { ids: [a.workflowId], count: 1 });
  const schedules = await loadTaskSchedules(context, [old, next]);
  assert.deepEqual([schedules.get(old)?.ids, schedules.get(next)?.count], [[schedule], 0]);
});
