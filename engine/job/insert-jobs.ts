/**
 * Inserts jobs with their first event, whoever makes them: an enqueue, a tick, or a run whose step became ready.
 * One statement per batch and no joins in it: what jobs share travels once, in arrays that each row points into.
 */
import type { JobEventType } from '#domain/event-catalogue.ts';
import type { Json } from '#domain/value/json.ts';
import { nextTurn } from '#engine/store/batch/turns.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A job about to be stored. */
export type NewJob = {
  tenantId: string;
  id: string;
  taskId: string;
  taskVersionId: string;
  queueId: string;
  priority: number;
  maxAttempts: number;
  /** PENDING when it may start now, SCHEDULED when `runAt` lies ahead, SKIPPED for a step whose branch was not taken. */
  state: 'PENDING' | 'SCHEDULED' | 'SKIPPED' | 'FAILED';
  /** When it may start at the earliest; required when SCHEDULED. */
  runAt?: Date | null;
  params?: Json;
  reasonCode?: string | null;
  reason?: string | null;
  correlationId?: string | null;
  labels?: Record<string, string> | null;
  scheduleId?: string | null;
  runId?: string | null;
  step?: number | null;
  stepKey?: string | null;
  /** Number of its first event within its run; jobs of one run, state and reason are numbered without gap. */
  seq?: number | null;
  overrides?: Json;
  /** Milliseconds from due to the latest start, from the task's SLA. */
  slaStartByMs?: number | null;
  slaMaxDurationMs?: number | null;
  error?: Json;
};

type Shape = Pick<NewJob, 'tenantId' | 'queueId' | 'taskId' | 'taskVersionId' | 'state' | 'priority' | 'maxAttempts'>;
type Group = { n: number; job: NewJob; ids: string[]; keys: (string | null)[] };

const createdTypes = {
  PENDING: 'job.created',
  SCHEDULED: 'job.created',
  SKIPPED: 'job.skipped',
  FAILED: 'job.failed',
} as const satisfies Record<NewJob['state'], JobEventType>;

/** Jobs that one statement takes, and the JSON texts of their params; no text when none of them has any. */
type Part = { jobs: readonly NewJob[]; params: readonly string[] | undefined };

// What a statement brings is written in one go, and nobody else is served meanwhile: some 10 ms.
const paramsLengthMax = 512 * 1024;

/** Inserts the jobs and logs `job.created` (or `job.skipped`) for each. `actor` is who made them. */
export async function insertJobs(client: Statements, jobs: readonly NewJob[], actor: string): Promise<void> {
  for (const part of partsOf(jobs)) {
    await insertPart(client, part, actor);
    if (part.jobs.length < jobs.length) await nextTurn();
  }
}

function* partsOf(jobs: readonly NewJob[]): Generator<Part> {
  let part: NewJob[] = [];
  let params: string[] = [];
  let length = 0;
  for (const job of jobs) {
    const text = JSON.stringify(job.params ?? null);
    if (part.length > 0 && length + text.length > paramsLengthMax) {
      yield { jobs: part, params };
      [part, params, length] = [[], [], 0];
    }
    part.push(job);
    params.push(text);
    length += text.length;
  }
  const isBare = params.every((text) => text === 'null');
  if (part.length > 0) yield { jobs: part, params: isBare ? undefined : params };
}

