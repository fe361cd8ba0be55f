/**
 * Counts what a list holds by the time at which it was made, in equal buckets. Ids carry that time, so each bucket is
 * a slice of ids, found through the indexes of the list; how many rows of a slice are looked at is bound.
 */
import { bounds } from '#domain/bounds.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { firstIdOf } from '#engine/queries/id-span.ts';
import { uuidArray } from '#engine/sql-arrays.ts';
import type { Transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type HistogramRequest = { from: Date; to: Date; buckets?: number | null };

/** `at` is where a bucket begins. Where `isExact` is false there may be more of everything. */
export type Histogram<State> = {
  from: Date;
  to: Date;
  buckets: { at: Date; states: { state: State; count: number }[]; isExact: boolean }[];
  isExact: boolean;
};

/** A window in so many equal parts. */
export type Buckets = { fromMs: number; toMs: number; count: number };

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
  /** Every row of the table: those that no other scan counts are in this state. */
  rest?: State;
};

/** Reads the window that a histogram is asked for. */
export function readBuckets({ from, to, buckets }: HistogramRequest): Outcome<Buckets> {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const count = buckets ?? bounds.histogramBucketsDefault;
  if (!Number.isInteger(count) || count < 1 || count > bounds.histogramBucketsMax)
    return refuse('BAD_INPUT', `buckets is a whole number from 1 to ${bounds.histogramBucketsMax}`, ['buckets']);
  if (toMs <= fromMs) return refuse('BAD_INPUT', 'the window ends after it begins', ['to']);
  if (toMs - fromMs > bounds.histogramWindowMsMax)
    return refuse('TOO_LARGE', 'a window is at most 366 days long', ['from']);
  return done({ fromMs, toMs, count });
}

type Asked<State extends string> = {
  buckets: Buckets;
  /** The span of time that the filter asks for; only rows within it count. */
  span: { afterMs: number | undefined; beforeMs: number | undefined };
  table: 'jobs' | 'runs';
  /** The states to tell of, in this order. */
  states: readonly State[];
  scans: readonly Scan<State>[];
};

/** Counts the rows of the scans that match, by bucket and state. */
export async function countBuckets<State extends string>(
  tx: Transaction,
  { buckets, span, table, states, scans }: Asked<State>,
): Promise<Histogram<State>> {
  if (scans.length === 0) return histogramOf({ buckets, states, scans, rows: [] });
  const { afterMs = buckets.fromMs, beforeMs = buckets.toMs } = span;
  const edges = edgesOf(buckets).map((ms) => firstIdOf(Math.max(afterMs, Math.min(beforeMs, ms))));
  const walks = scans.filter((scan) => !scan.isWhole && !isOfIndex(scan)).length;
  const rowsMax = Math.ceil(bounds.histogramRowsMax / buckets.count / Math.max(1, walks));
  const entriesMax = Math.ceil(bounds.histogramEntriesMax / buckets.count);
  const parts = scans.map((scan, n) => {
    const own = { n, scan, tenantId: tx.tenantId, table: Prisma.raw(table) };
    return scan.isWhole
      ? countWhole({ ...own, bucketCount: buckets.count })
      : countWalk({ ...own, take: isOfIndex(scan) ? entriesMax : rowsMax });
  });
  const [row] = await tx.client.$queryRaw<{ counted: Counted[] | null }[]>(Prisma.sql`/* count_buckets */
    with edges as materialized (select ${uuidArray(edges)}::text::uuid[] as ids),
    slices as (
      select nth, first, beyond
      from edges
      cross join lateral rows from (unnest(ids[:${buckets.count}::int]), unnest(ids[2:])) with ordinality as s (first, beyond, nth)
    ),
    counted as (${Prisma.join(parts, ' union all ')})
    select json_agg(json_build_array(nth, scan, state, matching, is_full)) as counted
    from counted`);
  return histogramOf({ buckets, states, scans, rows: row?.counted ?? [] });
}

/** How many rows of a scan match in the nth bucket, counted from 1, and whether there may be more. */
type Counted = [nth: number, scan: number, state: string | null, matching: number, isFull: boolean];

function isOfIndex({ matches, isWhole, state, rest }: Scan<string>): boolean {
  return !isWhole && matches.length === 0 && (state !== undefined || rest !== undefined);
}

type Counting = { n: number; scan: Scan<string>; tenantId: string; table: Prisma.Sql };

// The span of ids comes last: it would lead PostgreSQL to all the other rows of the window.
function countWhole({ n, scan, tenantId, table, bucketCount }: Counting & { bucketCount: number }): Prisma.Sql {
  return Prisma.sql`(
    select nth, ${n}::int as scan, state, count(*)::int as matching, false as is_full
    from (
      select width_bucket(id, (select ids from edges)) as nth, state::text as state
      from ${scan.from ?? table}
      where tenant_id = ${tenantId}::uuid and ${scan.where} and ${matching(scan)}
      offset 0
    ) whole
    where nth between 1 and ${bucketCount}
    group by nth, state)`;
}

// Of each slice so many rows are looked at and no more: a rare match among a million rows is not searched for.
function countWalk({ n, scan, tenantId, table, take }: Counting & { take: number }): Prisma.Sql {
  const word = scan.state ?? (scan.rest === undefined ? undefined : '');
  // Rows of one state are counted and not grouped, which takes half the time.
  const [state, groups] =
    word === undefined ? [Prisma.sql`state`, Prisma.sql`group by state`] : [Prisma.sql`${word}::text`, Prisma.empty];
  return Prisma.sql`(
    select nth, ${n}::int as scan, state, matching, sum(looked_at) over (partition by nth) >= ${take} as is_full
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

function edgesOf({ fromMs, toMs, count }: Buckets): number[] {
  return Array.from({ length: count + 1 }, (_, n) => Math.round(fromMs + ((toMs - fromMs) * n) / count));
}

type Told<State> = {
  buckets: Buckets;
  states: readonly State[];
  scans: readonly Scan<State>[];
  rows: readonly Counted[];
};

function histogramOf<State extends string>({ buckets, states, scans, rows }: Told<State>): Histogram<State> {
  const told = edgesOf(buckets)
    .slice(0, -1)
    .map((ms, n) => {
      const own = rows.filter(([nth]) => nth === n + 1);
      const counts = countsOf(own, scans);
      return {
        at: new Date(ms),
        states: states.flatMap((state) => ({ state, count: counts.get(state) ?? 0 })).filter(({ count }) => count > 0),
        isExact: own.every(([, , , , isFull]) => !isFull),
      };
    });
  const [from, to] = [new Date(buckets.fromMs), new Date(buckets.toMs)];
  return { from, to, buckets: told, isExact: told.every(({ isExact }) => isExact) };
}

function countsOf<State extends string>(rows: readonly Counted[], scans: readonly Scan<State>[]): Map<string, number> {
  const counts = new Map<string, number>();
  let [all, counted] = [0, 0];
  for (const [, scan, state, matching] of rows) {
    if (scans[scan]?.rest !== undefined) all += matching;
    else counted += matching;
    if (state !== null && state !== '') counts.set(state, (counts.get(state) ?? 0) + matching);
  }
  const rest = scans.find((scan) => scan.rest !== undefined)?.rest;
  // More can be counted than are in all where the walk through all was cut short.
  if (rest !== undefined) counts.set(rest, Math.max(0, all - counted));
  return counts;
}
