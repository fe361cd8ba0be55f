/** The next page of the event log, of which only that matters what failed for good, was retried, or succeeded by a retry. */
import { failureBounds } from '#domain/bounds/failure.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { FailureCursor, NextPlace } from './failure-cursor.ts';

/** An entity that an event is about. `at` is the instant of its transaction, as PostgreSQL writes it. */
export type EndedWork = {
  tenantId: string;
  id: string;
  type: 'job.failed' | 'job.dead' | 'job.requeued' | 'job.succeeded' | 'run.failed';
  at: string;
  /** The attempt that ended; null for runs and requeued jobs. */
  attempt: number | null;
};

export type EndedPage = { works: EndedWork[]; next: NextPlace; isComplete: boolean };

type Row = {
  rows: [tenantId: string, type: EndedWork['type'], at: string, attempt: number | null, ids: string[]][] | null;
  last: [xid: string, id: string] | null;
  scanned: number;
  is_cut: boolean;
};

/** Reads on from the cursor, up to the present moment or the end of the window that is open. */
export async function readEndedWork({ client }: Pick<Database, 'client'>, cursor: FailureCursor): Promise<EndedPage> {
  const { seen, now, afterXid, afterId, backfill } = cursor;
  const upto = cursor.upto ?? now;
  const whole: NextPlace = { seen: upto, upto: null, afterXid: '0', afterId: '0', backfill };
  if (upto === seen) return { works: [], next: whole, isComplete: true };
  const { eventsPerPassMax, entitiesPerPassMax } = failureBounds;
  // Steps fail with their runs: a failure that its run caught concerns nobody.
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* read_ended_work */
    with scanned as materialized (
      select id, xid, at, tenant_id, type, attempt, wanted, case when wanted then entity_ids end as entity_ids
      from (
        select *, (type in ('job.failed', 'job.dead', 'job.requeued') and run_id is null) or type = 'run.failed'
          or (type = 'job.succeeded' and attempt > 1) as wanted
        from events
        where xid >= greatest(pg_snapshot_xmin(${seen}::text::pg_snapshot), ${afterXid}::text::xid8) and xid < pg_snapshot_xmax(${upto}::text::pg_snapshot)
          and (xid > ${afterXid}::text::xid8 or id > ${afterId}::text::bigint)
          and pg_visible_in_snapshot(xid, ${upto}::text::pg_snapshot) and not pg_visible_in_snapshot(xid, ${seen}::text::pg_snapshot)
        order by xid, id
        limit ${eventsPerPassMax}
      ) page
    ),
    counted as (
      select *, sum(coalesce(cardinality(entity_ids), 0)) over (order by xid, id) - coalesce(cardinality(entity_ids), 0) as before
      from scanned
    )
    select (select count(*)::int from scanned) as scanned,
      (select json_agg(json_build_array(tenant_id, type, at::text, attempt, entity_ids) order by xid, id)
        from counted where wanted and before < ${entitiesPerPassMax}) as rows,
      (select json_build_array(xid::text, id::text) from counted where before < ${entitiesPerPassMax} order by xid desc, id desc limit 1) as last,
      exists (select from counted where before >= ${entitiesPerPassMax}) as is_cut`);
  const works = (row?.rows ?? []).flatMap(([tenantId, type, at, attempt, ids]) =>
    ids.map((id) => ({ tenantId, id, type, at, attempt })),
  );
  const isComplete = row === undefined || row.last === null || (row.scanned < eventsPerPassMax && !row.is_cut);
  if (isComplete) return { works, next: whole, isComplete };
  const [xid = afterXid, id = afterId] = row.last ?? [];
  return { works, next: { seen, upto, afterXid: xid, afterId: id, backfill }, isComplete };
}
