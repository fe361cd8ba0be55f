// Whose lines are told, and what is refused; that they hold is shown where jobs are carried out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type PolicySubject, readEffectivePolicy } from './read-effective-policy.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function told({ context }: Stage, subject: PolicySubject) {
  const policy = valueOf(await readEffectivePolicy(context, subject));
  return { ...policy, lineOf: (kind: string) => policy.lines.find((line) => line.kind === kind) };
}

test('a version of a workflow keeps what it says, and the latest is told unless another is asked for', async () => {
  const stage = await openStage(bundle);
  const publish = async (timeout: string, limits: { maxConcurrentTasks?: number }) =>
    valueOf(
      await publishWorkflow(stage.context, {
        definition: { name: 'flow', limits, tasks: [{ id: 'a', type: 'noop', timeout }] },
      }),
    );
  await publish('PT7S', {});
  await publish('PT9S', { maxConcurrentTasks: 2 });
  assert.equal((await told(stage, { workflow: 'flow', step: 'a' })).lineOf('TIMEOUT')?.value, 'PT9S');
  assert.equal((await told(stage, { workflow: 'flow', step: 'a', version: 1 })).lineOf('TIMEOUT')?.value, 'PT7S');
  const whole = await told(stage, { workflow: 'flow' });
  assert.deepEqual([whole.lineOf('RUN_STEPS_MAX')?.level, whole.lineOf('RUN_STEPS_MAX')?.value], ['WORKFLOW', 2]);
  assert.deepEqual([whole.taskId, whole.queueId, whole.lineOf('TIMEOUT')], [null, null, undefined]);
});

test('a schedule tells what becomes of its instants and what its jobs get', async () => {
  const stage = await openStage(bundle);
  const { id } = valueOf(
    await createSchedule(stage.context, {
      name: 'nightly',
      cron: '@daily',
      target: { task: 'noop' },
      overlap: 'ALLOW_ALL',
    }),
  );
  const policy = await told(stage, { schedule: id });
  assert.deepEqual([policy.lineOf('OVERLAP')?.level, policy.lineOf('CATCH_UP')?.level], ['SCHEDULE', 'PLATFORM']);
  assert.equal(policy.lineOf('QUEUE')?.value, stage.queue);
});

test('a queue that a call names stands in the place of the queue of the task, with its limits', async () => {
  const stage = await openStage(bundle);
  const other = valueOf(await upsertQueue(stage.context, { name: 'other', concurrency: 3 }));
  const policy = await told(stage, { task: 'noop', queue: 'other' });
  assert.deepEqual([policy.queueId, policy.lineOf('QUEUE')?.level], [other.id, 'CALL']);
  assert.deepEqual([policy.lineOf('RUNNING_MAX')?.level, policy.lineOf('RUNNING_MAX')?.value], ['QUEUE', 3]);
  assert.deepEqual(
    policy.lineOf('QUEUE')?.levels.map(({ level, value }) => [level, value]),
    [
      ['PLATFORM', 'default'],
      ['TASK', stage.queue],
      ['CALL', 'other'],
    ],
  );
});

test('what is not there, or is more than one thing, is refused at its place', async () => {
  const stage = await openStage(bundle);
  valueOf(await publishWorkflow(stage.context, { definition: { name: 'flow', tasks: [{ id: 'a', type: 'noop' }] } }));
  const refusals: [PolicySubject, string][] = [
    [{}, 'BAD_INPUT task'],
    [{ task: 'none' }, 'UNKNOWN_TASK task'],
    [{ queue: 'none' }, 'NOT_FOUND queue'],
    [{ task: 'noop', queue: 'none' }, 'NOT_FOUND queue'],
    [{ workflow: 'none' }, 'UNKNOWN_WORKFLOW workflow'],
    [{ workflow: 'flow', version: 2 }, 'NOT_FOUND version'],
    [{ workflow: 'flow', version: 2_147_483_647 }, 'NOT_FOUND version'],
    [{ workflow: 'flow', step: 'b' }, 'NOT_FOUND step'],
    [{ schedule: newId() }, 'NOT_FOUND schedule'],
    [{ workflow: 'flow', task: 'noop' }, 'BAD_INPUT task'],
    [{ schedule: newId(), queue: 'default' }, 'BAD_INPUT queue'],
    [{ task: 'noop', step: 'a' }, 'BAD_INPUT step'],
    [{ queue: 'default', version: 1 }, 'BAD_INPUT version'],
  ];
  for (const [subject, expected] of refusals) {
    const refused = await readEffectivePolicy(stage.context, subject);
    const [first] = refused.ok ? [] : refused.refusals;
    assert.equal(`${first?.code} ${first?.path.join('.')}`, expected, JSON.stringify(subject));
  }
});

test('another tenant knows nothing of it, and whoever may not read is refused', async () => {
  const stage = await openStage(bundle);
  await stage.task('secret work', { name: 'noop' });
  const foreign = await readEffectivePolicy(await bundle.tenant(), { task: 'secret work' });
  assert.ok(!foreign.ok && foreign.refusals[0]?.code === 'UNKNOWN_TASK');
  const actor = { ...stage.context.actor, permissions: new Set<never>() };
  const blind = await readEffectivePolicy({ ...stage.context, actor }, { task: 'noop' });
  assert.ok(!blind.ok && blind.refusals[0]?.code === 'FORBIDDEN');
});
