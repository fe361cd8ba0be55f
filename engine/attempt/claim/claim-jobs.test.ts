// A claim works for all tenants at once, so every test has a database of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EnqueueJobInput, enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRun } from '#engine/run/start-runs.ts';
import type { Context } from '#engine/store/context.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, bundleOf, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { holdRows } from '#testing/machine/database-locks.ts';
import { type HandWorker, retryLater, succeeded, workerByHand } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import type { ClaimedJob } from './claimed-job.ts';

async function enqueue(context: Context, jobs: EnqueueJobInput[]): Promise<string[]> {
  return valueOf(await enqueueJobs(context, { jobs })).jobs.map((job) => job.id);
}

function copies(count: number, job: EnqueueJobInput): EnqueueJobInput[] {
  return Array.from({ length: count }, () => job);
}

async function noopTenant(bundle: Bundle, limits: { maxRunningJobs?: number } = {}): Promise<Context> {
  const context = await bundle.tenant({ limits });
  await registerBuiltin(context, 'noop', { name: 'noop' });
  return context;
}

async function workers(bundle: Bundle, count: number): Promise<HandWorker[]> {
  return await Promise.all(Array.from({ length: count }, () => workerByHand(bundle.worker)));
}

const idsOf = (jobs: readonly ClaimedJob[]) => jobs.map((job) => job.jobId);

test('claimers at the same time never get the same job, and together they get every job', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  const ids = await enqueue(context, copies(400, { task: 'noop' }));
  const claimers = await workers(bundle, 4);
  const taken: ClaimedJob[] = [];
  await Promise.all(
    claimers.map(async (worker, n) => {
      for (let rounds = 0; taken.length < ids.length && rounds < 1_000; rounds += 1) {
        taken.push(...(await worker.claim({ slots: 5 + n })));
      }
    }),
  );
  assert.deepEqual(idsOf(taken).sort(), ids.sort());
  const fences = await bundle.owner.client.job.groupBy({ by: ['state', 'fence', 'attempt'], _count: true });
  assert.deepEqual(fences, [{ state: 'RUNNING', fence: 1, attempt: 1, _count: 400 }]);
});

test('the queue of higher priority comes first, in it the job of higher priority, and among equals the older one', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'urgent', priority: 10 }));
  const [low = '', high = '', older = '', newer = '', urgent = ''] = await enqueue(context, [
    { task: 'noop', priority: -5 },
    { task: 'noop', priority: 7 },
    { task: 'noop' },
    { task: 'noop' },
    { task: 'noop', queue: 'urgent', priority: -100 },
  ]);
  const [worker] = await workers(bundle, 1);
  const order: string[] = [];
  for (let n = 0; n < 5; n += 1) order.push(...idsOf((await worker?.claim({ slots: 1 })) ?? []));
  assert.deepEqual(order, [urgent, high, older, newer, low]);
});

test('a delayed job is not claimed before its time, and is when it has come', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  const [id] = await enqueue(context, [{ task: 'noop', delay: 'PT1H' }]);
  const [worker] = await workers(bundle, 1);
  assert.deepEqual(await worker?.claim(), []);
  // The clock of the database cannot be turned on, so the job's time is brought near instead.
  await bundle.owner.client.$executeRaw`update jobs set run_at = now() + interval '1 second'`;
  assert.deepEqual(await worker?.claim(), []);
  await bundle.owner.client.$executeRaw`update jobs set run_at = ${justNow}`;
  assert.deepEqual(idsOf((await worker?.claim()) ?? []), [id]);
});

test('a paused queue gives nothing, and gives all it has when it is resumed', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'default', paused: true }));
  const ids = await enqueue(context, [{ task: 'noop' }, { task: 'noop', delay: 'PT1S' }]);
  await bundle.owner.client.$executeRaw`update jobs set run_at = ${justNow} where run_at is not null`;
  const [worker] = await workers(bundle, 1);
  assert.deepEqual(await worker?.claim(), []);
  valueOf(await upsertQueue(context, { name: 'default', paused: false }));
  assert.deepEqual(idsOf((await worker?.claim()) ?? []).sort(), ids.sort());
});

test('a worker that serves named queues takes jobs of no other queue', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'mine' }));
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 5 }));
  const [own] = await enqueue(context, [
    { task: 'noop', queue: 'mine' },
    { task: 'noop' },
    { task: 'noop', queue: 'capped' },
  ]);
  const [suspect] = await enqueue(context, [{ task: 'noop' }]);
  await bundle.owner.client.$executeRaw`update jobs set crashes = 2 where id = ${suspect}::uuid`;
  const [worker] = await workers(bundle, 1);
  assert.deepEqual(idsOf((await worker?.claim({ queues: ['mine'] })) ?? []), [own]);
});

test('a worker whose lease ran out claims nothing, nor does one that drains or is unknown', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 5 }));
  await enqueue(context, [{ task: 'noop' }, { task: 'noop', queue: 'capped' }]);
  const [expired, draining, gone] = await workers(bundle, 3);
  const { client } = bundle.owner;
  await client.$executeRaw`update workers set lease_until = ${justNow} where id = ${expired?.workerId}::uuid`;
  await client.$executeRaw`update workers set state = 'DRAINING' where id = ${draining?.workerId}::uuid`;
  await client.$executeRaw`delete from workers where id = ${gone?.workerId}::uuid`;
  for (const worker of [expired, draining, gone]) assert.deepEqual(await worker?.claim(), []);
  assert.equal(await client.job.count({ where: { state: 'PENDING', fence: 0 } }), 2);
});

