import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows } from '#testing/machine/database-locks.ts';
import { openStage } from '#testing/stage.ts';
import { startWorkerProcess } from '#testing/worker/worker-process.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const limit = { timeout: 60_000 };

test(
  'a handler that blocks the event loop for longer than the lease keeps its job: the heartbeat has a thread of its own',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    // Somebody else must be there to take the job away, or nothing is proved.
    await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: 'elsewhere' });
    const leaseMs = 1_500;
    const block = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * leaseMs);
      return { ok: true, result: 'done' } as const;
    };
    const worker = await bundle.startWorker({
      queues: [stage.queue],
      leaseMs,
      heartbeatMs: 100,
      handlerFor: () => block,
    });
    const [id = ''] = await stage.enqueue(1);
    await ledger.seen('success', (event) => event.type === 'job.succeeded');
    assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.succeeded']);
    const { lastWorkerId, result } = await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
    assert.deepEqual([lastWorkerId, result], [worker.workerId(), 'done']);
    await worker.stop(0);
  },
);

test(
  'a worker whose heartbeat gets no answer for a whole lease lets its jobs go and begins a new life',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    await stage.task('long', { name: 'sleep', options: { ms: 3_600_000 } }, { timeout: 'PT2H' });
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    const lost = Promise.withResolvers<void>();
    const log = { error: () => undefined, warn: (fact: string) => fact === 'worker.lost_lease' && lost.resolve() };
    const worker = await bundle.startWorker({ queues: [stage.queue], leaseMs: 900, heartbeatMs: 100, log });
    const first = worker.workerId();
    const [id = ''] = await stage.enqueue([{ task: 'long' }]);
    await ledger.seen('start', (event) => event.type === 'job.started');
    const held = await holdRows(bundle.ownerUrl, 'workers', [first]);
    await lost.promise;
    await held.release();
    await ledger.seen('second start', (event) => event.type === 'job.started' && event.actor !== `worker:${first}`);
    assert.notEqual(worker.workerId(), first);
    assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.released', 'job.started']);
    await worker.stop(0);
  },
);

test(
  'G9: nothing is claimed after the signal, even while the database cannot note that the worker drains',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    const stopping = await bundle.startWorker({ queues: [stage.queue], pollMs: 50 });
    const held = await holdRows(bundle.ownerUrl, 'workers', [stopping.workerId()]);
    const stopped = stopping.stop(0);
    const [id = ''] = await stage.enqueue(1);
    const other = await bundle.startWorker({ queues: [stage.queue] });
    await ledger.seen('success', (event) => event.type === 'job.succeeded');
    await held.release();
    await stopped;
    const { lastWorkerId, attempt } = await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
    assert.deepEqual([lastWorkerId, attempt], [other.workerId(), 1]);
    await other.stop(0);
  },
);

test('a running job that is cancelled ends in its worker at once', limit, async (t) => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const aborted = Promise.withResolvers<unknown>();
  const hang = ({ signal }: { signal: AbortSignal }) =>
    new Promise<never>(() => signal.addEventListener('abort', () => aborted.resolve(signal.reason)));
  // The heartbeat looks for lost attempts as well; only the hint is quick enough for this test.
  const worker = await bundle.startWorker({
    queues: [stage.queue],
    heartbeatMs: 30_000,
    leaseMs: 90_000,
    handlerFor: () => hang,
  });
  const [id = ''] = await stage.enqueue(1);
  await ledger.seen('start', (event) => event.type === 'job.started');
  valueOf(await cancelJob(stage.context, { id }));
  assert.ok((await aborted.promise) instanceof Error);
  assert.equal(worker.running(), 0);
  await worker.stop(0);
  assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.cancelled']);
});

test('a place that becomes free in a capped queue is taken at once, not at the next poll', limit, async (t) => {
  const stage = await openStage(bundle);
  valueOf(await upsertQueue(stage.context, { name: stage.queue, concurrency: 2 }));
  await stage.task('short', { name: 'sleep', options: { ms: 3 } });
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  await stage.enqueue(Array.from({ length: 40 }, () => ({ task: 'short' })));
  const worker = await bundle.startWorker({ queues: [stage.queue], pollMs: 60_000 });
  await ledger.seen('success', (event) => event.type === 'job.succeeded', 40);
  await worker.stop(0);
});
