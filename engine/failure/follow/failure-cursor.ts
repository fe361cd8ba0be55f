/**
 * How far failures were read from the event log. The place is a window between two snapshots, as any reader's
 * (engine/event/cursor.ts), walked in the order of transactions: so a window of any size is read by its index, page by
 * page. Of several workers that read the same page, one moves the cursor on; what the others read is dropped.
 */
import type { JobState } from '#domain/machines.ts';
import { noId } from '#domain/value/ids.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The walk through what failed before failures were kept: jobs by state, then runs. `tenantId` and `id` are the last looked at. */
export type BackfillPlace = { stage: Extract<JobState, 'FAILED' | 'DEAD'> | 'RUN'; tenantId: string; id: string };

const firstPlace: BackfillPlace = { stage: 'FAILED', tenantId: noId, id: noId };

export type FailureCursor = {
  version: number;
  /** Snapshots as PostgreSQL writes them. Without `upto` no window is open. */
  seen: string;
  upto: string | null;
  afterXid: string;
  afterId: string;
  backfill: BackfillPlace | null;
  /** The present moment, and whether the log has grown since `seen` as far as transactions tell. */
  now: string;
  /** True when it is time to say again that everything was looked at. */
  isStale: boolean;
};

// How often an idle duty says that it has looked: what a person sees as its lag.
const staleMs = 10_000;
// The second look finds what the first one began.
const looksMax = 2;

/** The place as it is; made at the first look, from which on the log is followed, and what failed before is walked through. */
export async function readFailureCursor({ client }: Pick<Database, 'client'>): Promise<FailureCursor> {
  for (let looks = 0; looks < looksMax; looks += 1) {
    const [row] = await client.$queryRaw<FailureCursor[]>(Prisma.sql`/* read_failure_cursor */
      select version, seen, upto, after_xid as "afterXid", after_id::text as "afterId", backfill,
        pg_current_snapshot()::text as now, looked_at < now() - ${staleMs}::int * interval '1 millisecond' as "isStale"
      from failure_cursor`);
    if (row !== undefined && !isAhead(row)) return row;
    await begin(client, row?.version ?? null);
  }
  throw new Error('broken invariant: a cursor that begins now is there, and not ahead of its log');
}

// A cursor of another cluster, as after a restored dump, names transactions that are yet to come.
function isAhead({ seen, now }: FailureCursor): boolean {
  const endOf = (snapshot: string) => BigInt(snapshot.split(':')[1] ?? '0');
  return endOf(seen) > endOf(now);
}

async function begin(client: Statements, version: number | null): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* begin_failure_cursor */
    insert into failure_cursor (id, seen, backfill, looked_at)
    values (1, pg_current_snapshot()::text, ${JSON.stringify(firstPlace)}::text::jsonb, now())
    on conflict (id) do update
    set version = failure_cursor.version + 1, seen = excluded.seen, upto = null, after_xid = '0', after_id = 0, backfill = excluded.backfill,
      looked_at = excluded.looked_at
    where failure_cursor.version = ${version}`);
}

/** Where the cursor goes next. */
export type NextPlace = Pick<FailureCursor, 'seen' | 'upto' | 'afterXid' | 'afterId' | 'backfill'>;

/** Moves the cursor on and holds it for as long as the transaction lasts; false when somebody else did. */
export async function moveFailureCursor(client: Statements, version: number, next: NextPlace): Promise<boolean> {
  const backfill = next.backfill === null ? null : JSON.stringify(next.backfill);
  const moved = await client.$executeRaw(Prisma.sql`/* move_failure_cursor */
    update failure_cursor
    set version = version + 1, seen = ${next.seen}, upto = ${next.upto}, after_xid = ${next.afterXid}, after_id = ${next.afterId}::text::bigint,
      backfill = ${backfill}::text::jsonb, looked_at = case when ${next.upto}::text is null then now() else looked_at end
    where id = 1 and version = ${version}`);
  return moved === 1;
}

/** Holds the cursor without moving it: what is taken in part by part is taken in by one at a time. */
export async function holdFailureCursor(client: Statements, version: number): Promise<boolean> {
  const held = await client.$queryRaw<unknown[]>(Prisma.sql`/* hold_failure_cursor */
    select version from failure_cursor where id = 1 and version = ${version} for update`);
  return held.length === 1;
}
