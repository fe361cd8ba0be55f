/** The log of one run, by the numbers of its events. */
import { momentBounds } from '#domain/bounds/run.ts';
import type { LoggedEvent } from '#domain/run/moment/run-moment.ts';
import type { Json } from '#domain/value/json.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = {
  seq: number;
  type: string;
  at: Date;
  from_state: string | null;
  to_state: string | null;
  reason: string | null;
  attempt: number | null;
  entity_ids: string[];
  payloads: Json[] | null;
};

type Stretch = { runId: string; after: number; upTo: number; entriesMax: number };

const columns = Prisma.sql`seq, type, at, from_state, to_state, reason, attempt, entity_ids, payloads`;

/** The events after one number and up to another, in their order: as many as one reading holds, none when there are no more. */
export async function readRunLog(tx: Transaction, { runId, after, upTo, entriesMax }: Stretch): Promise<LoggedEvent[]> {
  // A row begins with the number of its first entry, and the number asked for may lie within one.
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_run_log */
    select ${columns}
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
    where entries_before < ${entriesMax}
    order by seq`);
  return rows.flatMap(entriesOf).filter(({ seq }) => seq > after && seq <= upTo);
}

/** The number of the last event up to an instant; 0 when none was. */
export async function seqAt(tx: Transaction, { runId, at }: { runId: string; at: Date }): Promise<number> {
  const [row] = await tx.client.$queryRaw<{ last: number }[]>(Prisma.sql`/* find_run_event_at */
    select seq + cardinality(entity_ids) - 1 as last
    from events
    where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and at <= ${at}
    order by seq desc
    limit 1`);
  return row?.last ?? 0;
}

const failureTypes = ['job.failed', 'job.dead', 'step.failed', 'run.failed'];

/** The first failures of a run. */
export async function readFailures(tx: Transaction, runId: string): Promise<LoggedEvent[]> {
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_run_failures */
    select ${columns}
    from events
    where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and type = any(${arrayOf(failureTypes)}::text::text[])
    order by seq
    limit ${momentBounds.failuresShownMax}`);
  return rows.flatMap(entriesOf).slice(0, momentBounds.failuresShownMax);
}

function entriesOf({ seq, at, entity_ids, payloads, ...row }: Row): LoggedEvent[] {
  const { type, from_state: from, to_state: to, reason, attempt } = row;
  return entity_ids.map((entityId, n) => ({
    ...{ seq: seq + n, type, at: at.toISOString(), entityId, from, to, reason, attempt },
    payload: payloads?.[n] ?? null,
  }));
}
