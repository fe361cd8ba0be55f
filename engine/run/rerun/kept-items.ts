/** The loops that reruns take up: the items that succeeded are kept with their jobs, the others are carried out. */
import type { KeptLoop } from '#engine/run/advance/run-work.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readListsLeft } from './kept-children.ts';

type Taking = { tenantId: string; id: string; rerun?: { of: string; loops: readonly KeptLoop[] } };

// Those that succeeded in the run `w.of`, and those that it kept itself.
const keptJobs = Prisma.sql`select j.item, j.id as job_id
      from jobs j
      where j.tenant_id = w.tenant_id and j.run_id = w.of and j.step = w.of_step and j.item is not null and j.state = 'SUCCEEDED'
      union all
      select k.item, k.job_id
      from kept_items k
      where k.tenant_id = w.tenant_id and k.run_id = w.of and k.step = w.of_step`;

/** Stores what new runs keep of loops, and the loops with what is left of them: two statements, no item is read here. */
export async function insertKeptItems(client: Statements, runs: readonly Taking[]): Promise<void> {
  const rows = runs.flatMap(({ tenantId, id, rerun }) =>
    (rerun?.loops ?? [])
      .filter(({ isOfRuns }) => !isOfRuns)
      .map(({ step, of }) => ({
        tenant_id: tenantId,
        run_id: id,
        step,
        of: rerun?.of,
        of_step: of,
      })),
  );
  if (rows.length === 0) return;
  const wanted = Prisma.sql`json_to_recordset(${JSON.stringify(rows)}::json) as w (tenant_id uuid, run_id uuid, step int, of uuid, of_step int)`;
  await client.$executeRaw(Prisma.sql`/* insert_kept_items */
    insert into kept_items (tenant_id, run_id, step, item, job_id)
    select w.tenant_id, w.run_id, w.step, s.item, s.job_id
    from ${wanted}
    cross join lateral (${keptJobs}) s
    order by s.job_id`);
  await client.$executeRaw(Prisma.sql`/* insert_loops_taken_up */
    insert into run_loops (tenant_id, run_id, step, total, items, places, started, succeeded, kept)
    select w.tenant_id, w.run_id, w.step, l.total, r.items, r.places, k.count, k.count, k.count
    from ${wanted}
    join run_loops l on l.tenant_id = w.tenant_id and l.run_id = w.of and l.step = w.of_step
    cross join lateral (
      select count(*)::int as count
      from kept_items k
      where k.tenant_id = w.tenant_id and k.run_id = w.run_id and k.step = w.step
    ) k
    cross join lateral (
      select array_agg(u.item order by u.place) as items, array_agg(u.place order by u.place) as places
      from unnest(l.items, coalesce(l.places, array(select n from generate_series(0, l.total - 1) n))) as u (item, place)
      where not exists (
        select from kept_items k
        where k.tenant_id = w.tenant_id and k.run_id = w.run_id and k.step = w.step and k.item = u.place
      )
    ) r`);
}

/** A foreach of a run that is over, of jobs or of runs: how many items its list has, and of how many a result is stored. */
export type LoopLeft = { total: number; succeeded: number };

/** The loops of runs of one tenant, by the run and the step. */
export async function readLoopsLeft(
  client: Statements,
  { tenantId, runIds }: { tenantId: string; runIds: readonly string[] },
): Promise<Map<string, Map<number, LoopLeft>>> {
  const rows = await client.$queryRaw<(LoopLeft & { runId: string; step: number })[]>(Prisma.sql`/* read_loops_left */
    select w.run_id as "runId", w.of_step as step, w.total, s.succeeded
    from (
      select tenant_id, run_id, run_id as of, step as of_step, total
      from run_loops
      where tenant_id = ${tenantId}::uuid and run_id = any(${uuidArray(runIds)}::text::uuid[]) and total is not null
    ) w
    cross join lateral (select count(*)::int as succeeded from (${keptJobs}) one) s`);
  const lists = await readListsLeft(client, { tenantId, runIds });
  const byRun = Map.groupBy([...rows, ...lists], ({ runId }) => runId);
  return new Map(
    [...byRun].map(([runId, loops]) => [
      runId,
      new Map(loops.map(({ step, total, succeeded }) => [step, { total, succeeded }])),
    ]),
  );
}
