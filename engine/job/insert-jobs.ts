/**
 * Inserts jobs with their first event, whoever makes them: an enqueue, a tick, or a run whose step became ready.
 * One statement per batch and no joins in it: what jobs share travels once, in arrays that each row points into.
 */
import type { JobEventType } from '#domain/event-catalogue.ts';
import type { Json } from '#domain/value/json.ts';
import { nextTurn } from '#engine/store/batch/turns.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { namesOf, rareValuesOf, typedNamesOf, valuesOf } from '#engine/store/sql/sql-columns.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type NewJob, ownColumns, shapeColumns, sharedName, storedNames, storedValues } from './new-job.ts';

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

const ownNames = namesOf(ownColumns);
const ownTypedNames = typedNamesOf(ownColumns);

function sharedValues(shapes: readonly NewJob[]): Prisma.Sql {
  return Prisma.join(
    shapeColumns.map((column) => Prisma.sql`${valuesOf(column, shapes)} as ${Prisma.raw(sharedName(column.name))}`),
  );
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
      select ${sharedValues(shapes)}, (select array_agg(event_id order by n) from groups) as event_ids
    ),
    arrived as (
      select r.*
      from rows from (
        unnest(${uuidArray(batch.ids)}::text::uuid[]),
        unnest(${arrayOf(batch.shapeOf)}::text::int[]),
        unnest(${arrayOf(batch.groupOf)}::text::int[]),
        json_array_elements(${batch.params}::json),
        json_to_recordset(${batch.extras}::json) as (${ownTypedNames})
      ) as r (id, shape, event, params, ${ownNames})
    ),
    inserted as (
      insert into jobs (${storedNames})
      select ${storedValues}
      from arrived a
      cross join shared s
    )
    insert into events (id, tenant_id, type, to_state, reason, actor, run_id, seq, entity_ids, payloads)
    select event_id, tenant_id, type, to_state, reason, ${actor}, run_id, seq, ids::uuid[], payloads
    from groups`);
}

function arrange({ jobs, params }: Part) {
  const shapes = new Map<string, { n: number; shape: NewJob }>();
  const groups = new Map<string, Group>();
  const shapeOf: number[] = [];
  const groupOf: number[] = [];
  const extras: Record<string, Json>[] = [];
  let plain = true;
  for (const job of jobs) {
    const shape = pointInto(shapes, shapeKey(job), (n) => ({ n, shape: job }));
    const group = pointInto(groups, groupKey(job), (n): Group => ({ n, job, ids: [], keys: [] }));
    shapeOf.push(shape.n);
    groupOf.push(group.n);
    group.ids.push(job.id);
    group.keys.push(job.stepKey ?? null);
    const extra = rareValuesOf(ownColumns, job);
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
  let key = '';
  for (const { of } of shapeColumns) key += `${of(job)} `;
  return key;
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
