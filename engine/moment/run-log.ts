/** The log of one run, by the numbers of its events. */
import { momentBounds } from '#domain/bounds/run.ts';
import type { LoggedEvent } from '#domain/run/moment/run-moment.ts';
import type { Json } from '#domain/value/json.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A row of the log as the database prints it: one text for a page of them, because a long log has many short rows. */
type Row = {
  seq: number;
  type: string;
  at: number;
  from: string | null;
  to: string | null;
  reason: string | null;
  attempt: number | null;
  ids: string[];
  payloads: Json[] | null;
};

type Stretch = { runId: string; after: number; upTo: number; entriesMax: number };

const printed = Prisma.sql`json_agg(json_build_object('seq', seq, 'type', type, 'at', (extract(epoch from at) * 1000)::float8,
      'from', from_state, 'to', to_state, 'reason', reason, 'attempt', attempt, 'ids', entity_ids, 'payloads', payloads)
      order by seq)::text as rows`;

/** The events after one number and up to another, in their order: as many as one reading holds, none when there are no more. */
export async function readRunLog(tx: Transaction, { runId, after, upTo, entriesMax }: Stretch): Promise<LoggedEvent[]> {
  // A row begins with the number of its first entry, and the number asked for may lie within one.
  const [page] = await tx.client.$queryRaw<{ rows: string | null }[]>(Prisma.sql`/* read_run_log */
    select ${printed}
    from (
      select *, sum(cardinality(entity_ids)) over (order by seq) - cardinality(entity_ids) as entries_before
      from (
        select *
        from events
        where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and seq <= ${upTo}
          and seq >= coalesce((
            select max(b.seq) from events b where b.tenant_id = ${tx.tenantId}::uuid and b.run_id = ${runId}::uuid and b.seq <= ${after + 1}
          ), 0)
        order by seq
        limit ${momentBounds.rowsPerReadMax}
      ) page
    ) counted
    where entries_before < ${entriesMax}`);
  return rowsOf(page)
    .flatMap(entriesOf)
    .filter(({ seq }) => seq > after && seq <= upTo);
}

/** The number of the last event up to an instant, and at most one above those that are read; 0 when none was. */
export async function seqAt(tx: Transaction, { runId, at }: { runId: string; at: Date }): Promise<number> {
  const [row] = await tx.client.$queryRaw<{ last: number }[]>(Prisma.sql`/* find_run_event_at */
    select seq + cardinality(entity_ids) - 1 as last
    from events
    where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and at <= ${at}
      and seq <= ${momentBounds.eventsMax + 1}
    order by seq desc
    limit 1`);
  return row?.last ?? 0;
}

const failureTypes = ['job.failed', 'job.dead', 'step.failed', 'run.failed'];

/** The first failures of a run, among the events that are read. */
export async function readFailures(tx: Transaction, runId: string): Promise<LoggedEvent[]> {
  const [page] = await tx.client.$queryRaw<{ rows: string | null }[]>(Prisma.sql`/* read_run_failures */
    select ${printed}
    from (
      select *
      from events
      where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and type = any(${arrayOf(failureTypes)}::text::text[])
        and seq <= ${momentBounds.eventsMax}
      order by seq
      limit ${momentBounds.failuresShownMax}
    ) found`);
  return rowsOf(page).flatMap(entriesOf).slice(0, momentBounds.failuresShownMax);
}

function rowsOf(page: { rows: string | null } | undefined): Row[] {
  return page === undefined || page.rows === null ? [] : JSON.parse(page.rows);
}

function entriesOf({ seq, at, ids, payloads, ...row }: Row): LoggedEvent[] {
  const told = { ...row, at: new Date(at).toISOString() };
  return ids.map((entityId, n) => ({ ...told, seq: seq + n, entityId, payload: payloads?.[n] ?? null }));
}
