/**
 * The event log: append-only, one row per transaction and kind of transition, one entry in it per entity that
 * moved. Audit trail, history and live feed are these same rows.
 */
import type { TypedEvent } from '#domain/event-catalogue.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** One row of the log before it is written: `payloads` has one for each entity, in the same order. */
export type NewEvent = TypedEvent & {
  /** The tenant of the transaction unless given. */
  tenantId?: string;
  /** Bare uuids of the entities that moved together. */
  entityIds: string[];
  from?: string | null;
  to?: string | null;
  /** Why: a code, or a sentence given by an operator. */
  reason?: string | null;
  actor: string;
  attempt?: number | null;
  runId?: string | null;
  /** Number of the first entry within its run; taken under the run's row lock. */
  seq?: number | null;
  /** Drawn beforehand when the entity's own row already names it. */
  id?: bigint | null;
};

type Scope = { client: Asking; tenantId: string };

/** Writes events in the order given, in one statement. */
export async function appendEvents(tx: Scope, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, n) => ({
    n,
    id: event.id === undefined || event.id === null ? null : String(event.id),
    tenant_id: event.tenantId ?? tx.tenantId,
    type: event.type,
    from_state: event.from ?? null,
    to_state: event.to ?? null,
    reason: event.reason ?? null,
    actor: event.actor,
    attempt: event.attempt ?? null,
    run_id: event.runId ?? null,
    seq: event.seq ?? null,
    entity_ids: uuidArray(event.entityIds),
    payloads: event.payloads ?? null,
  }));
  await tx.client.$executeRaw(Prisma.sql`/* append_events */
    insert into events (id, tenant_id, type, from_state, to_state, reason, actor, attempt, run_id, seq, entity_ids, payloads)
    select coalesce(id, nextval('events_id_seq')), tenant_id, type, from_state, to_state, reason, actor, attempt, run_id, seq,
      entity_ids::uuid[], payloads
    from (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as e (n int, id bigint, tenant_id uuid, type text, from_state text,
        to_state text, reason text, actor text, attempt smallint, run_id uuid, seq int, entity_ids text, payloads json)
      order by n
    ) e`);
}
