/** What a page of the event log tells of work that nobody took room for before: steps of runs, and the time that attempts took. */
import { quotaBounds } from '#domain/bounds/quota.ts';
import { type EventCursor, startOfWindow } from '#engine/event/cursor.ts';
import { oldestOpen, postgresText, type Snapshot } from '#engine/event/snapshot.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What is to be added to a quota while it counts from this instant, and not after another period or a reset began. */
export type Usage = { tenantId: string; quotaId: string; countsFrom: Date; jobs: number; ms: bigint };
export type UsagePage = { usages: Usage[]; next: EventCursor; isComplete: boolean };

/** Ends of attempts, whatever became of the job. */
const endTypes = ['job.succeeded', 'job.failed', 'job.dead', 'job.retrying', 'job.released', 'job.cancelled'];
const types = arrayOf([...endTypes, 'job.created', 'run.started']);

/** `beforeId`: where the page ends, when that is known already. */
type Reading = { cursor: EventCursor & { to: Snapshot }; tenantIds: readonly string[]; beforeId?: bigint };

type Row = { usages: string | null; scanned: number; last: string | null };

/**
 * Reads on in a window whose end is known. An entry belongs to a quota when it happened in the period that is counted, so
 * the periods have to be open before.
 *
 * The window is found by its transactions; `id + 0` keeps from walking the log from its first row.
 *
 * A run that started took one place, which stands for the first of its steps: so a start gives one back, but for a rerun,
 * which nobody took a place for. How long an attempt took stands with the job, or among its earlier attempts when another
 * followed; its end and its event are of one transaction, and so of one instant.
 */
export async function readUsage(client: Statements, { cursor, tenantIds, beforeId = 0n }: Reading): Promise<UsagePage> {
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* read_quota_usage */
    with scanned as materialized (
      select id, at, tenant_id, type, run_id, entity_ids, payloads, sum(cardinality(entity_ids)) over (order by id) - cardinality(entity_ids) as before
      from (
        select id, at, tenant_id, type, run_id, entity_ids, payloads
        from events
        where xid >= ${String(oldestOpen(cursor.from))}::text::xid8 and xid < ${String(cursor.to.end)}::text::xid8
          and pg_visible_in_snapshot(xid, ${postgresText(cursor.to)}::text::pg_snapshot)
          and not pg_visible_in_snapshot(xid, ${postgresText(cursor.from)}::text::pg_snapshot)
          and id + 0 >= ${cursor.id} and (${beforeId}::bigint = 0 or id < ${beforeId}::bigint)
          and tenant_id = any(${uuidArray(tenantIds)}::text::uuid[])
          and type = any(${types}::text[])
          and case type when 'job.created' then run_id is not null when 'run.started' then true else from_state = 'RUNNING' end
        order by id + 0
        limit ${quotaBounds.rowsPerPassMax}
      ) page
    ),
    page as materialized (
      select * from scanned where before < ${quotaBounds.entriesPerPassMax}
    ),
    entries as materialized (
      select p.at, p.tenant_id, p.type, e.id, p.payloads -> (e.n - 1)::int ->> 'replayOf' is null as is_first
      from page p
      cross join unnest(p.entity_ids) with ordinality as e (id, n)
    ),
    counted as (
      select tenant_id, at, case when type = 'job.created' then 1 when is_first then -1 else 0 end as jobs, 0 as ms
      from entries
      where type in ('job.created', 'run.started')
      union all
      select e.tenant_id, e.at, 0, coalesce(a.ms, j.ms, 0)
      from entries e
      left join lateral (
        select (extract(epoch from finished_at - started_at) * 1000)::bigint as ms
        from attempts
        where tenant_id = e.tenant_id and job_id = e.id and finished_at = e.at
        order by fence desc
        limit 1
      ) a on true
      left join lateral (
        select (extract(epoch from finished_at - started_at) * 1000)::bigint as ms
        from jobs
        where tenant_id = e.tenant_id and id = e.id and finished_at = e.at and started_at is not null
      ) j on a.ms is null
      where e.type not in ('job.created', 'run.started')
    ),
    used as (
      select q.tenant_id, q.id, q.counts_from, sum(c.jobs) as jobs, sum(greatest(c.ms, 0)) as ms
      from counted c
      join quotas q on q.tenant_id = c.tenant_id and c.at >= q.counts_from and c.at < q.ends_at
      group by q.tenant_id, q.id, q.counts_from
    )
    select (select count(*)::int from scanned) as scanned,
      (select json_build_array(count(*), max(id)::text)::text from page) as last,
      (select json_agg(json_build_array(tenant_id, id, counts_from, jobs, ms::text))::text from used) as usages`);
  const rows: [tenantId: string, quotaId: string, countsFrom: string, jobs: number, ms: string][] = JSON.parse(
    row?.usages ?? '[]',
  );
  const [kept, lastId]: [number, string | null] = JSON.parse(row?.last ?? '[0, null]');
  const scanned = row?.scanned ?? 0;
  const isComplete = lastId === null || (scanned < quotaBounds.rowsPerPassMax && kept === scanned);
  return {
    usages: rows.map(([tenantId, quotaId, countsFrom, jobs, ms]) => ({
      tenantId,
      quotaId,
      countsFrom: new Date(countsFrom),
      jobs,
      ms: BigInt(ms),
    })),
    next: isComplete ? startOfWindow(cursor.to) : { ...cursor, id: BigInt(lastId) + 1n, entry: 0 },
    isComplete,
  };
}
