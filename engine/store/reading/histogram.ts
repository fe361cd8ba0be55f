/**
 * Counts what a list holds by the time at which it was made, in buckets. Ids carry that time, so each bucket is
 * a slice of ids, found through the indexes of the list; how many rows of a slice are looked at is bound.
 */
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import type { Outcome } from '#domain/refusal.ts';
import { readWindowParts, type WindowAsked, type WindowParts } from '#domain/statistics/window-parts.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { firstIdOf } from './id-span.ts';

// What one histogram looks at, shared by its buckets: rows, or entries of an index that answers alone, each in some
// 25 ms. A bucket with more is told as "so many or more".
const histogramRowsMax = 20_000;
export const histogramEntriesMax = 250_000;

/** `at` is where a bucket begins. Where `isExact` is false there may be more of everything. */
export type Histogram<State> = {
  from: Date;
  to: Date;
  buckets: { at: Date; states: { state: State; count: number }[]; isExact: boolean }[];
  isExact: boolean;
};

/** Some of the rows to count; every row is in one scan at most. */
export type Scan<State> = {
  /** Where the rows are, when that is not the table itself: whatever has `id` and `state`. */
  from?: Prisma.Sql;
  where: Prisma.Sql;
  /** What is asked of each row beyond being in the scan. */
  matches: Prisma.Sql[];
  /** Few rows in no order, read at once; else each slice is walked, the newest first. */
  isWhole: boolean;
  /** That of all its rows: where nothing more is asked of them, an index answers alone. */
  state?: State;
};

/** Reads the window that a histogram is asked for. */
export function readBuckets(asked: WindowAsked): Outcome<WindowParts> {
  return readWindowParts(asked, {
    bucketsDefault: statisticsBounds.histogramBucketsDefault,
    bucketsMax: statisticsBounds.histogramBucketsMax,
    windowMsMax: statisticsBounds.histogramWindowMsMax,
  });
}

type Asked<State extends string> = {
  buckets: WindowParts;
  /** The span of time that the filter asks for; only rows within it count. */
  span: { afterMs: number | undefined; beforeMs: number | undefined };
  table: 'jobs' | 'runs';
  /** The states to tell of, in this order. */
  states: readonly State[];
  scans: readonly Scan<State>[];
  /**
   * The state of all rows that no scan counts. Of a slice with too many entries only the newest are then looked at, by
   * every scan, so that the shares of the states are those of the same rows.
   */
  rest?: State | undefined;
};

/** Counts the rows of the scans that match, by bucket and state. */
export async function countBuckets<State extends string>(
  tx: Transaction,
  { buckets, span, table, states, scans, rest }: Asked<State>,
): Promise<Histogram<State>> {
  if (scans.length === 0) return histogramOf({ buckets, states, rest, rows: [] });
  const { afterMs = buckets.fromMs, beforeMs = buckets.toMs } = span;
  const edges = buckets.edges.map((ms) => firstIdOf(Math.max(afterMs, Math.min(beforeMs, ms))));
  const walks = scans.filter((scan) => !scan.isWhole && !isOfIndex(scan)).length;
  const rowsMax = Math.ceil(histogramRowsMax / buckets.count / Math.max(1, walks));
  const entriesMax = Math.ceil(histogramEntriesMax / buckets.count);
  const own = { tenantId: tx.tenantId, table: Prisma.raw(table) };
  const parts = scans.map((scan) =>
    scan.isWhole ? countWhole(scan, own) : countWalk(scan, { ...own, take: isOfIndex(scan) ? entriesMax : rowsMax }),
  );
  if (rest !== undefined) parts.push(Prisma.sql`(select nth, '' as state, entries as matching, is_full from slices)`);
  const [row] = await tx.client.$queryRaw<{ counted: Counted[] | null }[]>(Prisma.sql`/* count_buckets */
    with edges as materialized (select ${uuidArray(edges)}::text::uuid[] as ids),
    slices as materialized (${slicesOf({ ...own, count: buckets.count, take: rest === undefined ? undefined : entriesMax })}),
    counted as (${Prisma.join(parts, ' union all ')})
    select json_agg(json_build_array(nth, state, matching, is_full)) as counted
    from counted`);
  return histogramOf({ buckets, states, rest, rows: row?.counted ?? [] });
}

/** How many rows of a state match in the nth bucket, counted from 1, and whether there may be more; '' is every state. */
type Counted = [nth: number, state: string, matching: number, isFull: boolean];

