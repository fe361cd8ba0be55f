import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actorName } from '#engine/store/context.ts';
import { loadRunPauses } from '#engine/wait/load-run-pauses.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { cancelRun } from './cancel-run.ts';
import { loadRunSteps, loadRuns } from './get-run.ts';
import { pauseRun } from './pause-run.ts';
import { resumeRun } from './resume-run.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const chain = [
  { id: 'first', type: 'noop' },
  { id: 'side', type: 'noop' },
  { id: 'second', type: 'noop', dependencies: ['first'] },
];

async function stepsOf(stage: Stage, runId: string): Promise<string[]> {
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  return steps.map(({ stepKey, state, reason }) => `${stepKey} ${state} ${reason?.code ?? ''}`.trim());
}

async function runOf(stage: Stage, runId: string) {
  const run = (await loadRuns(stage.context, [runId])).get(runId);
  return { state: run?.state, reason: run?.reason };
}

async function eventsOf(runId: string): Promise<string[]> {
  const events = await bundle.owner.client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
  const seqs = events.flatMap((event) => event.entityIds.map((_, n) => (event.seq ?? 0) + n));
  assert.deepEqual(
    seqs,
    seqs.map((_, n) => n + 1),
    'the events of a run are numbered without gap',
  );
  return events.map(({ type }) => type);
}

test('a paused run lets finish what runs and starts nothing, until it is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain);
  const worker = await stage.worker();
  const [first] = await worker.claim({ slots: 1 });
  assert.ok(first !== undefined);
  valueOf(await pauseRun(stage.context, { id: runId, reason: 'the ledger is being repaired' }));
  assert.deepEqual(await runOf(stage, runId), { state: 'PAUSED', reason: 'the ledger is being repaired' });
  assert.equal((await worker.settle([succeeded(first)])).accepted, 1);
  assert.deepEqual(await worker.claim(), []);
  assert.deepEqual(await stepsOf(stage, runId), [
    'first SUCCEEDED',
    'side PENDING RUN_PAUSED',
    'second PENDING RUN_PAUSED',
  ]);
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.deepEqual(await runOf(stage, runId), { state: 'RUNNING', reason: null });
  const rest = await worker.claim();
  assert.deepEqual(rest.map(({ stepKey }) => stepKey).sort(), ['second', 'side']);
  await worker.settle(rest.map((job) => succeeded(job)));
  assert.deepEqual(await runOf(stage, runId), { state: 'SUCCEEDED', reason: null });
  const types = await eventsOf(runId);
  assert.deepEqual(
    types.filter((type) => type.startsWith('run.')),
    ['run.started', 'run.paused', 'run.resumed', 'run.succeeded'],
  );
});

test('a paused run says since when, who paused it and why', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain);
  valueOf(await pauseRun(stage.context, { id: runId, reason: 'a freeze' }));
  const pause = (await loadRunPauses(stage.context, [runId])).get(runId);
  assert.deepEqual([pause?.by, pause?.reason], [actorName(stage.context.actor), 'a freeze']);
  assert.ok(pause?.since instanceof Date);
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.equal((await loadRunPauses(stage.context, [runId])).size, 0);
});

test('what a paused run has ready holds up nobody else in its queue', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(Array.from({ length: 30 }, (_, n) => ({ id: `step-${n}`, type: 'noop' })));
  valueOf(await pauseRun(stage.context, { id: runId }));
  const ids = await stage.enqueue(3);
  const worker = await stage.worker();
  const claimed = await worker.claim({ slots: 5 });
  assert.deepEqual(
    claimed.map((job) => job.jobId),
    ids,
  );
});

test('a run that is paused while its last step runs ends when that step does', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ id: 'only', type: 'noop' }]);
  const worker = await stage.worker();
  const claimed = await worker.claim();
  valueOf(await pauseRun(stage.context, { id: runId }));
  await worker.settle(claimed.map((job) => succeeded(job)));
  assert.deepEqual(await runOf(stage, runId), { state: 'SUCCEEDED', reason: null });
});

test('a pause and a settlement at once leave a run that can be resumed and ends', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain);
  const worker = await stage.worker();
  const claimed = await worker.claim();
  const held = await holdRows(bundle.ownerUrl, 'runs', [runId]);
  const both = Promise.all([
    pauseRun(stage.context, { id: runId }),
    worker.settle(claimed.map((job) => succeeded(job))),
  ]);
  await whenWaiting(bundle.owner, 2);
  await held.release();
  await both;
  valueOf(await resumeRun(stage.context, { id: runId }));
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  assert.equal((await runOf(stage, runId)).state, 'SUCCEEDED');
  await eventsOf(runId);
});

test('a paused run can be cancelled, and only runs that may move are paused or resumed', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const runId = await stage.run(chain);
  const refused = async (outcome: Awaited<ReturnType<typeof pauseRun>>) =>
    outcome.ok ? 'done' : outcome.refusals[0]?.code;
  assert.equal(await refused(await resumeRun(stage.context, { id: runId })), 'ILLEGAL_TRANSITION');
  assert.equal(await refused(await pauseRun(other.context, { id: runId })), 'NOT_FOUND');
  assert.equal(await refused(await pauseRun(stage.context, { id: runId })), 'done');
  assert.equal(await refused(await pauseRun(stage.context, { id: runId })), 'ILLEGAL_TRANSITION');
  assert.equal(await refused(await resumeRun(other.context, { id: runId })), 'NOT_FOUND');
  valueOf(await cancelRun(stage.context, { id: runId }));
  assert.equal(await refused(await resumeRun(stage.context, { id: runId })), 'ILLEGAL_TRANSITION');
  assert.equal((await runOf(stage, runId)).state, 'CANCELLED');
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: new Set(['read'] as const) } };
  assert.equal(await refused(await pauseRun(viewer, { id: runId })), 'FORBIDDEN');
  assert.equal(await refused(await resumeRun(viewer, { id: runId })), 'FORBIDDEN');
});
