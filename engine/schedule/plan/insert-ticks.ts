/**
 * Records what became of instants of schedules, a batch in one statement, each with its line in the event log.
 * The key (schedule, instant) is what makes a tick happen once, whoever else records it at the same time.
 */

import type { TickOutcome } from '#domain/machines.ts';
import { noId, publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type NewTick = {
  tenantId: string;
  scheduleId: string;
  scheduledForMs: number;
  outcome: TickOutcome;
  /** Null when it fired on time: there is nothing to explain. */
  reason: { code: string; message: string } | null;
  manual?: boolean;
  /** What it made: exactly one of the two when it fired. */
  jobId?: string | null;
  runId?: string | null;
};

/** Records the ticks and hands back those that were recorded; the others stood there before. `actor` is who made them. */
export async function insertTicks(tx: Transaction, ticks: readonly NewTick[], actor: string): Promise<NewTick[]> {
  if (ticks.length === 0) return [];
  // No job or run is `noId`: arrays of uuids need a place holder that is cheaper than a null mask in text.
  const explained = ticks.some((tick) => tick.reason !== null);
  const inserted = await tx.client.$executeRaw(Prisma.sql`/* insert_ticks */
    insert into ticks (tenant_id, schedule_id, scheduled_for, fired_at, outcome, job_id, run_id, manual, reason_code, reason)
    select t.tenant_id, t.schedule_id, t.scheduled_for, now(), t.outcome, nullif(t.job_id, ${noId}::uuid), nullif(t.run_id, ${noId}::uuid),
      t.manual, t.reason_code, t.reason
    from rows from (
      unnest(${uuidArray(ticks.map((tick) => tick.tenantId))}::text::uuid[]),
      unnest(${uuidArray(ticks.map((tick) => tick.scheduleId))}::text::uuid[]),
      unnest(${instants(ticks)}::text::timestamptz[]),
      unnest(${arrayOf(ticks.map((tick) => tick.outcome))}::text::tick_outcome[]),
      unnest(${uuidArray(ticks.map((tick) => tick.jobId ?? noId))}::text::uuid[]),
      unnest(${uuidArray(ticks.map((tick) => tick.runId ?? noId))}::text::uuid[]),
      unnest(${arrayOf(ticks.map((tick) => (tick.manual === true ? 't' : 'f')))}::text::boolean[]),
      json_to_recordset(${explained ? JSON.stringify(ticks.map(reasonOf)) : '[]'}::json) as (reason_code text, reason text)
    ) as t (tenant_id, schedule_id, scheduled_for, outcome, job_id, run_id, manual, reason_code, reason)
    on conflict do nothing`);
  const recorded = inserted === ticks.length ? [...ticks] : await findRecorded(tx, ticks);
  await appendEvents(tx, eventsOf(recorded, actor));
  return recorded;
}

function instants(ticks: readonly NewTick[]): string {
  return arrayOf(ticks.map((tick) => new Date(tick.scheduledForMs).toISOString()));
}

function reasonOf(tick: NewTick) {
  return tick.reason === null ? {} : { reason_code: tick.reason.code, reason: tick.reason.message };
}

/** Rows of this transaction, by their birth: the others were there before. */
async function findRecorded(tx: Transaction, ticks: readonly NewTick[]): Promise<NewTick[]> {
  const rows = await tx.client.$queryRaw<{ n: number }[]>(Prisma.sql`/* find_recorded_ticks */
    select wanted.n::int as n
    from rows from (
      unnest(${uuidArray(ticks.map((tick) => tick.tenantId))}::text::uuid[]),
      unnest(${uuidArray(ticks.map((tick) => tick.scheduleId))}::text::uuid[]),
      unnest(${instants(ticks)}::text::timestamptz[])
    ) with ordinality as wanted (tenant_id, schedule_id, scheduled_for, n)
    join ticks t on t.tenant_id = wanted.tenant_id and t.schedule_id = wanted.schedule_id and t.scheduled_for = wanted.scheduled_for
    where t.xmin = pg_current_xact_id()::xid
    order by wanted.n`);
  return rows.flatMap((row) => ticks[row.n - 1] ?? []);
}

/** One row of the log per tenant, outcome and reason. */
function eventsOf(ticks: readonly NewTick[], actor: string): NewEvent[] {
  const events = new Map<string, NewEvent & { payloads: Json[] }>();
  for (const tick of ticks) {
    const key = `${tick.tenantId} ${tick.outcome} ${tick.reason?.code ?? ''}`;
    let event = events.get(key);
    if (event === undefined) {
      event = {
        tenantId: tick.tenantId,
        type: 'schedule.ticked',
        entityIds: [],
        to: tick.outcome,
        reason: tick.reason?.code ?? null,
        actor,
        payloads: [],
      };
      events.set(key, event);
    }
    event.entityIds.push(tick.scheduleId);
    event.payloads.push(payloadOf(tick));
  }
  return [...events.values()];
}

function payloadOf(tick: NewTick): Json {
  const payload: Record<string, Json> = { scheduledFor: new Date(tick.scheduledForMs).toISOString() };
  if (tick.jobId) payload.job = publicId('job', tick.jobId);
  if (tick.runId) payload.run = publicId('run', tick.runId);
  if (tick.reason !== null) payload.message = tick.reason.message;
  return payload;
}
