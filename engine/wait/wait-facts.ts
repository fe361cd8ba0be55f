/** What waiting jobs may wait for, read for all of them at once. */

import type { GateKind } from '#domain/gate/gate.ts';
import type { Needed } from '#domain/job/wait-gates.ts';
import type { StoredReason, WaitingJob } from '#domain/job/wait-reason.ts';
import type { RunState } from '#domain/machines.ts';
import { readRate } from '#domain/rate/rate.ts';
import { type RateStanding, type Slice, standingOf } from '#domain/rate/starts.ts';
import type { Json } from '#domain/value/json.ts';
import { gateCapacity, gateHeld, gateRate } from '#engine/gate/gate-capacity.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Lane = {
  id: string;
  name: string;
  paused: boolean;
  pausedSinceMs: number | null;
  concurrency: number | null;
  running: number;
  rate: RateStanding | null;
  isServed: boolean;
};

type StoredRate = { rate: Json; seenMs: number | null; slices: readonly Slice[] | null };

/** The facts of one job; a job that does not wait is asked about with its own row only. */
export type WaitFacts = (job: JobRow) => WaitingJob;

/** True for a job whose gates are of interest. */
export function isWaiting({ state }: JobRow): boolean {
  return state === 'PENDING' || state === 'SCHEDULED';
}

/** What a job tells of itself. */
export function storedOf({ state, reasonCode, reason }: JobRow): StoredReason {
  return { state, storedCode: reasonCode, storedReason: reason };
}

/** Reads the gates of those that wait. */
export async function readWaitFacts(tx: Transaction, jobs: readonly JobRow[]): Promise<WaitFacts> {
  const waiting = jobs.filter(isWaiting);
  const lanes = new Map<string, Lane>();
  const runs = new Map<string, RunState>();
  let tenant: TenantGate = { maxRunningJobs: null, running: 0, rate: null };
  let needs = new Map<string, Needed[]>();
  if (waiting.length > 0) {
    for (const lane of await readLanes(tx, waiting)) lanes.set(lane.id, lane);
    for (const run of await readRunStates(tx, waiting)) runs.set(run.id, run.state);
    tenant = (await readTenantGate(tx)) ?? tenant;
    needs = await readNeeds(tx, waiting);
  }
  return (job) => ({
    ...storedOf(job),
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    runAtMs: job.runAt?.getTime() ?? null,
    crashes: job.crashes,
    queue: lanes.get(job.queueId) ?? openLane,
    tenant,
    runState: job.runId === null ? null : (runs.get(job.runId) ?? null),
    needs: needs.get(job.id) ?? [],
  });
}

// For jobs that wait for nothing.
const openLane = {
  name: '',
  paused: false,
  pausedSinceMs: null,
  concurrency: null,
  running: 0,
  rate: null,
  isServed: true,
};

async function readLanes(tx: Transaction, jobs: readonly JobRow[]): Promise<Lane[]> {
  const queueIds = [...new Set(jobs.map((job) => job.queueId))];
  const rows = await tx.client.$queryRaw<(Lane & StoredRate)[]>(Prisma.sql`/* read_lanes */
    select q.id, q.name, q.paused, extract(epoch from q.paused_at)::float8 * 1000 as "pausedSinceMs", q.concurrency, q.rate, s.seen_ms as "seenMs", s.slices,
      (select count(*)::int from jobs j where j.tenant_id = q.tenant_id and j.queue_id = q.id and j.state = 'RUNNING') as running,
      exists (
        select from workers w
        where w.state = 'LIVE' and w.lease_until > ${tx.now} and (cardinality(w.queues) = 0 or q.name = any(w.queues))
      ) as "isServed"
    from queues q
    left join rate_starts s on q.rate is not null and s.tenant_id = q.tenant_id and s.owner_id = q.id
    where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${queueIds}::uuid[])`);
  return rows.map((row) => ({ ...row, rate: rateOf(row, tx.now) }));
}

type TenantGate = WaitingJob['tenant'];

function rateOf({ rate, seenMs, slices }: StoredRate, now: Date): RateStanding | null {
  const read = readRate(rate);
  if (read === null) return null;
  return standingOf(read, seenMs === null ? null : { seenMs, slices: slices ?? [] }, now.getTime());
}

async function readTenantGate(tx: Transaction): Promise<TenantGate | undefined> {
  const [tenant] = await tx.client.$queryRaw<
    (Omit<TenantGate, 'rate'> & StoredRate)[]
  >(Prisma.sql`/* read_tenant_gate */
    select max_running_jobs as "maxRunningJobs", t.rate, s.seen_ms as "seenMs", s.slices,
      case when max_running_jobs is null then 0 else (
        select count(*)::int
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and state = 'RUNNING'
      ) end as running
    from tenants t
    left join rate_starts s on t.rate is not null and s.tenant_id = t.id and s.owner_id = t.id
    where t.id = ${tx.tenantId}::uuid`);
  return tenant && { ...tenant, rate: rateOf(tenant, tx.now) };
}

async function readRunStates(tx: Transaction, jobs: readonly JobRow[]): Promise<{ id: string; state: RunState }[]> {
  const runIds = [...new Set(jobs.flatMap((job) => job.runId ?? []))];
  if (runIds.length === 0) return [];
  return await tx.client.run.findMany({
    where: { tenantId: tx.tenantId, id: { in: runIds } },
    select: { id: true, state: true },
  });
}

/** What each of the jobs must hold, in the order of its gates, with how much of it is held; by job id. */
async function readNeeds(tx: Transaction, jobs: readonly JobRow[]): Promise<Map<string, Needed[]>> {
  type Row = Omit<Needed, 'kind' | 'rate'> & StoredRate & { kind: GateKind; job: string };
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_needs */
    with needed as materialized (
      select j.id as job, j.gate_id, n.gate, n.amount, n.nth
      from jobs j
      cross join lateral rows from (
        json_to_recordset(j.needs) as (gate uuid, amount int)
      ) with ordinality as n (gate, amount, nth)
      where j.tenant_id = ${tx.tenantId}::uuid and j.id = any(${uuidArray(jobs.map(({ id }) => id))}::text::uuid[])
        and j.needs is not null
    ),
    asked as materialized (
      select g.id, g.kind, g.key, ${gateCapacity} as capacity, ${gateHeld} as held, ${gateRate} as rate
      from gates g
      where g.tenant_id = ${tx.tenantId}::uuid and g.id in (select gate from needed)
    )
    select n.job, g.id, g.kind, g.key, g.capacity, n.amount, g.held, n.gate_id is not distinct from g.id as "isParked",
      g.rate, s.seen_ms as "seenMs", s.slices
    from needed n
    join asked g on g.id = n.gate
    left join rate_starts s on g.rate is not null and s.tenant_id = ${tx.tenantId}::uuid and s.owner_id = g.id
    order by n.job, n.nth`);
  const needs = rows.map((row) => ({ ...row, rate: rateOf(row, tx.now) }));
  return Map.groupBy(needs, ({ job }) => job);
}
