import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WaitChain } from '#domain/job/wait-chain.ts';
import { publicId } from '#domain/value/ids.ts';
import { loadJobs } from '#engine/job/load-jobs.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import { loadQueueShares, loadTenantRunning } from '#engine/queue/load-queue-shares.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { loadQueueLines, loadQueueWaits } from './load-queue-lines.ts';
import { loadWaitChains } from './load-wait-chains.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function chainOf({ context }: Stage, id = ''): Promise<WaitChain> {
  const jobs = await loadJobs(context, [id]);
  const chain = (await loadWaitChains(context, [...jobs.values()])).get(id);
  assert.ok(chain !== undefined && chain !== null, 'it waits');
  return chain;
}

const gateOf = ({ gates }: WaitChain, code: string) => gates.find((gate) => gate.code === code);

async function queueIdOf({ context, queue }: Stage): Promise<string> {
  return valueOf(await listQueues(context)).find(({ name }) => name === queue)?.id ?? '';
}

test('jobs tell their places in line, by rank, and the first of them starts next', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const [first = '', second = '', urgent = ''] = await stage.enqueue([
    { task: 'noop' },
    { task: 'noop' },
    { task: 'noop', priority: 5 },
  ]);
  const before = await chainOf(stage, second);
  assert.deepEqual([before.code, gateOf(before, 'CLAIMABLE')?.place], ['CLAIMABLE', { ahead: 2, isExact: true }]);
  assert.equal((await chainOf(stage, urgent)).sentence, 'it is next in line and starts with the next claim');
  const lines = await loadQueueLines(stage.context, [await queueIdOf(stage)], 20);
  assert.deepEqual(
    [...lines.values()].flat().map(({ id }) => id),
    [urgent, first, second],
  );
  await worker.claim();
  const running = await loadJobs(stage.context, [first]);
  assert.equal(
    (await loadWaitChains(stage.context, [...running.values()])).get(first),
    null,
    'what runs waits no more',
  );
});

test('a full queue leads to the job that has held it for longest, and what ended lately tells when there will be room', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await stage.enqueue(4);
  const ended = await worker.claim({ slots: 4 });
  await worker.settle(ended.map((job) => succeeded(job)));
  const [holder = ''] = await stage.enqueue(1);
  await worker.claim();
  valueOf(await upsertQueue(stage.context, { name: stage.queue, concurrency: 1 }));
  const [waiting] = await stage.enqueue(1);
  const chain = await chainOf(stage, waiting);
  const gate = gateOf(chain, 'QUEUE_LIMIT');
  assert.deepEqual([chain.code, gate?.wayOut?.act], ['QUEUE_LIMIT', 'RAISE_CAP']);
  assert.deepEqual(gate?.holder, { kind: 'JOB', id: publicId('job', holder), name: 'noop', others: 0 });
  const [row] = (await loadJobs(stage.context, [holder])).values();
  assert.equal(gate?.sinceMs, row?.startedAt?.getTime());
  assert.match(chain.estimate?.basis ?? '', /^4 jobs of its queue ended in the last/);
});

test('what a job must hold is told with who holds it and since when', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const [holder = ''] = await stage.enqueue(1);
  await worker.claim();
  const [waiting = ''] = await stage.enqueue(1);
  const { tenantId } = stage.context;
  const gate = newId();
  const needs = JSON.stringify([{ gate, amount: 1 }]);
  const { client } = bundle.owner;
  await client.$executeRaw`
    insert into gates (tenant_id, id, kind, key, capacity) values (${tenantId}::uuid, ${gate}::uuid, 'MUTEX', 'ledger', 1)`;
  await client.$executeRaw`
    insert into holds (tenant_id, job_id, gate_id, amount) values (${tenantId}::uuid, ${holder}::uuid, ${gate}::uuid, 1)`;
  await client.$executeRaw`
    update jobs set needs = ${needs}::json where id = any(array[${holder}, ${waiting}]::uuid[])`;
  const chain = await chainOf(stage, waiting);
  assert.deepEqual([chain.code, chain.sentence], ['MUTEX', 'the mutex "ledger" is held']);
  const told = gateOf(chain, 'MUTEX');
  assert.deepEqual([told?.name, told?.holder?.id], ['Mutex ledger', publicId('job', holder)]);
  assert.ok(told?.sinceMs !== null);
});