function isOfIndex({ matches, isWhole, state }: Scan<string>): boolean {
  return !isWhole && matches.length === 0 && state !== undefined;
}

type Where = { tenantId: string; table: Prisma.Sql };

// With `take` the entries of each slice are counted, and one that has more begins at the last of them.
function slicesOf({ tenantId, table, count, take }: Where & { count: number; take: number | undefined }): Prisma.Sql {
  const slices = Prisma.sql`select nth, first, beyond
      from edges
      cross join lateral rows from (unnest(ids[:${count}::int]), unnest(ids[2:])) with ordinality as s (first, beyond, nth)`;
  if (take === undefined) return slices;
  const newest = (shown: Prisma.Sql) => Prisma.sql`
        select ${shown}
        from ${table}
        where tenant_id = ${tenantId}::uuid and id >= first and id < beyond
        order by id desc`;
  return Prisma.sql`
    select nth, beyond, entries, entries >= ${take}::int as is_full,
      case when entries >= ${take}::int then (${newest(Prisma.sql`id`)} offset ${take - 1} limit 1) else first end as first
    from (${slices}) s
    cross join lateral (select count(*)::int as entries from (${newest(Prisma.empty)} limit ${take}) n) e`;
}

// The span of ids comes last: it would lead PostgreSQL to all the other rows of the window.
function countWhole(scan: Scan<string>, { tenantId, table }: Where): Prisma.Sql {
  return Prisma.sql`(
    select nth, state, count(*)::int as matching, false as is_full
    from (
      select id, width_bucket(id, (select ids from edges)) as place, state::text as state
      from ${scan.from ?? table}
      where tenant_id = ${tenantId}::uuid and ${scan.where} and ${matching(scan)}
      offset 0
    ) whole
    join slices on nth = place and id >= first
    group by nth, state)`;
}

// Of each slice so many rows are looked at and no more: a rare match among a million rows is not searched for.
function countWalk(scan: Scan<string>, { tenantId, table, take }: Where & { take: number }): Prisma.Sql {
  // Rows of one state are counted and not grouped, which takes half the time.
  const [state, groups] =
    scan.state === undefined
      ? [Prisma.sql`state`, Prisma.sql`group by state`]
      : [Prisma.sql`${scan.state}::text`, Prisma.empty];
  return Prisma.sql`(
    select nth, state, matching, sum(looked_at) over (partition by nth) >= ${take} as is_full
    from slices
    cross join lateral (
      select ${state} as state, count(*) filter (where matches)::int as matching, count(*)::int as looked_at
      from (
        select state::text as state, (${matching(scan)}) as matches
        from ${scan.from ?? table}
        where tenant_id = ${tenantId}::uuid and ${scan.where} and id >= slices.first and id < slices.beyond
        order by id desc
        limit ${take}
      ) looked_at
      ${groups}
    ) walked)`;
}

function matching({ matches }: Scan<string>): Prisma.Sql {
  return matches.length === 0 ? Prisma.sql`true` : Prisma.join(matches, ' and ');
}

type Told<State> = {
  buckets: WindowParts;
  states: readonly State[];
  rest: State | undefined;
  rows: readonly Counted[];
};

function histogramOf<State extends string>({ buckets, states, rest, rows }: Told<State>): Histogram<State> {
  const told = buckets.edges.slice(0, -1).map((ms, n) => {
    const own = rows.filter(([nth]) => nth === n + 1);
    const counts = countsOf(own, rest);
    return {
      at: new Date(ms),
      states: states.map((state) => ({ state, count: counts.get(state) ?? 0 })).filter(({ count }) => count > 0),
      isExact: own.every(([, , , isFull]) => !isFull),
    };
  });
  const [from, to] = [new Date(buckets.fromMs), new Date(buckets.toMs)];
  return { from, to, buckets: told, isExact: told.every(({ isExact }) => isExact) };
}

function countsOf(rows: readonly Counted[], rest: string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  let [all, others, isCut] = [0, 0, false];
  for (const [, state, matching, isFull] of rows) {
    if (state === '') {
      all = matching;
      continue;
    }
    counts.set(state, (counts.get(state) ?? 0) + matching);
    others += matching;
    isCut ||= isFull;
  }
  // Where some of the others were not counted, nobody knows what is left.
  if (rest !== undefined && !isCut) counts.set(rest, all - others);
  return counts;
}
