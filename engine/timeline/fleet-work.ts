/**
 * What ran in the rows of a page of the timeline: each thing by itself, or where there is too much of it, how much began
 * in each part of the window. Ids carry the time at which they were drawn, so every look is a slice of an index.
 */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import {
  type FleetCount,
  type FleetPart,
  type FleetState,
  fleetStates,
  partsOf,
  samplesEach,
} from '#domain/timeline/fleet-parts.ts';
import { type FleetWindow, partAt } from '#domain/timeline/fleet-window.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type FleetSource, sourcesOf, walkThrough } from './fleet-sources.ts';

/** A job or a run over time; `to` is null while it goes on. */
export type FleetBar = {
  kind: 'job' | 'run';
  id: string;
  name: string;
  state: FleetState;
  from: Date;
  to: Date | null;
};
/** The work of a row; `isExact` is false when there may be more of it. */
export type FleetWork = { bars: FleetBar[]; parts: FleetPart[]; isExact: boolean };

/** A stored thing that may have begun, and may not have ended. */
export type StoredBar = Omit<FleetBar, 'state' | 'from'> & {
  row: string;
  state: string;
  from: Date | null;
  isWithin: boolean;
};

type Asked = { kind: 'WORKFLOW' | 'SCHEDULE' | 'QUEUE'; ids: readonly string[]; window: FleetWindow };

/** The work of rows by their ids: one statement for the bars of all, and one more when some are crowded. */
export async function readFleetWork(tx: Transaction, { kind, ids, window }: Asked): Promise<Map<string, FleetWork>> {
  const sources = sourcesOf(kind, { tenantId: tx.tenantId, window });
  const stored = ids.length === 0 ? [] : await readBars(tx, { sources, ids, window });
  const byRow = Map.groupBy(stored, ({ row }) => row);
  const isCrowded = (id: string) =>
    (byRow.get(id) ?? []).filter(({ isWithin }) => isWithin).length > timelineBounds.barsPerRowMax;
  const crowded = ids.filter(isCrowded);
  const counts = crowded.length === 0 ? [] : await countCrowded(tx, { sources, ids: crowded, window });
  const countsByRow = Map.groupBy(counts, ({ row }) => row);
  return new Map(
    ids.map((id): [string, FleetWork] => {
      if (!isCrowded(id)) return [id, { bars: barsIn(byRow.get(id) ?? [], window), parts: [], isExact: true }];
      const own = countsByRow.get(id) ?? [];
      return [id, { bars: [], parts: partsOf(own, window), isExact: own.every(({ isFull }) => !isFull) }];
    }),
  );
}

