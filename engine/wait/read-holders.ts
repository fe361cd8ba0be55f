/** What holds shut gates: the job that has been at work for longest, the run or queue that somebody paused. */

import type { Held } from '#domain/job/wait-chain.ts';
import { publicId } from '#domain/value/ids.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readRunPauses } from './load-run-pauses.ts';

/** By what is held: the id of a queue, of a run, of a gate; the tenant under its own. */
export type Holders = ReadonlyMap<string, Held>;

/** `since` is when the latest of them began: from then on there was no room. */
type Row = { place: string; kind: 'QUEUE' | 'TENANT' | 'GATE'; job: string; task: string; jobs: number; since: Date };

/** Everything that holds something of what these jobs wait for. */
export async function readHolders(
  tx: Transaction,
  jobs: readonly JobRow[],
  gateIds: readonly string[],
): Promise<Holders> {
  const queueIds = [...new Set(jobs.map((job) => job.queueId))];
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_holders */
    with running as materialized (
      select id, queue_id, task_version_id, started_at
      from jobs
      where tenant_id = ${tx.tenantId}::uuid and state = 'RUNNING'
    ),
    held as (
      select queue_id as place, 'QUEUE' as kind, id, started_at as since
      from running
      where queue_id = any(${uuidArray(queueIds)}::text::uuid[])
      union all
      select ${tx.tenantId}::uuid, 'TENANT', id, started_at
      from running
      union all
      select gate_id, 'GATE', job_id, since
      from holds
      where tenant_id = ${tx.tenantId}::uuid and gate_id = any(${uuidArray(gateIds)}::text::uuid[]) and amount > 0
    ),
    summed as (
      select place, kind, (array_agg(id order by since, id))[1] as job, count(*)::int as jobs, max(since) as since
      from held
      group by place, kind
    )
    select s.place, s.kind, s.job, t.name as task, s.jobs, s.since
    from summed s
    join jobs j on j.tenant_id = ${tx.tenantId}::uuid and j.id = s.job
    join tasks t on t.tenant_id = j.tenant_id and t.id = j.task_id`);
  return new Map(
    rows.map(({ place, job, task, jobs: count, since }) => [
      place,
      {
        holder: { kind: 'JOB', id: publicId('job', job), name: task, others: count - 1 },
        sinceMs: since.getTime(),
      },
    ]),
  );
}

/** When the paused ones of these runs were paused, by run id. */
export async function readPauses(tx: Transaction, jobs: readonly JobRow[]): Promise<Holders> {
  const runIds = [...new Set(jobs.flatMap((job) => job.runId ?? []))];
  if (runIds.length === 0) return new Map();
  const rows = await readRunPauses(tx, runIds);
  return new Map(
    rows.map(({ id, workflow, since }) => [
      id,
      {
        holder: { kind: 'RUN', id: publicId('run', id), name: workflow, others: 0 },
        sinceMs: since?.getTime() ?? null,
      },
    ]),
  );
}
