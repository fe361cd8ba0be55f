import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadAttempts } from '#engine/attempt/load-attempts.ts';
import { loadJobs } from '#engine/job/load-jobs.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { assertWhole, readRun } from '#testing/worlds/run-history.ts';
import { runJobNow, runJobsNow } from './run-jobs-now.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;

async function delayed(stage: Stage, task = 'noop'): Promise<string> {
  const [id = ''] = await stage.enqueue([{ task, delay: 'PT1H' }]);
  return id;
}

async function rowOf(id: string) {
  return await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
}

/** The codes and paths with which a call was refused; empty when it was not. */
async function refusalsOf(stage: Pick<Stage, 'context'>, id: string): Promise<string[]> {
  const outcome = await runJobNow(stage.context, { id });
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

test('a delayed job that is asked for now is due at once, and history says who asked and why', async () => {
  const stage = await openStage(bundle);
  const id = await delayed(stage);
  const worker = await stage.worker();
  assert.deepEqual(await worker.claim(), []);
  valueOf(await runJobNow(stage.context, { id, reason: 'the customer waits' }));
  const row = await rowOf(id);
  assert.deepEqual([row.state, row.runAt], ['PENDING', null]);
  assert.ok(
    row.dueAt < new Date(row.createdAt.getTime() + hourMs / 2),
    'it is late from now on, not from its old time',
  );
  const event = await bundle.owner.client.event.findFirstOrThrow({
    where: { tenantId: stage.context.tenantId, type: 'job.expedited' },
  });
  assert.deepEqual(
    [event.fromState, event.toState, event.reason, event.actor, event.entityIds],
    ['SCHEDULED', 'PENDING', 'the customer waits', 'system:test', [id]],
  );
  const [job] = await worker.claim();
  assert.deepEqual([job?.jobId, job?.attempt], [id, 1]);
  assert.deepEqual(await stage.history(id), ['job.created', 'job.expedited', 'job.started']);
});

test('a job that waits for its next attempt goes on with it: no attempt is given or lost', async () => {
  const stage = await openStage(bundle);
  const [id = ''] = await stage.enqueue(1);
  const worker = await stage.worker();
  for (const job of await worker.claim()) await worker.settle([retryLater(job, hourMs)]);
  const before = await rowOf(id);
  valueOf(await runJobNow(stage.context, { id }));
  const row = await rowOf(id);
  assert.deepEqual([row.state, row.attempt, row.error, row.dueAt], ['PENDING', 1, before.error, before.dueAt]);
  const [job] = await worker.claim();
  assert.ok(job !== undefined && job.attempt === 2);
  await worker.settle([succeeded(job)]);
  const [shown] = (await loadJobs(stage.context, [id])).values();
  const attempts = valueOf(await loadAttempts(stage.context, shown === undefined ? [] : [shown]));
  assert.deepEqual(
    attempts.get(id)?.map(({ number, state }) => [number, state]),
    [
      [1, 'FAILED'],
      [2, 'SUCCEEDED'],
    ],
  );
});

test('the time to start by counts from the instant the job was asked for, and not anew once it has started', async () => {
  const stage = await openStage(bundle);
  await stage.task('urgent', { name: 'noop' }, { sla: { startBy: 'PT1M' } });
  const id = await delayed(stage, 'urgent');
  valueOf(await runJobNow(stage.context, { id }));
  const row = await rowOf(id);
  assert.equal((row.slaAt?.getTime() ?? 0) - row.dueAt.getTime(), 60_000);
  const worker = await stage.worker();
  for (const job of await worker.claim()) await worker.settle([retryLater(job, hourMs)]);
  valueOf(await runJobNow(stage.context, { id }));
  const again = await rowOf(id);
  assert.deepEqual([again.slaAt, again.dueAt], [null, row.dueAt]);
});

test('a job that was due already keeps the time from which it is late', async () => {
  const stage = await openStage(bundle);
  await stage.task('urgent', { name: 'noop' }, { sla: { startBy: 'PT1M' } });
  const id = await delayed(stage, 'urgent');
  await bundle.owner.client.$executeRaw`
    update jobs set run_at = run_at - interval '2 h', due_at = due_at - interval '2 h', sla_at = sla_at - interval '2 h' where id = ${id}::uuid`;
  const before = await rowOf(id);
  valueOf(await runJobNow(stage.context, { id }));
  const row = await rowOf(id);
  assert.deepEqual([row.dueAt, row.slaAt], [before.dueAt, before.slaAt]);
});

test('a step that is asked for now leaves the progress of its run as it was, and the run its events without gap', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'one', type: 'noop' },
    { id: 'two', type: 'noop', dependencies: ['one'] },
  ]);
  const worker = await stage.worker();
  const [first] = await worker.claim();
  assert.ok(first !== undefined);
  await worker.settle([retryLater(first, hourMs)]);
  const progress = async () => (await bundle.owner.client.run.findFirstOrThrow({ where: { id: runId } })).progress;
  const before = await progress();
  valueOf(await runJobNow(stage.context, { id: first.jobId }));
  assert.deepEqual(await progress(), before);
  for (let step = 0; step < 2; step += 1) for (const job of await worker.claim()) await worker.settle([succeeded(job)]);
  const history = await readRun(bundle.owner, runId);
  assert.equal(history.run.state, 'SUCCEEDED');
  assertWhole(history);
  assert.deepEqual(
    history.entries.filter(({ entityId }) => entityId === first.jobId).map(({ type }) => type),
    ['job.created', 'job.started', 'job.retrying', 'job.expedited', 'job.started', 'job.succeeded'],
  );
});

