/** The jobs of a loop in the order of its items or rounds, page by page. */

import { jobStates } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/job/job-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

// The number of an item.
const keyPattern = /^\d{1,9}$/;

/** `run` is a bare uuid, `step` the id of a step in its definition; without `states` in any of them. */
export type LoopJobsRequest = PageRequest & { run: string; step: string; states?: readonly string[] | null };

/** A page of the jobs, with those of earlier runs whose items this one keeps; none for a step that has no loop. */
export async function listLoopJobs(context: Context, request: LoopJobsRequest): Promise<Outcome<Connection<JobRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request, keyPattern);
  if (!page.ok) return page;
  const states = request.states ?? jobStates;
  if (states.length === 0) return refuse('BAD_INPUT', 'states names at least one state', ['states']);
  return await transaction(context.database, context.tenantId, async (tx) => {
    const own = Prisma.sql`from jobs j
      where j.tenant_id = ${tx.tenantId}::uuid and j.run_id = ${request.run}::uuid and j.item is not null
        and j.step_key = ${request.step} and j.state = any(${arrayOf(states)}::text::job_state[])
        and j.step = (select min(o.step) from jobs o where o.tenant_id = ${tx.tenantId}::uuid and o.run_id = ${request.run}::uuid and o.step_key = ${request.step})`;
    const keptStep = await keptStepOf(tx, request);
    const kept = Prisma.sql`from kept_items k
      join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
      where k.tenant_id = ${tx.tenantId}::uuid and k.run_id = ${request.run}::uuid and k.step = ${keptStep ?? -1}
        and j.state = any(${arrayOf(states)}::text::job_state[])`;
    const connection = await readConnection(tx, page.value, {
      read: async ({ after = '-1', take }) => {
        const ofRun = Prisma.sql`select j.* ${own} and j.item > ${Number(after)} order by j.step, j.item limit ${take}`;
        const ofOthers = Prisma.sql`union all (select j.* ${kept} and k.item > ${Number(after)} order by k.item limit ${take})`;
        const jobs = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* list_loop_jobs */
          select ${jobColumns}
          from ((${ofRun}) ${keptStep === undefined ? Prisma.empty : ofOthers}) jobs
          order by item
          limit ${take}`);
        return jobs.map(jobRow);
      },
      count: async (take) => {
        const more = keptStep === undefined ? Prisma.empty : Prisma.sql`union all (select ${kept} limit ${take})`;
        const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_loop_jobs */
          select count(*)::int as count from (select from ((select ${own} limit ${take}) ${more}) every limit ${take}) counted`);
        return row?.count ?? 0;
      },
      keyOf: (job) => String(job.item),
    });
    return done(connection);
  });
}

/** The step, if it keeps items of an earlier run. */
async function keptStepOf(tx: Transaction, { run, step }: LoopJobsRequest): Promise<number | undefined> {
  const rows = await tx.client.$queryRaw<{ step: number }[]>(Prisma.sql`/* find_step_of_kept_items */
    select l.step
    from run_loops l
    cross join lateral (
      select j.step_key
      from kept_items k
      join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
      where k.tenant_id = l.tenant_id and k.run_id = l.run_id and k.step = l.step
      limit 1
    ) j
    where l.tenant_id = ${tx.tenantId}::uuid and l.run_id = ${run}::uuid and l.kept > 0 and j.step_key = ${step}`);
  return rows[0]?.step;
}
