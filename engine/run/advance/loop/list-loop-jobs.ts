/** The jobs of a loop in the order of its items or rounds, page by page. */

import { jobStates } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/job/job-rows.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
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
    const step = await stepOf(tx, request);
    const isWanted = Prisma.sql`j.state = any(${arrayOf(states)}::text::job_state[])`;
    const own = Prisma.sql`from jobs j
      where j.tenant_id = ${tx.tenantId}::uuid and j.run_id = ${request.run}::uuid and j.step = ${step} and j.item is not null and ${isWanted}`;
    const kept = Prisma.sql`from kept_items k
      join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
      where k.tenant_id = ${tx.tenantId}::uuid and k.run_id = ${request.run}::uuid and k.step = ${step} and ${isWanted}`;
    const connection = await readConnection(tx, page.value, {
      read: async ({ after = '-1', take }) => {
        const ofRun = Prisma.sql`select j.* ${own} and j.item > ${Number(after)} order by j.item limit ${take}`;
        const ofOthers = Prisma.sql`union all (select j.* ${kept} and k.item > ${Number(after)} order by k.item limit ${take})`;
        const jobs = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* list_loop_jobs */
          select ${jobColumns}
          from ((${ofRun}) ${ofOthers}) jobs
          order by item
          limit ${take}`);
        return jobs.map(jobRow);
      },
      count: async (take) => {
        const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_loop_jobs */
          select count(*)::int as count from (select from ((select ${own} limit ${take}) union all (select ${kept} limit ${take})) every limit ${take}) counted`);
        return row?.count ?? 0;
      },
      keyOf: (job) => String(job.item),
    });
    return done(connection);
  });
}

// No step has the number of one that is not there.
async function stepOf({ client, tenantId }: Transaction, { run, step }: LoopJobsRequest): Promise<number> {
  const found = await client.run.findUnique({
    where: { tenantId_id: { tenantId, id: run } },
    select: { versionId: true, definitionId: true },
  });
  if (found === null) return -1;
  const versionId = planIdOf(found);
  const plans = await loadPlans(client, [{ tenantId, versionId }]);
  return plans.get(versionId)?.plan.steps.find(({ id }) => id === step)?.index ?? -1;
}