test('a step of a paused run that is asked for now starts when the run is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ id: 'one', type: 'noop' }]);
  const worker = await stage.worker();
  const [job] = await worker.claim();
  assert.ok(job !== undefined);
  await worker.settle([retryLater(job, hourMs)]);
  valueOf(await pauseRun(stage.context, { id: runId }));
  valueOf(await runJobNow(stage.context, { id: job.jobId }));
  const [step] = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  assert.deepEqual([step?.state, step?.reason?.code], ['PENDING', 'RUN_PAUSED']);
  assert.deepEqual(await worker.claim(), []);
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.equal((await worker.claim())[0]?.jobId, job.jobId);
});

test('only a job that waits for its time can be asked for now, and only by who may', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const [waiting = ''] = await stage.enqueue(1);
  assert.deepEqual(await refusalsOf(stage, waiting), ['ILLEGAL_TRANSITION id']);
  const worker = await stage.worker();
  const [running] = await worker.claim();
  assert.ok(running !== undefined);
  assert.deepEqual(await refusalsOf(stage, waiting), ['ILLEGAL_TRANSITION id']);
  await worker.settle([succeeded(running)]);
  assert.deepEqual(await refusalsOf(stage, waiting), ['ILLEGAL_TRANSITION id']);
  const foreign = await delayed(other);
  assert.deepEqual(await refusalsOf(stage, foreign), ['NOT_FOUND id']);
  const actor = { ...other.context.actor, permissions: new Set(['read'] as const) };
  assert.deepEqual(await refusalsOf({ context: { ...other.context, actor } }, foreign), ['FORBIDDEN ']);
  assert.equal((await rowOf(foreign)).state, 'SCHEDULED');
});

test('of two people who ask for one job now one is told that it waits no more, and history tells it once', async () => {
  const stage = await openStage(bundle);
  const id = await delayed(stage);
  const held = await holdRows(bundle.ownerUrl, 'jobs', [id]);
  const asked = [1, 2].map(() => refusalsOf(stage, id));
  await whenWaiting(bundle.owner, 2);
  await held.release();
  assert.deepEqual((await Promise.all(asked)).flat(), ['ILLEGAL_TRANSITION id']);
  assert.deepEqual(await stage.history(id), ['job.created', 'job.expedited']);
});

test('many jobs are asked for at once: a dry run says which, and what waits for no time stays as it is', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ id: 'one', type: 'noop' }]);
  const worker = await stage.worker();
  const [step] = await worker.claim();
  assert.ok(step !== undefined);
  await worker.settle([retryLater(step, hourMs)]);
  const [first, second] = [await delayed(stage), await delayed(stage)];
  await stage.enqueue(2);
  const filter = { queue: stage.queue };
  const dry = valueOf(await runJobsNow(stage.context, { filter, dryRun: true }));
  assert.deepEqual(dry, {
    count: 3,
    jobIds: [second, first, step.jobId],
    skipped: [{ reason: 'PENDING, waits for no time', count: 2 }],
  });
  assert.equal((await rowOf(first)).state, 'SCHEDULED');
  assert.deepEqual(valueOf(await runJobsNow(stage.context, { filter, expectedCount: 3 })), dry);
  const claimed = await worker.claim();
  assert.equal(claimed.length, 5);
  await worker.settle(claimed.map((job) => succeeded(job)));
  assertWhole(await readRun(bundle.owner, runId));
});
