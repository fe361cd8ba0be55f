/**
 * What ran on workers. No index begins with the worker, so the jobs of the tenant are looked at part by part, the newest
 * of each, and told under the worker of their latest attempt.
 */
import { pageBounds } from '#domain/bounds/page.ts';
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { fleetStates, partsOf, samplesEach } from '#domain/timeline/fleet-parts.ts';
import { type FleetWindow, partAt } from '#domain/timeline/fleet-window.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { barsIn, type FleetWork, partStart, type StoredBar } from './fleet-work.ts';

type Counted = { row: string; state: string; atMs: number; count: number };
type Found = { bars: StoredBarText[] | null; counts: Counted[] | null; isFull: boolean };
// Instants come as text out of JSON.
type StoredBarText = Omit<StoredBar, 'from' | 'to'> & { from: string; to: string | null };

/** The work of workers by their ids. */
export async function readWorkerWork(
  tx: Transaction,
  { ids, window }: { ids: readonly string[]; window: FleetWindow },
): Promise<Map<string, FleetWork>> {
  if (ids.length === 0) return new Map();
  const backMs = window.fromMs - timelineBounds.lookBackMs;
  // All of it while that is little enough, else of each part the newest.
  const whole = await readSampled(tx, { ids, window }, [backMs, window.toMs]);
  const found = whole?.isFull === true ? await readSampled(tx, { ids, window }, [backMs, ...window.edges]) : whole;
  const bars = (found?.bars ?? []).map((bar) => ({
    ...bar,
    from: new Date(bar.from),
    to: bar.to === null ? null : new Date(bar.to),
  }));
  const counts = (found?.counts ?? []).flatMap(({ state: text, atMs, ...rest }) => {
    const state = fleetStates.find((one) => one === text);
    return state === undefined ? [] : [{ ...rest, state, part: partAt(window, atMs), isFull: found?.isFull ?? false }];
  });
  const [barsByRow, countsByRow] = [Map.groupBy(bars, ({ row }) => row), Map.groupBy(counts, ({ row }) => row)];
  const isExact = found?.isFull !== true;
  return new Map(
    ids.map((id) => [
      id,
      { bars: barsIn(barsByRow.get(id) ?? [], window), parts: partsOf(countsByRow.get(id) ?? [], window), isExact },
    ]),
  );
}

async function readSampled(
  tx: Transaction,
  { ids, window }: { ids: readonly string[]; window: FleetWindow },
  slices: readonly number[],
): Promise<Found | undefined> {
  const edges = slices.map(firstIdOf);
  const take = samplesEach(timelineBounds.samplesMax, edges.length - 1);
  const own = Prisma.sql`tenant_id = ${tx.tenantId}::uuid`;
  const workers = Prisma.sql`${uuidArray(ids)}::text::uuid[]`;
  const [found] = await tx.client.$queryRaw<Found[]>(Prisma.sql`/* sample_fleet_workers */
    with slices as materialized (
      select nth, first, beyond
      from (select ${uuidArray(edges)}::text::uuid[] as ids) e
      cross join lateral rows from (unnest(ids[:${edges.length - 1}::int]), unnest(ids[2:])) with ordinality as s (first, beyond, nth)
    ),
    sampled as materialized (
      select nth, x.*
      from slices cross join lateral (
        select id, state::text as state, last_worker_id as row, started_at as began, finished_at as ended, task_id
        from jobs
        where ${own} and id >= first and id < beyond
        order by id desc
        limit ${take}
      ) x
    ),
    worked as materialized (
      select *, count(*) over (partition by row) > ${timelineBounds.barsPerRowMax}::int as is_crowded
      from (
        select id, state, row, began, ended, task_id
        from sampled
        where row = any(${workers}) and began is not null and ended >= ${new Date(window.fromMs)} and began < ${new Date(window.toMs)}
        union all
        select id, state::text, worker_id, started_at, finished_at, task_id
        from jobs
        where ${own} and state = 'RUNNING' and worker_id = any(${workers})
          and queue_id in (select id from queues where ${own} limit ${pageBounds.listWholeMax})
      ) w
    )
    select
      (select json_agg(json_build_object('kind', 'job', 'row', row, 'id', w.id, 'state', w.state, 'from', w.began, 'to', w.ended,
          'isWithin', true, 'name', (select t.name from tasks t where t.${own} and t.id = w.task_id)))
        from worked w where not is_crowded) as bars,
      (select json_agg(c) from (
        select row, state, ${partStart(window)} as "atMs", count(*)::int as count
        from worked
        where is_crowded and began >= ${new Date(window.fromMs)}
        group by 1, 2, 3) c) as counts,
      exists (select from sampled group by nth having count(*) >= ${take}) as "isFull"`);
  return found;
}
