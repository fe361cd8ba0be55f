/**
 * Writes the end of attempts, a batch in one statement. Every row is guarded by its worker, its fence and the move
 * table: a worker that lost a job changes nothing.
 */

import type { JobEventType } from '#domain/event-catalogue.ts';
import type { Need } from '#domain/gate/need.ts';
import { jobMoves, sourcesOf } from '#domain/machines.ts';
import type { Json } from '#domain/value/json.ts';
import type { GateOf } from '#engine/gate/wake-gates.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import {
  namesOf,
  type PlainColumn,
  type RareColumn,
  rareValuesOf,
  typedNamesOf,
  valuesOf,
} from '#engine/store/sql/sql-columns.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How one attempt ended, as decided by the domain before it comes here. */
export type Settlement = {
  tenantId: string;
  jobId: string;
  /** Where it waits if it goes back; whoever does not know leaves it to the sweep. */
  queueId?: string | undefined;
  /** Who holds the job: the worker that claimed it, whoever writes its end. */
  workerId: string;
  fence: number;
  attempt: number;
  runId: string | null;
  step: number | null;
  stepKey: string | null;
  /** SCHEDULED: a retry after `delayMs`. PENDING: given back, the attempt does not count. */
  to: 'SUCCEEDED' | 'FAILED' | 'DEAD' | 'SCHEDULED' | 'PENDING';
  result?: Json;
  error?: { type: string; message: string; stack?: string; retryable: boolean };
  delayMs?: number;
  reasonCode?: string;
  /** Why it ended so: the sentence that the attempt keeps. */
  decision?: string;
  /** True when the worker died under it: counts towards the crash limit. */
  crashed?: boolean;
  /** True when the engine is to blame and not the handler: an alert is raised with it. */
  isEngineFault?: boolean;
};

export type Settled = {
  /** How many settlements were accepted. */
  accepted: number;
  /** Those refused because the job had moved on. */
  refused: AttemptKey[];
  /** For steps, by `attemptKey`: the event rows to be written by whoever numbers the run's events. */
  stepEvents: ReadonlyMap<string, string>;
  /** The gates that are freed with the commit; none for batches of jobs that hold nothing. */
  freed: GateOf[];
};

/**
 * Which attempt is meant. The job alone does not say it: a worker that never heard that a job was given back says so
 * again, perhaps together with how its next attempt ended.
 */
export type AttemptKey = Pick<Settlement, 'jobId' | 'fence'>;

/** The same as one text. */
export function attemptKey({ jobId, fence }: AttemptKey): string {
  return `${jobId} ${fence}`;
}

export const settledTypes = {
  SUCCEEDED: 'job.succeeded',
  FAILED: 'job.failed',
  DEAD: 'job.dead',
  SCHEDULED: 'job.retrying',
  PENDING: 'job.released',
} as const satisfies Record<Settlement['to'], JobEventType>;

// What is sent of every settlement, and what only of those that have it.
const plainColumns: readonly PlainColumn<Settlement>[] = [
  { name: 'tenant_id', type: 'uuid', of: (one) => one.tenantId },
  { name: 'id', type: 'uuid', of: (one) => one.jobId },
  { name: 'worker_id', type: 'uuid', of: (one) => one.workerId },
  { name: 'fence', type: 'int', of: (one) => one.fence },
  { name: 'state', type: 'job_state', of: (one) => one.to },
];
const rareColumns: readonly RareColumn<Settlement>[] = [
  { name: 'result', type: 'json', of: (one) => one.result },
  { name: 'error', type: 'json', of: (one) => one.error },
  { name: 'delay_ms', type: 'float8', of: (one) => (one.to === 'SCHEDULED' ? (one.delayMs ?? 0) : null) },
  { name: 'reason_code', type: 'text', of: (one) => one.reasonCode },
  { name: 'decision', type: 'text', of: (one) => one.decision },
  { name: 'crashed', type: 'int', of: (one) => (one.crashed === true ? 1 : 0) },
];
const plainNames = namesOf(plainColumns);
const rareNames = namesOf(rareColumns);
const rareTypedNames = typedNamesOf(rareColumns);

const sources = arrayOf(sourcesOf(jobMoves, 'SUCCEEDED'));

type Row = { accepted: number; accepted_keys: string | null; step_events: string | null; freed: string | null };

/**
 * Settles the batch. Rows are locked in id order, which the sorted arrays and a nested loop keep.
 * Events of stand-alone jobs are written here; those of steps are left to the caller, who holds their run.
 */