test('a job of a paused queue says since when it is paused, and by the queue itself', async () => {
  const stage = await openStage(bundle);
  const [job = ''] = await stage.enqueue(1);
  const { pause, id } = valueOf(await upsertQueue(stage.context, { name: stage.queue, paused: true }));
  const gate = gateOf(await chainOf(stage, job), 'QUEUE_PAUSED');
  assert.deepEqual([gate?.state, gate?.sinceMs], ['FAIL', pause?.since?.getTime()]);
  assert.deepEqual([gate?.holder?.kind, gate?.holder?.id], ['QUEUE', publicId('queue', id)]);
});

test('a step of a paused run names the run and since when it is paused', async () => {
  const stage = await openStage(bundle);
  await stage.worker();
  const runId = await stage.run([{ id: 'a', type: 'noop' }]);
  valueOf(await pauseRun(stage.context, { id: runId }));
  const [job] = await bundle.owner.client.$queryRaw<
    { id: string }[]
  >`select id from jobs where run_id = ${runId}::uuid`;
  const chain = await chainOf(stage, job?.id);
  const gate = gateOf(chain, 'RUN_PAUSED');
  assert.deepEqual([chain.code, gate?.holder?.id], ['RUN_PAUSED', publicId('run', runId)]);
  assert.ok(gate?.sinceMs !== null);
  const [other = ''] = await stage.enqueue(1);
  assert.equal(gateOf(await chainOf(stage, other), 'CLAIMABLE')?.state, 'PASS', 'it lets all others pass');
});

test('the waiting jobs of a queue are summed up by what they wait for', async () => {
  const stage = await openStage(bundle);
  const [first] = await stage.enqueue([{ task: 'noop' }, { task: 'noop' }, { task: 'noop', delay: 'PT1H' }]);
  valueOf(await upsertQueue(stage.context, { name: stage.queue, paused: true }));
  const id = await queueIdOf(stage);
  const waits = (await loadQueueWaits(stage.context, [id])).get(id);
  assert.deepEqual([waits?.lookedAt, waits?.isExact], [3, true]);
  assert.deepEqual(
    waits?.sums.map(({ code, count }) => [code, count]),
    [
      ['QUEUE_PAUSED', 2],
      ['NOT_DUE', 1],
    ],
  );
  assert.equal(waits?.sums[0]?.example.id, first);
});

test('a queue of higher priority with jobs goes first, and weights of equal ones are told', async () => {
  const stage = await openStage(bundle);
  await stage.worker();
  const [job = ''] = await stage.enqueue(1);
  valueOf(await upsertQueue(stage.context, { name: 'equal', weight: 3 }));
  await stage.enqueue([{ task: 'noop', queue: 'equal' }]);
  assert.match(gateOf(await chainOf(stage, job), 'SHARE')?.sentence ?? '', /^its queue has 1 of the 4 shares/);
  valueOf(await upsertQueue(stage.context, { name: 'urgent', priority: 9 }));
  await stage.enqueue([{ task: 'noop', queue: 'urgent' }]);
  assert.match(gateOf(await chainOf(stage, job), 'SHARE')?.sentence ?? '', /"urgent"$/);
});

test('a queue is told what it got against its weight, and how much of its tenant runs', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  valueOf(await upsertQueue(stage.context, { name: 'equal', weight: 3 }));
  await stage.enqueue([{ task: 'noop' }, { task: 'noop', queue: 'equal' }, { task: 'noop', queue: 'equal' }]);
  const claimed = await worker.claim({ queues: [stage.queue, 'equal'] });
  await worker.settle(claimed.map((job) => succeeded(job)));
  await stage.enqueue(2);
  await worker.claim();
  const id = await queueIdOf(stage);
  const share = (await loadQueueShares(stage.context, [id])).get(id);
  assert.deepEqual([share?.expectedPercent, Math.round(share?.actualPercent ?? 0), share?.competitors], [25, 33, 1]);
  const { tenantId } = stage.context;
  assert.equal((await loadTenantRunning(stage.context, [tenantId])).get(tenantId), 2);
});
