// Where the jobs of a step wait and how soon they are to start and end, when the step says so itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readEffectivePolicy } from '#engine/policy/read-effective-policy.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { publishWorkflow, validateWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

test('a step waits in its own queue with its own priority and service level, and keeps what else its task says', async () => {
  const stage = await openStage(bundle);
  const own = valueOf(await upsertQueue(stage.context, { name: 'heavy' }));
  await stage.task('report', { name: 'noop' }, { priority: 1, sla: { startBy: 'PT1M', maxDuration: 'PT2M' } });
  const runId = await stage.run([
    { id: 'own', type: 'report', queue: 'heavy', priority: 7, sla: { startBy: 'PT5S' } },
    { id: 'plain', type: 'report' },
    { id: 'never', type: 'report', queue: 'heavy', condition: 'false' },
  ]);
  const jobs = await bundle.owner.client.job.findMany({
    where: { runId },
    orderBy: { step: 'asc' },
    select: { stepKey: true, queueId: true, priority: true, slaAt: true, createdAt: true, slaMaxDurationMs: true },
  });
  const told = jobs.map((job) => [
    job.stepKey,
    job.queueId === own.id,
    job.priority,
    job.slaAt === null ? null : job.slaAt.getTime() - job.createdAt.getTime(),
    job.slaMaxDurationMs,
  ]);
  assert.deepEqual(told, [
    ['own', true, 7, 5_000, 120_000],
    ['plain', false, 1, 60_000, 120_000],
    ['never', true, 1, 60_000, 120_000],
  ]);
  const hand = await stage.worker();
  const claimed = await hand.claim({ queues: ['heavy'] });
  assert.deepEqual(
    claimed.map(({ stepKey }) => stepKey),
    ['own'],
  );
});

test('what holds for a step names the step where it has its way', async () => {
  const stage = await openStage(bundle);
  const own = valueOf(await upsertQueue(stage.context, { name: 'heavy', concurrency: 2 }));
  const tasks = [{ id: 'own', type: 'noop', queue: 'heavy', priority: 7, sla: { startBy: 'PT5S' } }];
  valueOf(await publishWorkflow(stage.context, { definition: { name: 'flow', tasks } }));
  const policy = valueOf(await readEffectivePolicy(stage.context, { workflow: 'flow', step: 'own' }));
  const lineOf = (kind: string) => policy.lines.find((line) => line.kind === kind);
  assert.equal(policy.queueId, own.id);
  for (const [kind, value] of [
    ['QUEUE', 'heavy'],
    ['PRIORITY', 7],
    ['START_BY', 'PT5S'],
  ] as const)
    assert.deepEqual([lineOf(kind)?.level, lineOf(kind)?.value], ['STEP', value], kind);
  assert.equal(lineOf('MAX_DURATION')?.value, null);
  assert.deepEqual([lineOf('RUNNING_MAX')?.level, lineOf('RUNNING_MAX')?.value], ['QUEUE', 2]);
});

test('a queue that is not there is refused at its place, by name in the text', async () => {
  const { context } = await openStage(bundle);
  const yaml = 'name: flow\ntasks:\n  - id: a\n    type: noop\n    queue: nowhere\n';
  const { valid, problems, levels } = valueOf(await validateWorkflow(context, { yaml }));
  assert.deepEqual([valid, levels], [false, [['a']]]);
  assert.deepEqual(
    problems.map(({ code, path, line }) => [code, path.join('.'), line]),
    [['NOT_FOUND', 'tasks.0.queue', 5]],
  );
  const refused = await publishWorkflow(context, { yaml });
  assert.ok(!refused.ok && refused.refusals[0]?.code === 'NOT_FOUND');
});

test('a priority, a queue or a service level that makes no sense is refused at its place', async () => {
  const { context } = await openStage(bundle);
  const cases: [object, string][] = [
    [{ priority: 1_001 }, 'BAD_INPUT tasks.0.priority'],
    [{ priority: 'high' }, 'BAD_INPUT tasks.0.priority'],
    [{ priority: null }, 'BAD_INPUT tasks.0.priority'],
    [{ queue: '' }, 'BAD_INPUT tasks.0.queue'],
    [{ queue: null }, 'BAD_INPUT tasks.0.queue'],
    [{ sla: 'PT1M' }, 'BAD_INPUT tasks.0.sla'],
    [{ sla: null }, 'BAD_INPUT tasks.0.sla'],
    [{ sla: { startBy: 'PT0S' } }, 'BAD_DURATION tasks.0.sla.startBy'],
    [{ sla: { startsBy: 'PT1S' } }, 'UNKNOWN_FIELD tasks.0.sla.startsBy'],
  ];
  for (const [field, expected] of cases) {
    const definition = JSON.parse(JSON.stringify({ name: 'flow', tasks: [{ id: 'a', type: 'noop', ...field }] }));
    const { problems } = valueOf(await validateWorkflow(context, { definition }));
    assert.deepEqual(
      problems.map(({ code, path }) => `${code} ${path.join('.')}`),
      [expected],
      JSON.stringify(field),
    );
  }
});
