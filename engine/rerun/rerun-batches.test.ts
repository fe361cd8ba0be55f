import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rerunBounds } from '#domain/bounds/run.ts';
import type { RunFilter } from '#domain/run/run-filter.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { advanceBatches } from './advance-batches.ts';
import type { BatchRow } from './batch-rows.ts';
import { listRerunBatches, listRerunItems, loadRefusals, loadRerunBatches } from './list-rerun-batches.ts';
import { cancelRerunBatch, pauseRerunBatch, resumeRerunBatch } from './move-rerun-batch.ts';
import { type RerunBatchInput, startRerunBatch } from './start-rerun-batch.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const two = [
  { id: 'a', type: 'noop' },
  { id: 'b', type: 'noop', dependencies: ['a'] },
];
const failed: RunFilter = { states: ['FAILED'] };
const isFailing = (stepKey: string) => (stepKey === 'b' ? 'fails' : null);

/** A stage with so many runs that failed at their second step. */
async function failedRuns(count: number): Promise<{ stage: Stage; runs: string[] }> {
  const stage = await openStage(bundle);
  const runs: string[] = [];
  for (let n = 0; n < count; n += 1) runs.push(await stage.run(two));
  await driveRuns(await stage.worker(), isFailing);
  return { stage, runs };
}

async function make(context: Context, input: Partial<RerunBatchInput> = {}): Promise<string> {
  const { batchId } = valueOf(await startRerunBatch(context, { filter: failed, perMinute: 60, ...input }));
  assert.ok(batchId !== null, 'there is a batch');
  return batchId;
}

async function read(context: Context, id: string): Promise<BatchRow> {
  const batch = (await loadRerunBatches(context, [id])).get(id);
  assert.ok(batch !== undefined, 'the batch is there');
  return batch;
}

const countsOf = ({ waiting, running, succeeded, failed: bad, cancelled, refused }: BatchRow) => ({
  waiting,
  running,
  succeeded,
  failed: bad,
  cancelled,
  refused,
});

/** Lets the time of the batch come, as the clock would: its next start and its next look. */
async function letTimeCome(id: string): Promise<void> {
  await bundle.owner.client
    .$executeRaw`update rerun_batches set next_at = ${justNow}, look_at = ${justNow} where id = ${id}::uuid and look_at is not null`;
}

async function pass(id: string): Promise<number> {
  await letTimeCome(id);
  return (await advanceBatches(bundle.worker)).started;
}

async function reruns(stage: Stage): Promise<number> {
  return await bundle.owner.client.run.count({
    where: { tenantId: stage.context.tenantId, replayOf: { not: null } },
  });
}

test('a dry run says which runs would run again and why the others would not, and makes nothing', async () => {
  const { stage, runs } = await failedRuns(2);
  await stage.run(two);
  const filter: RunFilter = { query: 'workflow' };
  const told = valueOf(await startRerunBatch(stage.context, { filter, dryRun: true }));
  assert.deepEqual(told, {
    batchId: null,
    idempotentReplay: false,
    count: 2,
    runIds: runs.toReversed(),
    skipped: [{ reason: 'still RUNNING', count: 1 }],
  });
  assert.equal(await bundle.owner.client.rerunBatch.count({ where: { tenantId: stage.context.tenantId } }), 0);
});

test('another number than was expected is refused and makes nothing', async () => {
  const { stage } = await failedRuns(2);
  const outcome = await startRerunBatch(stage.context, { filter: failed, expectedCount: 3 });
  assert.equal(outcome.ok ? '' : outcome.refusals[0]?.code, 'VERSION_CONFLICT');
});

test('runs start one after the other at the rate, the oldest first, and the batch is done when the last has ended', async () => {
  const { stage, runs } = await failedRuns(3);
  const id = await make(stage.context, { reason: 'mended' });
  assert.equal(await pass(id), 1);
  assert.deepEqual(countsOf(await read(stage.context, id)), {
    waiting: 2,
    running: 1,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    refused: 0,
  });
  assert.equal((await advanceBatches(bundle.worker)).started, 0, 'the next is not due');
  const [first] = valueOf(await listRerunItems(stage.context, { batchId: id })).nodes;
  assert.equal(first?.runId, runs[0]);
  const rerun = await bundle.owner.client.run.findFirstOrThrow({ where: { id: first?.newRunId ?? '' } });
  assert.deepEqual([rerun.replayOf, rerun.replayFrom, rerun.replayReason], [runs[0], 'FAILED', 'mended']);
  assert.equal(await pass(id), 1);
  assert.equal(await pass(id), 1);
  const worker = await stage.worker();
  assert.deepEqual(await driveRuns(worker, () => null), ['b', 'b', 'b'], 'what succeeded is kept');
  assert.equal(await pass(id), 0);
  const done = await read(stage.context, id);
  assert.deepEqual([done.state, done.succeeded, done.total], ['DONE', 3, 3]);
  assert.notEqual(done.finishedAt, null);
});

