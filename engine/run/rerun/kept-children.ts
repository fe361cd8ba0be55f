/** The lists of runs that reruns take up: the runs that succeeded are kept, the others are started. */
import type { KeptLoop } from '#engine/run/advance/run-work.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LoopLeft } from './kept-items.ts';

type Taking = { tenantId: string; id: string; rerun?: { of: string; loops: readonly KeptLoop[] } };

// Those that succeeded under the step of the run `w.of`, and those that it kept itself.
const keptRuns = Prisma.sql`select c.parent_item as item, c.id as child_id
      from runs c
      where c.parent_run_id = w.of and c.parent_step = w.of_step and c.tenant_id = w.tenant_id and c.parent_item is not null and c.state = 'SUCCEEDED'
      union all
      select k.item, k.child_id
      from kept_children k
      where k.tenant_id = w.tenant_id and k.run_id = w.of and k.step = w.of_step`;

/** Stores which runs new runs keep: one statement, no run is read here. */
export async function insertKeptChildren(client: Statements, runs: readonly Taking[]): Promise<void> {
  const rows = runs.flatMap(({ tenantId, id, rerun }) =>
    (rerun?.loops ?? []).flatMap(({ step, of, isOfRuns }) =>
      isOfRuns ? [{ tenant_id: tenantId, run_id: id, step, of: rerun?.of, of_step: of }] : [],
    ),
  );
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* insert_kept_children */
    insert into kept_children (tenant_id, run_id, step, item, child_id)
    select w.tenant_id, w.run_id, w.step, s.item, s.child_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as w (tenant_id uuid, run_id uuid, step int, of uuid, of_step int)
    cross join lateral (${keptRuns}) s
    order by s.child_id`);
}

/** The lists of runs of runs of one tenant, by the run and the step. */
export async function readListsLeft(
  client: Statements,
  { tenantId, runIds }: { tenantId: string; runIds: readonly string[] },
): Promise<(LoopLeft & { runId: string; step: number })[]> {
  // A rerun that never came to its list has none of its own: its length stands where the runs were started.
  return await client.$queryRaw<(LoopLeft & { runId: string; step: number })[]>(Prisma.sql`/* read_lists_left */
    select w.of as "runId", w.of_step as step, w.total, s.succeeded
    from (
      select s.tenant_id, s.run_id as of, s.step as of_step, json_array_length(s.ask->'items') as total
      from run_steps s
      where s.tenant_id = ${tenantId}::uuid and s.run_id = any(${uuidArray(runIds)}::text::uuid[]) and s.kind = 'WORKFLOW' and s.ask->'items' is not null
      union all
      select k.tenant_id, k.run_id, k.step, max(json_array_length(e.ask->'items'))
      from kept_children k
      join runs c on c.tenant_id = k.tenant_id and c.id = k.child_id
      join run_steps e on e.tenant_id = c.tenant_id and e.run_id = c.parent_run_id and e.step = c.parent_step
      where k.tenant_id = ${tenantId}::uuid and k.run_id = any(${uuidArray(runIds)}::text::uuid[])
        and k.item = (select min(f.item) from kept_children f where f.tenant_id = k.tenant_id and f.run_id = k.run_id and f.step = k.step)
        and not exists (select from run_steps o where o.tenant_id = k.tenant_id and o.run_id = k.run_id and o.step = k.step and o.ask->'items' is not null)
      group by k.tenant_id, k.run_id, k.step
    ) w
    cross join lateral (select count(*)::int as succeeded from (${keptRuns}) one) s`);
}

/** A step that has just begun with a list, in a run that keeps something. */
type Begun = { tenantId: string; runId: string; step: number };

/**
 * Lets go of what is kept in a place for which something else is asked now than was asked there: a list that became
 * another one, or params that read what has changed, are carried out anew. What the kept run made of it - defaults, or
 * what a person set - is its own.
 */
export async function letGoOfOthers(client: Asking, steps: readonly Begun[]): Promise<void> {
  if (steps.length === 0) return;
  // Both lists are unpacked once, side by side, and what is kept is looked up place by place.
  await client.$executeRaw(Prisma.sql`/* let_go_of_children */
    with lists as materialized (
      select w.tenant_id, w.run_id, w.step, s.items
      from unnest(${uuidArray(steps.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(steps.map(({ runId }) => runId))}::text::uuid[],
        ${steps.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
      cross join lateral (
        select t.ask->'items' as items from run_steps t where t.tenant_id = w.tenant_id and t.run_id = w.run_id and t.step = w.step limit 1
      ) s
    ), origins as materialized (
      select distinct l.tenant_id, l.run_id, l.step, c.parent_run_id, c.parent_step
      from lists l
      cross join lateral (select y.child_id from kept_children y where y.tenant_id = l.tenant_id and y.run_id = l.run_id and y.step = l.step) y
      cross join lateral (select r.parent_run_id, r.parent_step from runs r where r.tenant_id = l.tenant_id and r.id = y.child_id limit 1) c
    ), others as materialized (
      select o.tenant_id, o.run_id, o.step, o.parent_run_id, o.parent_step, (n.nth - 1)::int as item
      from origins o
      cross join lateral (select l.items from lists l where l.tenant_id = o.tenant_id and l.run_id = o.run_id and l.step = o.step limit 1) a
      cross join lateral (
        select t.ask->'items' as items from run_steps t where t.tenant_id = o.tenant_id and t.run_id = o.parent_run_id and t.step = o.parent_step limit 1
      ) g
      cross join lateral rows from (json_array_elements(a.items), json_array_elements(g.items)) with ordinality as n (asked, given, nth)
      where n.asked::jsonb is distinct from n.given::jsonb
    )
    delete from kept_children k
    where k.ctid = any(array(
      select x.place
      from others o
      cross join lateral (
        select y.ctid as place, y.child_id
        from kept_children y
        where y.tenant_id = o.tenant_id and y.run_id = o.run_id and y.step = o.step and y.item = o.item
        limit 1
      ) x
      cross join lateral (select r.parent_run_id, r.parent_step from runs r where r.tenant_id = o.tenant_id and r.id = x.child_id limit 1) c
      where c.parent_run_id = o.parent_run_id and c.parent_step = o.parent_step
    ))`);
}