test('a step is left when somebody works on its run, and taken when that is over', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await publishWorkflow(context, { definition: { name: 'one', tasks: [{ id: 'a', type: 'noop' }] } }));
  const { runId } = valueOf(await startRun(context, { workflow: 'one' }));
  const [worker] = await workers(bundle, 1);
  const held = await holdRows(bundle.ownerUrl, 'runs', [runId]);
  assert.deepEqual(await worker?.claim(), []);
  await held.release();
  assert.equal((await worker?.claim())?.length, 1);
});

// From the event log: how many of these jobs ran at once, at most. Ids are drawn in the order of the moves.
async function mostAtOnce(bundle: Bundle, jobIds: readonly string[]): Promise<number> {
  const rows = await bundle.owner.client.$queryRaw<{ most: number }[]>`
    with moves as (
      select e.id, case when e.to_state = 'RUNNING' then 1 when e.from_state = 'RUNNING' then -1 else 0 end as change
      from events e
      cross join unnest(e.entity_ids) as entity (id)
      where entity.id = any(${[...jobIds]}::uuid[])
    )
    select coalesce(max(running), 0)::int as most from (select sum(change) over (order by id, change) as running from moves) m`;
  return rows[0]?.most ?? 0;
}

type Draining = { bundle: Bundle; claimers: readonly HandWorker[]; jobs: number };

// Every claimer holds what it claimed for a round before it settles: full caps are the rule, not the exception.
async function drain({ bundle, claimers, jobs }: Draining): Promise<void> {
  let settled = 0;
  let rounds = 0;
  await Promise.all(
    claimers.map(async (worker, n) => {
      let held: ClaimedJob[] = [];
      while (settled < jobs) {
        const claimed = await worker.claim({ slots: 8 });
        const ended = held.map((job) =>
          job.attempt === 1 && (Number.parseInt(job.jobId.slice(-2), 16) + n) % 5 === 0
            ? retryLater(job, 0)
            : succeeded(job),
        );
        if (ended.length > 0) await worker.settle(ended);
        settled += ended.filter((one) => one.to === 'SUCCEEDED').length;
        held = claimed;
        rounds += 1;
        assert.ok(rounds < 5_000, `${settled} of ${jobs} settled, the rest is never claimed`);
      }
    }),
  );
  assert.equal(await bundle.owner.client.job.count({ where: { state: 'SUCCEEDED' } }), jobs);
}

test('G12: four claimers never exceed the cap of a queue at any instant, and use it up', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'three', concurrency: 3 }));
  valueOf(await upsertQueue(context, { name: 'one', concurrency: 1 }));
  const three = await enqueue(context, copies(120, { task: 'noop', queue: 'three' }));
  const one = await enqueue(context, copies(30, { task: 'noop', queue: 'one' }));
  await drain({ bundle, claimers: await workers(bundle, 4), jobs: 150 });
  assert.equal(await mostAtOnce(bundle, three), 3);
  assert.equal(await mostAtOnce(bundle, one), 1);
});

test('G12: waiting and due jobs share the one cap of their queue', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'three', concurrency: 3 }));
  await enqueue(context, copies(5, { task: 'noop', queue: 'three' }));
  await enqueue(context, copies(5, { task: 'noop', queue: 'three', delay: 'PT1S' }));
  await bundle.owner.client.$executeRaw`update jobs set run_at = ${justNow} where state = 'SCHEDULED'`;
  const [worker] = await workers(bundle, 1);
  assert.equal((await worker?.claim())?.length, 3);
  assert.deepEqual(await worker?.claim(), []);
});

test('G12: four claimers never exceed what a tenant may run at once, over all its queues', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle, { maxRunningJobs: 4 });
  const other = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'three', concurrency: 3 }));
  const own = [
    ...(await enqueue(context, copies(60, { task: 'noop', queue: 'three' }))),
    ...(await enqueue(context, copies(60, { task: 'noop' }))),
  ];
  await enqueue(other, copies(50, { task: 'noop' }));
  await drain({ bundle, claimers: await workers(bundle, 4), jobs: 170 });
  assert.equal(await mostAtOnce(bundle, own), 4);
  assert.ok((await mostAtOnce(bundle, own.slice(0, 60))) <= 3);
});

test('a cap of zero holds everything back, and taking it away lets everything go', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'default', concurrency: 0 }));
  await enqueue(context, copies(5, { task: 'noop' }));
  const [worker] = await workers(bundle, 1);
  assert.deepEqual(await worker?.claim(), []);
  valueOf(await upsertQueue(context, { name: 'default', concurrency: null }));
  assert.equal((await worker?.claim())?.length, 5);
});

test('G8: of the jobs that were in two crashes one runs at a time, in capped queues too', async (t) => {
  const bundle = await bundleOf(t);
  const context = await noopTenant(bundle);
  valueOf(await upsertQueue(context, { name: 'capped', concurrency: 5 }));
  const suspects = await enqueue(context, [
    ...copies(2, { task: 'noop' }),
    ...copies(2, { task: 'noop', queue: 'capped' }),
  ]);
  await bundle.owner.client.$executeRaw`update jobs set crashes = 2`;
  const [worker] = await workers(bundle, 1);
  assert.deepEqual(await worker?.claim({ mayTakeSuspect: false }), []);
  const taken: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const jobs = (await worker?.claim()) ?? [];
    assert.equal(jobs.length, 1);
    taken.push(...idsOf(jobs));
    await worker?.settle(jobs.map((job) => succeeded(job)));
  }
  assert.deepEqual(taken.sort(), suspects.sort());
});