export async function settleJobs(client: Asking, unsorted: readonly Settlement[], actor: string): Promise<Settled> {
  const batch = [...unsorted].sort((a, b) => (a.jobId < b.jobId ? -1 : 1));
  const groups = groupSettlements(batch);
  const plain = batch.every((one) => one.to === 'SUCCEEDED' && (one.result === undefined || one.result === null));
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* settle_jobs */
    with groups as materialized (
      select g.*, nextval('events_id_seq') as event_id
      from json_to_recordset(${JSON.stringify(groups.rows)}::json) as g (n int, type text, to_state text, reason text)
    ),
    shared as materialized (
      select (select array_agg(event_id order by n) from groups) as event_ids
    ),
    arrived as (
      select r.*, s.event_ids[r.event] as event_id
      from rows from (
        ${Prisma.join(plainColumns.map((column) => Prisma.sql`unnest(${valuesOf(column, batch)})`))},
        unnest(${arrayOf(groups.groupOf)}::text::int[]),
        json_to_recordset(${plain ? '[]' : JSON.stringify(batch.map((one) => rareValuesOf(rareColumns, one)))}::json) as (${rareTypedNames})
      ) as r (${plainNames}, event, ${rareNames})
      cross join shared s
    ),
    moved as (
      update jobs j
      set state = a.state, worker_id = null,
        finished_at = case when a.state in ('SUCCEEDED', 'FAILED', 'DEAD') then now() end,
        run_at = case when a.state = 'SCHEDULED' then now() + a.delay_ms * interval '1 millisecond' end,
        attempt = case when a.state = 'PENDING' then j.attempt - 1 else j.attempt end,
        crashes = j.crashes + coalesce(a.crashed, 0),
        result = case when json_typeof(a.result) <> 'null' then a.result end,
        error = case when json_typeof(a.error) <> 'null' then a.error end,
        reason_code = a.reason_code,
        reason = a.decision,
        sla_at = case when j.sla_at <= now() then j.sla_at end,
        event_ids = j.event_ids || a.event_id
      from arrived a
      where j.tenant_id = a.tenant_id and j.id = a.id and j.worker_id = a.worker_id and j.fence = a.fence and j.state = any(${sources}::text::job_state[])
      returning j.tenant_id, j.id, j.run_id, j.fence, j.attempt, j.started_at, j.last_worker_id, j.needs, a.state, a.error, a.decision, a.delay_ms, a.crashed, a.event_id
    ),
    kept as (
      insert into attempts (tenant_id, job_id, fence, number, state, worker_id, started_at, finished_at, error, decision, delay_ms)
      select tenant_id, id, fence, case when state = 'PENDING' then attempt + 1 else attempt end,
        case when state = 'SCHEDULED' then 'FAILED' when crashed = 1 then 'LOST' else 'RELEASED' end,
        last_worker_id, started_at, now(), error, coalesce(decision, ''), delay_ms::bigint
      from moved
      where state in ('SCHEDULED', 'PENDING')
    ),
    logged as (
      insert into events (id, tenant_id, type, from_state, to_state, reason, actor, attempt, entity_ids)
      select m.event_id, m.tenant_id, g.type, 'RUNNING', g.to_state, g.reason, ${actor}, m.attempt, m.ids
      from (
        select event_id, tenant_id, attempt, array_agg(id) as ids
        from moved
        where run_id is null
        group by event_id, tenant_id, attempt
      ) m
      join groups g on g.event_id = m.event_id
    )
    select count(*)::int as accepted,
      case when count(*) < ${batch.length} then json_agg(id || ' ' || fence)::text end as accepted_keys,
      (json_agg(json_build_array(id || ' ' || fence, event_id)) filter (where run_id is not null))::text as step_events,
      (json_agg(json_build_array(tenant_id, needs)) filter (where needs is not null))::text as freed
    from moved`);
  return readSettled(batch, row);
}

// One event row per tenant, run, new state, attempt and reason.
function groupSettlements(batch: readonly Settlement[]) {
  const known = new Map<string, number>();
  const rows: { n: number; type: string; to_state: string; reason: string | null }[] = [];
  const groupOf: number[] = [];
  for (const one of batch) {
    const key = `${one.tenantId} ${one.runId ?? ''} ${one.to} ${one.attempt} ${one.reasonCode ?? ''}`;
    const n = known.get(key) ?? rows.length + 1;
    if (!known.has(key)) {
      known.set(key, n);
      rows.push({ n, type: settledTypes[one.to], to_state: one.to, reason: one.reasonCode ?? null });
    }
    groupOf.push(n);
  }
  return { rows, groupOf };
}

function readSettled(batch: readonly Settlement[], row: Row | undefined): Settled {
  if (row === undefined) throw new Error('settle_jobs answered nothing');
  const stepEvents: [string, string | number][] = row.step_events === null ? [] : JSON.parse(row.step_events);
  const acceptedKeys: string[] = row.accepted === batch.length ? [] : JSON.parse(row.accepted_keys ?? '[]');
  const accepted = new Set(acceptedKeys);
  return {
    accepted: row.accepted,
    refused: row.accepted === batch.length ? [] : batch.filter((one) => !accepted.has(attemptKey(one))),
    stepEvents: new Map(stepEvents.map(([key, eventId]) => [key, String(eventId)])),
    freed: row.freed === null ? [] : readFreed(row.freed),
  };
}

// The database takes the holds away with the move.
function readFreed(text: string): GateOf[] {
  const rows: [tenantId: string, needs: Need[]][] = JSON.parse(text);
  const gates = new Map<string, GateOf>();
  for (const [tenantId, needs] of rows) for (const { gate } of needs) gates.set(gate, { tenantId, gateId: gate });
  return [...gates.values()];
}