test('a paused batch starts nothing, a resumed one goes on, and each act is told with how far it is', async () => {
  const { stage } = await failedRuns(2);
  const ledger = bundle.ledger(stage.context);
  const id = await make(stage.context);
  valueOf(await pauseRerunBatch(stage.context, { id }));
  assert.equal(await pass(id), 0);
  const again = await pauseRerunBatch(stage.context, { id });
  assert.equal(again.ok ? '' : again.refusals[0]?.code, 'ILLEGAL_TRANSITION');
  valueOf(await resumeRerunBatch(stage.context, { id }));
  assert.equal(await pass(id), 1);
  await ledger.seen('progress', ({ type }) => type === 'rerun.progressed');
  ledger.close();
  const told = ledger.events.filter(({ entityId }) => entityId === id);
  assert.deepEqual(
    told.map(({ type }) => type),
    ['rerun.created', 'rerun.paused', 'rerun.resumed', 'rerun.progressed'],
  );
  assert.deepEqual(told.at(-1)?.payload, { waiting: 1, running: 1, succeeded: 0, failed: 0, cancelled: 0, refused: 0 });
});

test('a cancelled batch lets go what waited, and is over when what it started has ended', async () => {
  const { stage } = await failedRuns(3);
  const id = await make(stage.context);
  await pass(id);
  valueOf(await cancelRerunBatch(stage.context, { id }));
  const cut = await read(stage.context, id);
  assert.deepEqual([cut.state, cut.waiting, cut.running, cut.cancelled, cut.finishedAt], ['CANCELLED', 0, 1, 2, null]);
  await driveRuns(await stage.worker(), isFailing);
  assert.equal(await pass(id), 0);
  const over = await read(stage.context, id);
  assert.deepEqual([over.state, over.running, over.failed], ['CANCELLED', 0, 1]);
  assert.notEqual(over.finishedAt, null);
  assert.equal(await reruns(stage), 1);
});

test('a run that cannot run again when its turn comes is refused with its reason, and the others go on', async () => {
  const { stage, runs } = await failedRuns(2);
  const id = await make(stage.context, { perMinute: 600 });
  await bundle.owner.client.job.deleteMany({ where: { runId: runs[0] ?? '', stepKey: 'a' } });
  await bundle.owner.client.$executeRaw`update rerun_batches set next_at = ${justNow} where id = ${id}::uuid`;
  while ((await read(stage.context, id)).waiting > 0) await pass(id);
  const batch = await read(stage.context, id);
  assert.deepEqual([batch.refused, batch.running], [1, 1]);
  const [refusal] = (await loadRefusals(stage.context, [id])).get(id) ?? [];
  assert.deepEqual([refusal?.count, refusal?.reason.includes('not stored any more')], [1, true]);
});

test('two passes at the same time start each run once', async () => {
  const { stage, runs } = await failedRuns(12);
  const id = await make(stage.context, { perMinute: rerunBounds.perMinuteMax });
  while ((await read(stage.context, id)).waiting > 0) {
    await letTimeCome(id);
    await Promise.all([advanceBatches(bundle.worker), advanceBatches(bundle.worker), advanceBatches(bundle.worker)]);
  }
  assert.equal(await reruns(stage), runs.length);
});

test('a run and its place in the batch are stored together or not at all, and a batch that cannot go on holds up no other', async () => {
  const { stage } = await failedRuns(2);
  const id = await make(stage.context);
  const neighbour = await failedRuns(1);
  const other = await make(neighbour.stage.context);
  const heal = await refuseToWrite(bundle, { table: 'rerun_items', on: 'update', when: `new.batch_id = '${id}'` });
  await letTimeCome(other);
  await assert.rejects(pass(id), /poisoned/);
  assert.equal(await reruns(stage), 0);
  assert.equal((await read(neighbour.stage.context, other)).running, 1);
  await heal();
  assert.equal(await pass(id), 1);
  assert.equal(await reruns(stage), 1);
});

