// Goal: a claimed job costs the same whatever else there is: queues with work, capped queues, paused queues, jobs of a
// later instant, paused runs. Method: PostgreSQL itself counts the rows that the claim reads, in a small world and in a
// large one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#engine/store/id.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Bundle, bundleOf } from '#testing/bundle.ts';
import { type Explained, rowsRead } from '#testing/plans/rows-read.ts';
import { claimJobsStatement } from './claim-statement.ts';
import type { LaneAsk } from './lane-asks.ts';
import { sweepLanes } from './sweep-lanes.ts';

const slots = 100;

/** So many queues of each kind, and in each of them jobs that wait, jobs of tomorrow and steps of a paused run. */
async function fill(bundle: Bundle, tenantId: string, queues: number): Promise<void> {
  const { client } = bundle.owner;
  await client.$executeRaw`
    insert into queues (tenant_id, id, name, paused, limited, concurrency)
    select ${tenantId}::uuid, gen_random_uuid(), kind || ' ' || n, kind = 'paused', kind = 'capped', case when kind = 'capped' then 1 end
    from generate_series(1, ${queues}::int) n, unnest(array['open', 'paused', 'capped']) kind`;
  await client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, run_at, due_at, created_at, event_ids, rank)
    select tenant_id, gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), (case when is_later then 'SCHEDULED' else 'PENDING' end)::job_state,
      0, 3, case when is_later then now() + interval '1 day' end, now(), now(), '{}', n
    from queues, generate_series(1, ${Math.ceil((2 * slots) / queues)}::int) n, unnest(array[true, false]) is_later
    where tenant_id = ${tenantId}::uuid and name not like 'default%'`;
  await client.$executeRaw`analyze jobs`;
}

async function priceOf(bundle: Bundle, workerId: string, tenantId: string): Promise<{ jobs: number; queues: number }> {
  const open = await bundle.owner.client.$queryRaw<{ id: string }[]>`
    select id from queues where tenant_id = ${tenantId}::uuid and name like 'open%' order by id limit ${slots}`;
  const asks = open.map(
    ({ id }): LaneAsk => ({
      queueId: id,
      count: slots / open.length,
      isReady: true,
      isDue: true,
      isKnown: true,
      isPlain: false,
    }),
  );
  return await priceOfClaim(bundle, workerId, asks);
}

async function priceOfClaim(bundle: Bundle, workerId: string, asks: LaneAsk[]) {
  const claim = claimJobsStatement({ workerId, queues: [], slots, asks, isCurious: false });
  const [told] = await bundle.worker.client.$queryRaw<Explained[]>(Prisma.sql`explain (analyze, format json) ${claim}`);
  const plan = told?.['QUERY PLAN'][0]?.Plan;
  assert.ok(plan !== undefined);
  return { jobs: rowsRead(plan, 'jobs'), queues: rowsRead(plan, 'queues') };
}

test('a claim of a hundred jobs reads as many rows of jobs from a thousand queues of each kind as from one', async (t) => {
  const bundle = await bundleOf(t);
  const [small, large] = [await bundle.tenant(), await bundle.tenant()];
  await fill(bundle, small.tenantId, 1);
  await fill(bundle, large.tenantId, 1_000);
  const worker = { name: newId(), slots, queues: [], version: 'test', leaseMs: 60_000 };
  const workerId = await registerWorker(bundle.worker, worker);
  const few = await priceOf(bundle, workerId, small.tenantId);
  const many = await priceOf(bundle, workerId, large.tenantId);
  const claimed = await bundle.owner.client.job.count({ where: { state: 'RUNNING' } });
  assert.equal(claimed, 2 * slots);
  // Found, locked, moved and handed out, and for each lane a look at what comes next.
  assert.ok(few.jobs <= 4 * slots + 10, `${few.jobs} rows for ${slots} jobs of one queue`);
  assert.ok(many.jobs <= 5 * slots + 10, `${many.jobs} rows for ${slots} jobs of ${slots} of the thousand`);
  assert.ok(many.queues <= slots + 10, `${many.queues} queues looked at`);
});

test('jobs whose instant came and that wait at a gate cost the claims of their queue nothing', async (t) => {
  const bundle = await bundleOf(t);
  const { client } = bundle.owner;
  const { tenantId } = await bundle.tenant();
  await client.$executeRaw`
    insert into queues (tenant_id, id, name) values (${tenantId}::uuid, gen_random_uuid(), 'open')`;
  await client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, run_at, due_at, created_at, event_ids, rank, gate_id)
    select tenant_id, gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), 'SCHEDULED', 0, 3, now() - interval '1 hour', now(), now(), '{}',
      case when is_parked then 1152921504606846976 else 0 end + n, case when is_parked then gen_random_uuid() end
    from queues
    cross join unnest(array[true, false]) is_parked
    cross join lateral generate_series(1, case when is_parked then 5000 else ${slots}::int end) n
    where tenant_id = ${tenantId}::uuid and name = 'open'`;
  await client.$executeRaw`analyze jobs`;
  const worker = { name: newId(), slots, queues: [], version: 'test', leaseMs: 60_000 };
  const workerId = await registerWorker(bundle.worker, worker);
  const open = await client.queue.findMany({ where: { tenantId, name: 'open' } });
  const asks = open.map(({ id }) => ({
    queueId: id,
    count: slots,
    isReady: true,
    isDue: true,
    isKnown: true,
    isPlain: false,
  }));
  const { jobs } = await priceOfClaim(bundle, workerId, asks);
  assert.equal(await client.job.count({ where: { tenantId, state: 'RUNNING' } }), slots);
  assert.ok(jobs <= 4 * slots + 10, `${jobs} rows for ${slots} jobs`);
  // What waits at a gate opens no lane.
  assert.deepEqual((await sweepLanes(bundle.worker, { workerId, queues: [] })).lanes, []);
});
