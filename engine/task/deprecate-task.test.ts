import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { updateSchedule } from '#engine/schedule/update-schedule.ts';
import type { Context } from '#engine/store/context.ts';
import { publishWorkflow, validateWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { deprecateTask, undeprecateTask } from './deprecate-task.ts';
import { getTask, listTasks } from './list-tasks.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const daily = (name: string, task: string) => ({ name, cron: '@daily', target: { task } });
const flow = (tasks: string[], description = 'one') => ({
  definition: { name: 'flow', description, tasks: tasks.map((type, n) => ({ id: `s${n}`, type })) },
});
const codesOf = (outcome: { ok: boolean; refusals?: { code: string; path: string[] }[] }) =>
  (outcome.refusals ?? []).map(({ code, path }) => `${code} ${path.join('.')}`);

async function deprecated(context: Context): Promise<string> {
  await registerBuiltin(context, 'old', { name: 'noop' });
  const { id } = valueOf(await getTask(context, { name: 'old' })) ?? assert.fail();
  valueOf(await publishWorkflow(context, flow(['old'])));
  valueOf(await createSchedule(context, daily('arranged', 'old')));
  valueOf(await deprecateTask(context, { id, reason: 'use "new"' }));
  return id;
}

test('nothing new is made of a deprecated task, and whoever tries is told why', async () => {
  const context = await bundle.tenant();
  await deprecated(context);
  const enqueued = await enqueueJobs(context, { jobs: [{ task: 'old' }] });
  assert.deepEqual(codesOf(enqueued), ['TASK_DEPRECATED jobs.0.task']);
  assert.match(enqueued.ok ? '' : (enqueued.refusals[0]?.message ?? ''), /use "new"/);
  assert.deepEqual(codesOf(await createSchedule(context, daily('another', 'old'))), ['TASK_DEPRECATED target.task']);
  const published = await publishWorkflow(context, flow(['old'], 'changed'));
  assert.deepEqual(codesOf(published), ['TASK_DEPRECATED definition.tasks.0.type']);
  const { valid, levels } = valueOf(await validateWorkflow(context, flow(['old'], 'changed')));
  assert.deepEqual([valid, levels], [false, [['s0']]]);
});

test('what is arranged goes on: its schedules may be changed, its workflows published as they are, itself mended', async () => {
  const context = await bundle.tenant();
  await deprecated(context);
  const schedule = await bundle.owner.client.schedule.findFirst({ where: { tenantId: context.tenantId } });
  assert(schedule !== null);
  valueOf(await updateSchedule(context, { id: schedule.id, cron: '@hourly' }));
  valueOf(await publishWorkflow(context, flow(['old'])));
  await registerBuiltin(context, 'old', { name: 'echo' });
  const task = valueOf(await getTask(context, { name: 'old' }));
  assert.deepEqual([task?.version, task?.deprecated?.reason], [2, 'use "new"']);
});

test('a deprecation is told once, and can be taken back', async () => {
  const context = await bundle.tenant();
  const id = await deprecated(context);
  valueOf(await deprecateTask(context, { id, reason: ' use "new" ' }));
  valueOf(await undeprecateTask(context, { id }));
  valueOf(await undeprecateTask(context, { id }));
  valueOf(await enqueueJobs(context, { jobs: [{ task: 'old' }] }));
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: context.tenantId, type: { startsWith: 'task.' } },
    orderBy: { id: 'asc' },
    select: { type: true, reason: true },
  });
  assert.deepEqual(
    events.map(({ type, reason }) => `${type} ${reason ?? ''}`.trim()),
    ['task.registered', 'task.deprecated use "new"', 'task.undeprecated'],
  );
});

test('tasks are found by words, by handler, by queue and by whether they are deprecated', async () => {
  const context = await bundle.tenant();
  await deprecated(context);
  await registerBuiltin(context, 'send-mail', { name: 'noop' }, { description: 'Tells 100% of them' });
  const names = async (filter: object) =>
    valueOf(await listTasks(context, { first: 10, after: null, ...filter })).nodes.map(({ name }) => name);
  assert.deepEqual(await names({ deprecated: true }), ['old']);
  assert.deepEqual(await names({ deprecated: false }), ['send-mail']);
  assert.deepEqual(await names({ query: '100% SEND' }), ['send-mail']);
  assert.deepEqual(await names({ query: '1%0' }), []);
  assert.deepEqual(await names({ handler: 'http' }), []);
  assert.deepEqual(await names({ handler: 'builtin', queue: 'default' }), ['send-mail', 'old']);
  assert.deepEqual(await names({ queue: 'none' }), []);
});

test('only those who may register tasks may deprecate one, and nobody those of another tenant', async () => {
  const [own, foreign] = [await bundle.tenant(), await bundle.tenant()];
  const id = await deprecated(foreign);
  assert.deepEqual(codesOf(await deprecateTask(own, { id })), ['NOT_FOUND id']);
  const actor = { ...foreign.actor, permissions: new Set(['read', 'job.enqueue'] as const) };
  assert.deepEqual(codesOf(await undeprecateTask({ ...foreign, actor }, { id })), ['FORBIDDEN ']);
  assert.deepEqual(codesOf(await deprecateTask(foreign, { id, reason: 'x'.repeat(1_001) })), ['BAD_INPUT reason']);
});