test('a poisoned run ends REFUSED with an alert, and no other waits for it', async () => {
  const { stage, runs } = await failedRuns(3);
  const id = await make(stage.context, { perMinute: 600 });
  const heal = await refuseToWrite(bundle, { table: 'runs', on: 'insert', when: `new.replay_of = '${runs[1]}'` });
  while ((await read(stage.context, id)).waiting > 0) await pass(id);
  await heal();
  const items = valueOf(await listRerunItems(stage.context, { batchId: id })).nodes;
  assert.deepEqual(
    items.map(({ state, code }) => [state, code]),
    [
      ['RUNNING', null],
      ['REFUSED', 'ENGINE_FAULT'],
      ['RUNNING', null],
    ],
  );
  const alert = await bundle.owner.client.alert.findFirstOrThrow({ where: { runId: runs[1] ?? '' } });
  assert.equal(alert.kind, 'ENGINE_FAULT');
});

test('a tenant has so many open batches and no more', async () => {
  const { stage } = await failedRuns(1);
  for (let n = 0; n < rerunBounds.openBatchesMax; n += 1) await make(stage.context);
  const over = await startRerunBatch(stage.context, { filter: failed });
  assert.equal(over.ok ? '' : over.refusals[0]?.code, 'LIMIT_REACHED');
});

test('what a batch needs is asked for at its place', async () => {
  const context = await bundle.tenant();
  const refused = async (input: Partial<RerunBatchInput>) => {
    const outcome = await startRerunBatch(context, { filter: failed, ...input });
    return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, ...path].join(' '));
  };
  assert.deepEqual(await refused({ filter: {} }), ['BAD_INPUT filter']);
  assert.deepEqual(await refused({ perMinute: 0 }), ['BAD_INPUT perMinute']);
  assert.deepEqual(await refused({ perMinute: rerunBounds.perMinuteMax + 1 }), ['BAD_INPUT perMinute']);
  assert.deepEqual(await refused({ from: 'STEP' }), ['BAD_INPUT from']);
});

test('a batch of another tenant reads as one that never was', async () => {
  const { stage } = await failedRuns(1);
  const id = await make(stage.context);
  const stranger = await bundle.tenant();
  assert.equal((await loadRerunBatches(stranger, [id])).size, 0);
  assert.deepEqual(valueOf(await listRerunBatches(stranger, {})).nodes, []);
  assert.deepEqual(valueOf(await listRerunItems(stranger, { batchId: id })).nodes, []);
  const outcome = await cancelRerunBatch(stranger, { id });
  assert.equal(outcome.ok ? '' : outcome.refusals[0]?.code, 'NOT_FOUND');
});

test('the worker starts the runs of a batch by itself', async () => {
  const { stage } = await failedRuns(2);
  await bundle.startWorker({ queues: [stage.queue] });
  const ledger = bundle.ledger(stage.context);
  const id = await make(stage.context, { perMinute: 600 });
  await ledger.seen('end of the batch', ({ type, entityId }) => type === 'rerun.done' && entityId === id);
  ledger.close();
  assert.equal((await read(stage.context, id)).succeeded, 2);
});

test('a batch that is asked for twice with one key is made once, and another body with that key is refused', async () => {
  const { stage } = await failedRuns(2);
  const { context } = stage;
  const input: RerunBatchInput = { filter: failed, expectedCount: 2, idempotencyKey: 'the night of the outage' };
  const [one, other] = await Promise.all([startRerunBatch(context, input), startRerunBatch(context, input)]);
  const [first, second] = [valueOf(one), valueOf(other)];
  assert.equal(first.batchId, second.batchId);
  assert.deepEqual([first.idempotentReplay, second.idempotentReplay].toSorted(), [false, true]);
  assert.deepEqual([first.count, second.count], [2, 2]);
  assert.deepEqual(first.runIds, second.runIds);
  await stage.run(two);
  await driveRuns(await stage.worker(), isFailing);
  assert.equal(valueOf(await startRerunBatch(context, input)).batchId, first.batchId, 'whatever matches by then');
  const refused = await startRerunBatch(context, { ...input, from: 'START' });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code, path }) => [code, path]), [
    ['IDEMPOTENCY_CONFLICT', ['idempotencyKey']],
  ]);
  assert.equal(valueOf(await listRerunBatches(context, { first: 10 })).nodes.length, 1);
  const empty = await startRerunBatch(context, { ...input, idempotencyKey: '' });
  assert.equal(empty.ok ? null : empty.refusals[0]?.code, 'BAD_INPUT');
});