/** What lies in the window and has begun, the earliest first. */
export function barsIn(stored: readonly StoredBar[], { fromMs, toMs }: FleetWindow): FleetBar[] {
  return stored
    .flatMap(({ kind, id, name, state: text, from, to }): FleetBar[] => {
      const state = fleetStates.find((one) => one === text);
      const isOver = to !== null && to.getTime() < fromMs;
      if (state === undefined || from === null || isOver || from.getTime() >= toMs) return [];
      return [{ kind, id, name, state, from, to }];
    })
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

type Rows = { sources: readonly FleetSource[]; ids: readonly string[]; window: FleetWindow };

async function readBars(tx: Transaction, { sources, ids, window }: Rows): Promise<StoredBar[]> {
  const [from, beyond] = [firstIdOf(window.fromMs), firstIdOf(window.toMs)];
  const back = firstIdOf(window.fromMs - timelineBounds.lookBackMs);
  const parts = sources.flatMap((source) => {
    const { kind, name, columns, table, open } = source;
    const id = (text: string) => Prisma.sql`${text}::uuid`;
    const within = walkThrough(source, { first: id(from), beyond: id(beyond), take: timelineBounds.barsPerRowMax + 1 });
    const before = walkThrough(source, { first: id(back), beyond: id(from), take: timelineBounds.lookBackMax });
    return [
      Prisma.sql`select ${kind}::text as kind, row, x.*, ${name} as name, true as within from asked cross join lateral (${within}) x`,
      Prisma.sql`select ${kind}::text as kind, row, x.*, ${name} as name, false as within from asked cross join lateral (${before}) x
        where ended >= ${new Date(window.fromMs)}`,
      ...(open === undefined
        ? []
        : [
            Prisma.sql`select ${kind}::text as kind, row, x.*, ${name} as name, true as within from asked cross join lateral (
              select ${columns} from ${table} where ${open} limit ${timelineBounds.barsPerRowMax + 1}) x`,
          ]),
    ];
  });
  return await tx.client.$queryRaw<StoredBar[]>(Prisma.sql`/* read_fleet_bars */
    with asked as materialized (select unnest(${uuidArray(ids)}::text::uuid[]) as row)
    select distinct on (row, id) kind, row, id, state, began as "from", ended as "to", name, within as "isWithin"
    from (${Prisma.join(parts, ' union all ')}) found
    order by row, id, within desc`);
}

type Counted = FleetCount & { row: string };

// All of a row while that is little enough, else of each part the newest.
async function countCrowded(tx: Transaction, { sources, ids, window }: Rows): Promise<Counted[]> {
  const backMs = window.fromMs - timelineBounds.lookBackMs;
  const whole = await countParts(tx, { sources, ids, window }, [backMs, window.toMs]);
  const full = new Set(whole.filter(({ isFull }) => isFull).map(({ row }) => row));
  if (full.size === 0) return whole;
  // One slice for each part, and one for what was made before the window and began in it.
  const sliced = await countParts(tx, { sources, ids: [...full], window }, [backMs, ...window.edges]);
  return [...whole.filter(({ row }) => !full.has(row)), ...sliced];
}

async function countParts(
  tx: Transaction,
  { sources, ids, window }: Rows,
  slices: readonly number[],
): Promise<Counted[]> {
  const edges = slices.map(firstIdOf);
  const take = samplesEach(timelineBounds.samplesMax, ids.length * sources.length * (edges.length - 1));
  const slice = { first: Prisma.sql`first`, beyond: Prisma.sql`beyond`, take };
  const walks = sources.map(
    (source) => Prisma.sql`
      select row, nth, state, began, ended, count(*) over (partition by row, nth) >= ${take}::int as is_full
      from asked cross join slices cross join lateral (${walkThrough(source, slice)}) x`,
  );
  const open = sources.flatMap(({ columns, table, open: isOpen }) =>
    isOpen === undefined
      ? []
      : [
          Prisma.sql`select row, 0, state, began, ended, count(*) over (partition by row) >= ${timelineBounds.lookBackMax}::int from asked cross join lateral (
          select ${columns} from ${table} where ${isOpen} limit ${timelineBounds.lookBackMax}) x`,
        ],
  );
  const rows = await tx.client.$queryRaw<
    { row: string; state: string; atMs: number; count: number; isFull: boolean }[]
  >(
    Prisma.sql`/* count_fleet_parts */
    with asked as materialized (select unnest(${uuidArray(ids)}::text::uuid[]) as row),
    slices as materialized (
      select nth, first, beyond
      from (select ${uuidArray(edges)}::text::uuid[] as ids) e
      cross join lateral rows from (unnest(ids[:${edges.length - 1}::int]), unnest(ids[2:])) with ordinality as s (first, beyond, nth)
    )
    select row, state, ${partStart(window)} as "atMs", count(*)::int as count, bool_or(is_full) as "isFull"
    from (${Prisma.join([...walks, ...open], ' union all ')}) found (row, nth, state, began, ended, is_full)
    where began >= ${new Date(window.fromMs)} and began < ${new Date(window.toMs)}
    group by 1, 2, 3`,
  );
  return rows.flatMap(({ row, atMs, count, isFull, state: text }) => {
    const state = fleetStates.find((one) => one === text);
    return state === undefined ? [] : [{ row, state, count, isFull, part: partAt(window, atMs) }];
  });
}

/** Where the part begins in which something began, a little inside of it, in milliseconds. */
export function partStart({ fromMs, partMs }: FleetWindow): Prisma.Sql {
  return Prisma.sql`${fromMs}::float8 + (floor((extract(epoch from began)::float8 * 1000 - ${fromMs}::float8) / ${partMs}::float8) + 0.5) * ${partMs}::float8`;
}
