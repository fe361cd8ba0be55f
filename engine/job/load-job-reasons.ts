/** Why jobs are not running, for a whole page at once. */

import { type Reason, waitReason } from '#domain/job/wait-reason.ts';
import type { RunState } from '#domain/machines.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { JobRow } from './job-rows.ts';

type Lane = {
  id: string;
  name: string;
  paused: boolean;
  concurrency: number | null;
  running: number;
  isServed: boolean;
};
type Gates = {
  lanes: Map<string, Lane>;
  runs: Map<string, RunState>;
  tenant: { maxRunningJobs: number | null; running: number };
  now: Date;
};

/** Reasons by job id; null for a job that needs none. */
export async function loadJobReasons(context: Context, jobs: readonly JobRow[]): Promise<Map<string, Reason | null>> {
  const waiting = jobs.filter((job) => job.state === 'PENDING' || job.state === 'SCHEDULED');
  const gates =
    waiting.length === 0
      ? undefined
      : await transaction(context.database, context.tenantId, (tx) => readGates(tx, waiting));
  return new Map(jobs.map((job) => [job.id, reasonOf(job, gates)]));
}

/** Reasons within a transaction that has read the jobs. */
export async function readJobReasons(tx: Transaction, jobs: readonly JobRow[]): Promise<Map<string, Reason | null>> {
  const waiting = jobs.filter((job) => job.state === 'PENDING' || job.state === 'SCHEDULED');
  const gates = waiting.length === 0 ? undefined : await readGates(tx, waiting);
  return new Map(jobs.map((job) => [job.id, reasonOf(job, gates)]));
}

// Asked for waiting jobs only; the gates of all others are of no interest.
const openLane = { name: '', paused: false, concurrency: null, running: 0, isServed: true };

function reasonOf(job: JobRow, gates: Gates | undefined): Reason | null {
  const work = {
    state: job.state,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    runAtMs: job.runAt?.getTime() ?? null,
    crashes: job.crashes,
    storedCode: job.reasonCode,
    storedReason: job.reason,
    queue: gates?.lanes.get(job.queueId) ?? openLane,
    tenant: gates?.tenant ?? { maxRunningJobs: null, running: 0 },
    runState: job.runId === null ? null : (gates?.runs.get(job.runId) ?? null),
  };
  return waitReason(work, gates?.now.getTime() ?? 0);
}

async function readGates(tx: Transaction, jobs: readonly JobRow[]): Promise<Gates> {
  const queueIds = [...new Set(jobs.map((job) => job.queueId))];
  const runIds = [...new Set(jobs.flatMap((job) => job.runId ?? []))];
  const lanes = await tx.client.$queryRaw<Lane[]>(Prisma.sql`/* read_lanes */
    select q.id, q.name, q.paused, q.concurrency,
      (select count(*)::int from jobs j where j.tenant_id = q.tenant_id and j.queue_id = q.id and j.state = 'RUNNING') as running,
      exists (
        select from workers w
        where w.state = 'LIVE' and w.lease_until > ${tx.now} and (cardinality(w.queues) = 0 or q.name = any(w.queues))
      ) as "isServed"
    from queues q
    where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${queueIds}::uuid[])`);
  const [tenant] = await tx.client.$queryRaw<
    { maxRunningJobs: number | null; running: number }[]
  >(Prisma.sql`/* read_tenant_gate */
    select max_running_jobs as "maxRunningJobs",
      case when max_running_jobs is null then 0 else (
        select count(*)::int
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and state = 'RUNNING'
      ) end as running
    from tenants
    where id = ${tx.tenantId}::uuid`);
  const runs = await tx.client.run.findMany({
    where: { tenantId: tx.tenantId, id: { in: runIds } },
    select: { id: true, state: true },
  });
  return {
    lanes: new Map(lanes.map((lane) => [lane.id, lane])),
    runs: new Map(runs.map((run) => [run.id, run.state])),
    tenant: tenant ?? { maxRunningJobs: null, running: 0 },
    now: tx.now,
  };
}
