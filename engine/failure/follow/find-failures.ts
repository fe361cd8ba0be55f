/** The failures that seen ones belong to: those that are there, and new ones where there is room for them. */
import { chooseDetail } from '#domain/failure/choose-detail.ts';
import type { FailureDetail } from '#domain/failure/fingerprint.ts';
import type { NewEvent } from '#engine/event/append-events.ts';
import { errorPrintOf } from '#engine/failure/print-failures.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { SeenFailure } from './describe-failures.ts';

/** Ids of failures by `<tenant> <fingerprint>`. */
export type KnownFailures = Map<string, string>;

/** The key of a failure among the known ones. */
export function knownKey(tenantId: string, fingerprint: string): string {
  return `${tenantId} ${fingerprint}`;
}

type Wanted = { tenantId: string; prints: Readonly<Record<FailureDetail, string>> };

/** The ids of the failures that are there, in whatever detail. */
export async function findKnownFailures(client: Statements, wanted: readonly Wanted[]): Promise<KnownFailures> {
  const keys = new Map<string, { tenantId: string; fingerprint: string }>();
  for (const { tenantId, prints } of wanted)
    for (const fingerprint of Object.values(prints))
      keys.set(knownKey(tenantId, fingerprint), { tenantId, fingerprint });
  if (keys.size === 0) return new Map();
  const asked = [...keys.values()];
  const rows = await client.$queryRaw<{ tenant_id: string; fingerprint: string; id: string }[]>(
    Prisma.sql`/* find_known_failures */
      select f.tenant_id, f.fingerprint, f.id
      from unnest(${uuidArray(asked.map(({ tenantId }) => tenantId))}::text::uuid[], ${arrayOf(asked.map(({ fingerprint }) => fingerprint))}::text::text[])
        as w (tenant_id, fingerprint)
      join failures f on f.tenant_id = w.tenant_id and f.fingerprint = w.fingerprint`,
  );
  return new Map(rows.map(({ tenant_id, fingerprint, id }) => [knownKey(tenant_id, fingerprint), id]));
}

type NewFailure = { id: string; fingerprint: string; detail: FailureDetail; first: SeenFailure };

export type Placed = { seen: SeenFailure; failureId: string };

/** Finds the failure of each, and makes those that are missing; `opened` are the events of these. The caller holds the cursor. */
export async function placeFailures(
  client: Statements,
  seen: readonly SeenFailure[],
  actor: string,
): Promise<{ placed: Placed[]; opened: NewEvent[] }> {
  const known = await findKnownFailures(client, seen);
  const isNew = ({ tenantId, prints }: SeenFailure) => !known.has(knownKey(tenantId, prints.MESSAGE));
  const counts = await countFailures(client, [...new Set(seen.filter(isNew).map(({ tenantId }) => tenantId))]);
  const made: NewFailure[] = [];
  const placed = seen.map((one): Placed => {
    const { tenantId, prints } = one;
    const count = counts.get(tenantId) ?? 0;
    const detail = chooseDetail(prints, { has: (print) => known.has(knownKey(tenantId, print)), count });
    const fingerprint = prints[detail];
    const there = known.get(knownKey(tenantId, fingerprint));
    if (there !== undefined) return { seen: one, failureId: there };
    const id = newId();
    known.set(knownKey(tenantId, fingerprint), id);
    counts.set(tenantId, count + 1);
    made.push({ id, fingerprint, detail, first: one });
    return { seen: one, failureId: id };
  });
  return { placed, opened: await insertFailures(client, made, actor) };
}

// They are few enough to be counted: kindsPerTenantMax, and what was defined.
async function countFailures(client: Statements, tenantIds: readonly string[]): Promise<Map<string, number>> {
  if (tenantIds.length === 0) return new Map();
  const rows = await client.$queryRaw<{ tenant_id: string; count: number }[]>(Prisma.sql`/* count_failures_of_tenants */
    select w.tenant_id, (select count(*)::int from failures f where f.tenant_id = w.tenant_id) as count
    from unnest(${uuidArray(tenantIds)}::text::uuid[]) as w (tenant_id)`);
  return new Map(rows.map(({ tenant_id, count }) => [tenant_id, count]));
}

async function insertFailures(client: Statements, made: readonly NewFailure[], actor: string): Promise<NewEvent[]> {
  if (made.length === 0) return [];
  const rows = made.map(({ id, fingerprint, detail, first }) => ({
    tenant_id: first.tenantId,
    id,
    fingerprint,
    error_print: errorPrintOf(first.kind, detail),
    detail,
    task_id: first.taskId,
    workflow_id: first.workflowId,
    step_key: first.stepKey,
    error_type: typeOf(first, detail),
    message: messageOf(first, detail),
    failed_at: first.failedAt,
  }));
  const drawn = await client.$queryRaw<{ id: string; event_id: string }[]>(Prisma.sql`/* insert_failures */
    insert into failures (tenant_id, id, fingerprint, error_print, detail, task_id, workflow_id, step_key, error_type, message, first_seen_at,
      last_seen_at, event_ids)
    select tenant_id, id, fingerprint, error_print, detail, task_id, workflow_id, step_key, error_type, message, failed_at, failed_at,
      array[nextval('events_id_seq')]
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, fingerprint text, error_print text, detail text,
      task_id uuid, workflow_id uuid, step_key text, error_type text, message text, failed_at timestamptz)
    returning id, event_ids[1]::text as event_id`);
  const eventIds = new Map(drawn.map(({ id, event_id }) => [id, BigInt(event_id)]));
  return made.map(({ id, detail, first }): NewEvent => {
    const payload = { errorType: typeOf(first, detail), message: messageOf(first, detail) };
    const own = { tenantId: first.tenantId, id: eventIds.get(id) ?? null, entityIds: [id], actor };
    return { ...own, type: 'failure.opened', to: 'OPEN', payloads: [payload] };
  });
}

function typeOf({ kind }: SeenFailure, detail: FailureDetail): string {
  return detail === 'SUBJECT' ? '' : kind.type;
}

function messageOf({ kind }: SeenFailure, detail: FailureDetail): string {
  return detail === 'MESSAGE' ? kind.message : '';
}
