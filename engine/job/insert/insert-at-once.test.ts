// What a process has learned of tasks and queues is a guess: it saves asking, and never decides.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publicId } from '#domain/value/ids.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { deprecateTask } from '#engine/task/deprecate-task.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { statementsOf } from '#testing/plans/statement-capture.ts';
import { openStage } from '#testing/stage.ts';
import { limitTenant } from '#testing/worlds/limited-tenants.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const asked = ['find_tasks_by_name', 'find_queues_by_name', 'insert_jobs', 'insert_jobs_at_once'];

async function sentFor(work: () => Promise<unknown>): Promise<string[]> {
  return (await statementsOf(work)).flatMap(({ name }) => (asked.includes(name) ? [name] : []));
}

test('a task and a queue are asked for once; what is enqueued of them afterwards is one statement', async () => {
  const { context, queue, enqueue } = await openStage(bundle);
  const jobs = [
    { task: 'noop', queue },
    { task: 'echo', params: { n: 1 }, delay: 'PT1H', idempotencyKey: 'k' },
  ];
  const first = [{ task: 'noop', queue }, { task: 'echo' }];
  assert.deepEqual(await sentFor(() => enqueue(first)), ['find_tasks_by_name', 'find_queues_by_name', 'insert_jobs']);
  assert.deepEqual(await sentFor(() => enqueue(jobs)), ['insert_jobs_at_once']);
  const again = valueOf(await enqueueJobs(context, { jobs: jobs.slice(1) }));
  assert.ok(again.idempotentReplay);
  assert.equal(again.jobs[0]?.state, 'SCHEDULED');
});

test('a task that was registered anew makes jobs of its new version, and a deprecated one makes none', async () => {
  const { context, enqueue, task } = await openStage(bundle);
  const [before = ''] = await enqueue(1);
  await task('noop', { name: 'noop' }, { description: 'another' });
  const [after = ''] = await enqueue(1);
  const versions = await bundle.owner.client.job.findMany({
    where: { id: { in: [before, after] } },
    select: { taskVersionId: true },
  });
  assert.notEqual(versions[0]?.taskVersionId, versions[1]?.taskVersionId);
  const noop = await bundle.owner.client.task.findFirstOrThrow({ where: { tenantId: context.tenantId, name: 'noop' } });
  valueOf(await deprecateTask(context, { id: noop.id }));
  const refused = await enqueueJobs(context, { jobs: [{ task: 'noop' }] });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code, path }) => [code, path]), [
    ['TASK_DEPRECATED', ['jobs', '0', 'task']],
  ]);
});

test('an instant that is over when the job is stored is no delay, and a delay is told to the millisecond', async () => {
  const { context, enqueue } = await openStage(bundle);
  await enqueue(1);
  const runAt = new Date(Date.now() - 60_000);
  const { jobs } = valueOf(
    await enqueueJobs(context, {
      jobs: [
        { task: 'noop', runAt },
        { task: 'noop', delay: 'PT0S' },
        { task: 'noop', delay: 'PT1H' },
      ],
    }),
  );
  assert.deepEqual(
    jobs.map(({ state }) => state),
    ['PENDING', 'PENDING', 'SCHEDULED'],
  );
  const { jobs: later } = valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop', delay: 'PT1H' }] }));
  for (const told of [jobs[2], later[0]]) {
    const stored = await bundle.owner.client.job.findFirstOrThrow({ where: { id: told?.id ?? '' } });
    assert.deepEqual(stored.runAt, told?.runAt);
  }
});

test('what one tenant knows is not known to another, and nothing is stored for a tenant by a guess of another', async () => {
  const one = await openStage(bundle);
  const other = await openStage(bundle);
  await one.task('only mine', { name: 'noop' });
  await one.enqueue([{ task: 'only mine' }]);
  const refused = await enqueueJobs(other.context, { jobs: [{ task: 'only mine' }] });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code }) => code), ['UNKNOWN_TASK']);
});

test('calls at once with known tasks and one key make one job', async () => {
  const { context, enqueue } = await openStage(bundle);
  await enqueue(1);
  const jobs = [{ task: 'noop', idempotencyKey: 'the same' }];
  const answers = (await Promise.all(Array.from({ length: 12 }, () => enqueueJobs(context, { jobs })))).map(valueOf);
  assert.equal(new Set(answers.map(({ jobs: [job] }) => job?.id)).size, 1);
  assert.equal(answers.filter(({ idempotentReplay }) => !idempotentReplay).length, 1);
});

test('more params than one statement takes are stored all the same', async () => {
  const { context, enqueue } = await openStage(bundle);
  valueOf(await upsertQueue(context, { name: 'large' }));
  await enqueue([{ task: 'noop', queue: 'large' }]);
  const params = 'x'.repeat(200_000);
  const jobs = Array.from({ length: 4 }, () => ({ task: 'noop', queue: 'large', params }));
  assert.deepEqual((await sentFor(() => enqueue(jobs))).slice(0, 2), ['find_tasks_by_name', 'find_queues_by_name']);
});

test('a tenant with quotas enqueues in the same one statement, and one without sends none for them', async () => {
  const [free, limited] = [await openStage(bundle), await openStage(bundle)];
  await limitTenant(limited.context, 100);
  await limitTenant(limited.context, 100, { measure: 'RUN_MINUTES' });
  for (const { context, enqueue } of [free, limited]) {
    await enqueue(1);
    const sent = await statementsOf(() => enqueueJobs(context, { jobs: [{ task: 'noop' }] }));
    const about = sent.filter(({ name }) => asked.includes(name) || name.includes('quota'));
    assert.deepEqual(
      about.map(({ name }) => name),
      ['insert_jobs_at_once'],
    );
  }
  // What asks first does not ask for quotas either where there are none.
  const slow = await statementsOf(() =>
    enqueueJobs(free.context, { jobs: [{ task: 'echo' }, { task: 'noop', runAt: new Date(0) }] }),
  );
  assert.deepEqual(
    slow.filter(({ name }) => name.includes('quota')),
    [],
  );
});

test('a tenant without limits is asked for none, and one that got a cap is held to it by the very next call', async () => {
  const { context, enqueue } = await openStage(bundle);
  await enqueue(1);
  const texts = async (work: () => Promise<unknown>) =>
    (await statementsOf(work)).flatMap(({ name, text }) =>
      asked.includes(name) ? [[name, text.includes('room')]] : [],
    );
  assert.deepEqual(await texts(() => enqueue(1)), [['insert_jobs_at_once', false]]);
  const limit = (maxQueuedJobs: number | null) =>
    updateTenantLimits(bundle.platform, { tenant: publicId('tenant', context.tenantId), limits: { maxQueuedJobs } });
  valueOf(await limit(2));
  const refused = await enqueueJobs(context, { jobs: [{ task: 'noop' }] });
  assert.equal(refused.ok ? undefined : refused.refusals[0]?.code, 'LIMIT_REACHED');
  valueOf(await limit(100));
  await enqueue(1);
  assert.deepEqual(await texts(() => enqueue(1)), [['insert_jobs_at_once', true]]);
});
