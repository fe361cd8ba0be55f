/** Reads the event log in windows between two moments, so that nothing is skipped and nothing comes twice. */
import type { Json } from '#domain/value/json.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type EventCursor, placeIn, printCursor, printWindow, startOfWindow } from './cursor.ts';
import { oldestOpen, postgresText, type Snapshot, snapshotNow } from './snapshot.ts';

// A row holds up to 500 entries; one page of a thousand subscribers is a few megabytes.
export const entriesPerPageMax = 2_000;

/** One entry of the event log: one entity that moved. Ids are bare uuids. */
export type FeedEvent = {
  cursor: string;
  /** Number within its run; null outside runs. */
  seq: number | null;
  type: string;
  at: Date;
  tenantId: string;
  entityId: string;
  from: string | null;
  to: string | null;
  reason: string | null;
  actor: string;
  attempt: number | null;
  payload: Json;
  runId: string | null;
  /** The transaction that wrote it, for readers that join history and live feed. */
  transactionId: bigint;
  /** The row of the log that holds it, and its place in there. */
  rowId: bigint;
  entry: number;
};

type Row = {
  id: bigint;
  xid: string;
  at: Date;
  tenant_id: string;
  type: string;
  from_state: string | null;
  to_state: string | null;
  reason: string | null;
  actor: string;
  attempt: number | null;
  run_id: string | null;
  seq: number | null;
  entity_ids: string[];
  payloads: Json[] | null;
  /** How many rows the page would have, however many entries they hold. */
  found: number;
};

/** The place from which a subscriber misses nothing of what a snapshot read after this call does not show. Call it first. */
export async function eventCursorNow(client: Statements): Promise<string> {
  return printCursor(startOfWindow(await snapshotNow(client)));
}

/** A place in a window whose end is known. */
export type EventWindow = EventCursor & { to: Snapshot };

export type WindowPage = {
  events: FeedEvent[];
  /** Where the next page begins. */
  next: EventCursor;
  /** True when the window was read to its end. */
  isComplete: boolean;
  /** Rows that came from the database for it. */
  rowsRead: number;
};

/** Reads the next page of the cursor's window, of these tenants, types and this run when they are given: so many rows, and fewer when these hold many entries. */
export async function readWindow(
  client: Statements,
  request: {
    cursor: EventWindow;
    tenantIds: readonly string[] | null;
    runId: string | null;
    types?: readonly string[];
    rowsMax: number;
  },
): Promise<WindowPage> {
  const { cursor, tenantIds, runId, types, rowsMax } = request;
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_event_window */
    select id, xid::text as xid, at, tenant_id, type, from_state, to_state, reason, actor, attempt, run_id, seq, entity_ids, payloads,
      found::int
    from (
      select *, count(*) over () as found,
        sum(cardinality(entity_ids)) over (order by id) - cardinality(entity_ids) as entries_before
      from (
        select *
        from events
        where xid >= ${String(oldestOpen(cursor.from))}::text::xid8 and xid < ${String(cursor.to.end)}::text::xid8
          and pg_visible_in_snapshot(xid, ${postgresText(cursor.to)}::text::pg_snapshot)
          and not pg_visible_in_snapshot(xid, ${postgresText(cursor.from)}::text::pg_snapshot)
          and id >= ${cursor.id}
          ${tenantIds === null ? Prisma.empty : Prisma.sql`and tenant_id = any(${uuidArray(tenantIds)}::text::uuid[])`}
          ${types === undefined ? Prisma.empty : Prisma.sql`and type = any(${[...types]}::text[])`}
          ${runId === null ? Prisma.empty : Prisma.sql`and run_id = ${runId}::uuid`}
        order by id
        limit ${rowsMax}
      ) page
    ) counted
    where entries_before < ${entriesPerPageMax}
    order by id`);
  const window = printWindow(cursor);
  const events = rows.flatMap((row) => expand(row, cursor, window));
  const last = rows.at(-1);
  const isComplete = last === undefined || (last.found < rowsMax && rows.length === last.found);
  const next = isComplete ? startOfWindow(cursor.to) : { ...cursor, id: last.id + 1n, entry: 0 };
  return { events, next, isComplete, rowsRead: rows.length };
}

/** True when more rows than these lie between two moments, whoever they concern. */
export async function isWindowLarger(
  client: Statements,
  { from, to, rowsMax }: { from: Snapshot; to: Snapshot; rowsMax: number },
): Promise<boolean> {
  const [row] = await client.$queryRaw<{ size: bigint }[]>(Prisma.sql`/* measure_event_window */
    select count(*) as size
    from (
      select
      from events
      where xid >= ${String(oldestOpen(from))}::text::xid8 and xid < ${String(to.end)}::text::xid8
      limit ${rowsMax + 1}
    ) window_rows`);
  return (row?.size ?? 0n) > BigInt(rowsMax);
}

function expand(row: Row, cursor: EventWindow, window: string): FeedEvent[] {
  const first = row.id === cursor.id ? cursor.entry : 0;
  const events: FeedEvent[] = [];
  for (let entry = first; entry < row.entity_ids.length; entry += 1) {
    events.push({
      cursor: placeIn(window, { id: row.id, entry: entry + 1 }),
      seq: row.seq === null ? null : row.seq + entry,
      type: row.type,
      at: row.at,
      tenantId: row.tenant_id,
      entityId: row.entity_ids[entry] ?? '',
      from: row.from_state,
      to: row.to_state,
      reason: row.reason,
      actor: row.actor,
      attempt: row.attempt,
      payload: row.payloads?.[entry] ?? null,
      runId: row.run_id,
      transactionId: BigInt(row.xid),
      rowId: row.id,
      entry,
    });
  }
  return events;
}
