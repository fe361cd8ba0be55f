/**
 * Inserts jobs with their first event, whoever makes them: an enqueue, a tick, or a run whose step became ready.
 * One statement per batch and no joins in it: what jobs share travels once, in arrays that each row points into.
 */
import type { JobEventType } from '#domain/event-catalogue.ts';
import { nextTurn } from '#engine/store/batch/turns.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { hasRareValue, namesOf, rareValuesOf, typedNamesOf, valuesOf } from '#engine/store/sql/sql-columns.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { gatesOf, insertGates } from './insert-gates.ts';
import { type NewJob, ownColumns, shapeColumns, sharedName, storedNames, storedValues } from './new-job.ts';

const createdTypes = {
  PENDING: 'job.created',
  SCHEDULED: 'job.created',
  SKIPPED: 'job.skipped',
  FAILED: 'job.failed',
  SUCCEEDED: 'job.succeeded',
} as const satisfies Record<NewJob['state'], JobEventType>;

/** Jobs that one statement takes, and the JSON texts of their params; no text when none of them has any. */
type Part = { jobs: readonly NewJob[]; params: readonly string[] | undefined };

// What a statement brings is written in one go, and nobody else is served meanwhile: some 10 ms.
const paramsLengthMax = 512 * 1024;

/** Inserts the jobs and logs `job.created` (or `job.skipped`) for each. `actor` is who made them. */
export async function insertJobs(client: Asking, jobs: readonly NewJob[], actor: string): Promise<void> {
  await sendJobs(client, jobs, actor).stored;
}

/**
 * The same. `isSent` says that all of it is on its way already: what the caller sends next comes after it, and may go with
 * it in one packet.
 */
export function sendJobs(
  client: Asking,
  jobs: readonly NewJob[],
  actor: string,
): { isSent: boolean; stored: Promise<void> } {
  const [first] = partsOf(jobs);
  const isSent = first === undefined || (first.jobs.length === jobs.length && gatesOf(jobs).length === 0);
  return { isSent, stored: isSent ? insertFirst(client, first, actor) : insertInTurns(client, jobs, actor) };
}

async function insertFirst(client: Asking, part: Part | undefined, actor: string): Promise<void> {
  if (part !== undefined) await insertPart(client, part, actor);
}

async function insertInTurns(client: Asking, jobs: readonly NewJob[], actor: string): Promise<void> {
  await insertGates(client, jobs);
  for (const part of partsOf(jobs)) {
    await insertPart(client, part, actor);
    await nextTurn();
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

async function insertPart(client: Asking, part: Part, actor: string): Promise<void> {
  await client.$executeRaw(
    Prisma.sql`/* insert_jobs */ with ${insertion(part, { actor, condition: Prisma.sql`true` })}`,
  );
}

/** What the insertion hangs on: CTEs that find it out, and one word for what they found. */
export type Admission = { finds: Prisma.Sql; condition: Prisma.Sql };

/**
 * One statement that inserts the jobs and their events when a condition holds, and nothing when it does not; it counts no
 * row then. Undefined for more than one statement takes.
 */
export function insertJobsIf(
  jobs: readonly NewJob[],
  actor: string,
  { finds, condition }: Admission,
): Prisma.Sql | undefined {
  const [part, ...others] = partsOf(jobs);
  if (part === undefined || others.length > 0) return undefined;
  return Prisma.sql`/* insert_jobs_at_once */ with ${finds}, ${insertion(part, { actor, condition })}`;
}

function insertion(part: Part, { actor, condition }: { actor: string; condition: Prisma.Sql }): Prisma.Sql {
  const batch = arrange(part);
  const { shapes } = batch;
  return Prisma.sql`groups as materialized (
      select g.*, nextval('events_id_seq') as event_id
      from json_to_recordset(${JSON.stringify(batch.groups)}::json) as g (n int, tenant_id uuid, type text, to_state text, reason text,
        run_id uuid, seq int, ids text, payloads json)
      where ${condition}
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
      where ${condition}
    )
    insert into events (id, tenant_id, type, to_state, reason, actor, run_id, seq, entity_ids, payloads)
    select event_id, tenant_id, type, to_state, reason, ${actor}, run_id, seq, ids::uuid[], payloads
    from groups`;
}

function arrange({ jobs, params }: Part) {
  const shapes = kindsOf(jobs, shapeValues);
  const groups = kindsOf(jobs, groupValues);
  const isPlain = !jobs.some((job) => hasRareValue(ownColumns, job));
  return {
    ids: jobs.map((job) => job.id),
    shapeOf: shapes.kindOf,
    groupOf: groups.kindOf,
    shapes: shapes.kinds.map(({ first }) => first),
    params: `[${params?.join(',') ?? ''}]`,
    extras: isPlain ? '[]' : JSON.stringify(jobs.map((job) => rareValuesOf(ownColumns, job))),
    groups: groups.kinds.map(groupRow),
  };
}

/** Jobs that agree in some values, numbered from 1 as the positions in PostgreSQL's arrays are. */
type Kind = { n: number; first: NewJob; jobs: NewJob[] };
type Values = readonly ((job: NewJob) => string | number | null | undefined)[];

const shapeValues: Values = shapeColumns.map(({ of }) => of);
const groupValues: Values = [(job) => job.tenantId, (job) => job.runId, (job) => job.state, (job) => job.reasonCode];

/** The kinds that there are by these values, and for each job the number of its kind. */
function kindsOf(jobs: readonly NewJob[], values: Values): { kinds: Kind[]; kindOf: number[] } {
  const kinds = new Map<string, Kind>();
  const kindOf: number[] = [];
  let kind: Kind | undefined;
  for (const job of jobs) {
    // Neighbours are alike as a rule, and to see that costs less than to make a key of what they have.
    if (kind === undefined || !isAlike(job, kind.first, values)) {
      const key = values.map((of) => of(job)).join(' ');
      kind = kinds.get(key) ?? { n: kinds.size + 1, first: job, jobs: [] };
      kinds.set(key, kind);
    }
    kind.jobs.push(job);
    kindOf.push(kind.n);
  }
  return { kinds: [...kinds.values()], kindOf };
}

function isAlike(one: NewJob, other: NewJob, values: Values): boolean {
  for (const of of values) if (of(one) !== of(other)) return false;
  return true;
}

function groupRow({ n, first, jobs }: Kind) {
  const isOfRun = first.runId !== undefined && first.runId !== null;
  return {
    n,
    tenant_id: first.tenantId,
    type: createdTypes[first.state],
    to_state: first.state,
    reason: first.reasonCode ?? null,
    run_id: first.runId ?? null,
    seq: first.seq ?? null,
    ids: uuidArray(jobs.map((job) => job.id)),
    payloads: isOfRun ? jobs.map(payloadOf) : null,
  };
}

function payloadOf({ stepKey = null, item }: NewJob): { stepKey: string | null; item?: number } {
  return item === undefined || item === null ? { stepKey } : { stepKey, item };
}