async function insertPart(client: Statements, part: Part, actor: string): Promise<void> {
  const batch = arrange(part);
  const { shapes } = batch;
  await client.$executeRaw(Prisma.sql`/* insert_jobs */
    with groups as materialized (
      select g.*, nextval('events_id_seq') as event_id
      from json_to_recordset(${JSON.stringify(batch.groups)}::json) as g (n int, tenant_id uuid, type text, to_state text, reason text,
        run_id uuid, seq int, ids text, payloads json)
    ),
    shared as materialized (
      select ${uuidArray(shapes.map((shape) => shape.tenantId))}::text::uuid[] as tenant_ids,
        ${uuidArray(shapes.map((shape) => shape.queueId))}::text::uuid[] as queue_ids,
        ${uuidArray(shapes.map((shape) => shape.taskId))}::text::uuid[] as task_ids,
        ${uuidArray(shapes.map((shape) => shape.taskVersionId))}::text::uuid[] as task_version_ids,
        ${arrayOf(shapes.map((shape) => shape.state))}::text::job_state[] as states,
        ${arrayOf(shapes.map((shape) => shape.priority))}::text::int[] as priorities,
        ${arrayOf(shapes.map((shape) => shape.maxAttempts))}::text::smallint[] as max_attempts,
        (select array_agg(event_id order by n) from groups) as event_ids
    ),
    arrived as (
      select r.*
      from rows from (
        unnest(${uuidArray(batch.ids)}::text::uuid[]),
        unnest(${arrayOf(batch.shapeOf)}::text::int[]),
        unnest(${arrayOf(batch.groupOf)}::text::int[]),
        json_array_elements(${batch.params}::json),
        json_to_recordset(${batch.extras}::json) as (run_at timestamptz, reason_code text, reason text, schedule_id uuid, run_id uuid, step int,
          step_key text, correlation_id text, labels jsonb, overrides json, error json, sla_start_by_ms float8, sla_max_duration_ms int)
      ) as r (id, shape, event, params, run_at, reason_code, reason, schedule_id, run_id, step, step_key, correlation_id, labels, overrides, error,
        sla_start_by_ms, sla_max_duration_ms)
    ),
    inserted as (
      insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, run_at, due_at, created_at, finished_at,
        reason_code, reason, schedule_id, run_id, step, step_key, correlation_id, labels, overrides, error, params, sla_at, sla_max_duration_ms, event_ids)
      select s.tenant_ids[a.shape], a.id, s.queue_ids[a.shape], s.task_ids[a.shape], s.task_version_ids[a.shape], s.states[a.shape],
        s.priorities[a.shape], s.max_attempts[a.shape], a.run_at, coalesce(a.run_at, now()), now(),
        case when s.states[a.shape] in ('SKIPPED', 'FAILED') then now() end,
        a.reason_code, a.reason, a.schedule_id, a.run_id, a.step, a.step_key, a.correlation_id, a.labels, a.overrides, a.error,
        case when json_typeof(a.params) <> 'null' then a.params end,
        coalesce(a.run_at, now()) + a.sla_start_by_ms * interval '1 millisecond', a.sla_max_duration_ms, array[s.event_ids[a.event]]
      from arrived a
      cross join shared s
    )
    insert into events (id, tenant_id, type, to_state, reason, actor, run_id, seq, entity_ids, payloads)
    select event_id, tenant_id, type, to_state, reason, ${actor}, run_id, seq, ids::uuid[], payloads
    from groups`);
}

function arrange({ jobs, params }: Part) {
  const shapes = new Map<string, { n: number; shape: Shape }>();
  const groups = new Map<string, Group>();
  const shapeOf: number[] = [];
  const groupOf: number[] = [];
  const extras: Record<string, Json | undefined>[] = [];
  let plain = true;
  for (const job of jobs) {
    const shape = pointInto(shapes, shapeKey(job), (n) => ({ n, shape: job }));
    const group = pointInto(groups, groupKey(job), (n): Group => ({ n, job, ids: [], keys: [] }));
    shapeOf.push(shape.n);
    groupOf.push(group.n);
    group.ids.push(job.id);
    group.keys.push(job.stepKey ?? null);
    const extra = extraOf(job);
    plain &&= Object.keys(extra).length === 0;
    extras.push(extra);
  }
  return {
    ids: jobs.map((job) => job.id),
    shapeOf,
    groupOf,
    shapes: [...shapes.values()].map(({ shape }) => shape),
    params: `[${params?.join(',') ?? ''}]`,
    extras: plain ? '[]' : JSON.stringify(extras),
    groups: [...groups.values()].map(groupRow),
  };
}

// Array positions in PostgreSQL start at 1.
function pointInto<Entry>(entries: Map<string, Entry>, key: string, make: (n: number) => Entry): Entry {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const entry = make(entries.size + 1);
  entries.set(key, entry);
  return entry;
}

function shapeKey(job: NewJob): string {
  return `${job.taskVersionId} ${job.queueId} ${job.tenantId} ${job.state} ${job.priority} ${job.maxAttempts}`;
}

function groupKey(job: NewJob): string {
  return `${job.tenantId} ${job.runId ?? ''} ${job.state} ${job.reasonCode ?? ''}`;
}

function groupRow({ n, job, ids, keys }: Group) {
  return {
    n,
    tenant_id: job.tenantId,
    type: createdTypes[job.state],
    to_state: job.state,
    reason: job.reasonCode ?? null,
    run_id: job.runId ?? null,
    seq: job.seq ?? null,
    ids: uuidArray(ids),
    payloads: job.runId === undefined || job.runId === null ? null : keys.map((stepKey) => ({ stepKey })),
  };
}

// Only what is there: most jobs have none of these, and then nothing of it is sent.
function extraOf(job: NewJob): Record<string, Json | undefined> {
  const extra: Record<string, Json | undefined> = {};
  const put = (key: string, value: Json | undefined) => {
    if (value !== undefined && value !== null) extra[key] = value;
  };
  put('run_at', job.runAt?.toISOString());
  put('reason_code', job.reasonCode);
  put('reason', job.reason);
  put('schedule_id', job.scheduleId);
  put('run_id', job.runId);
  put('step', job.step);
  put('step_key', job.stepKey);
  put('correlation_id', job.correlationId);
  put('labels', job.labels);
  put('overrides', job.overrides);
  put('error', job.error);
  put('sla_start_by_ms', job.slaStartByMs);
  put('sla_max_duration_ms', job.slaMaxDurationMs);
  return extra;
}
