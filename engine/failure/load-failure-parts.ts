/** What belongs to failures beside their rows: how often by the hour, examples, and what was done with them. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { type FailureState, failureStates } from '#domain/machines.ts';
import type { Json } from '#domain/value/json.ts';
import type { MemberRow } from '#engine/access/list-access.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { FailureRow } from './failure-rows.ts';

/** How often a failure was seen in the hour that begins at `at`. */
export type TrendBucket = { at: Date; count: number };

const hourMs = 3_600_000;

/** So many hours of each failure up to the present one, the oldest first; every hour is there, also one without a failure. */
export async function loadTrends(
  context: Context,
  ids: readonly string[],
  hours: number,
): Promise<Map<string, TrendBucket[]>> {
  const wanted = Math.max(1, Math.min(hours, failureBounds.hoursKeptMax));
  const { rows, now } = await transaction(context.database, context.tenantId, async (tx) => ({
    now: tx.now,
    rows: await tx.client.$queryRaw<{ id: string; hour: Date; seen: number }[]>(Prisma.sql`/* load_failure_trends */
      select failure_id as id, hour, seen
      from failure_hours
      where tenant_id = ${tx.tenantId}::uuid and failure_id = any(${[...ids]}::uuid[])
        and hour > now() - ${wanted}::int * interval '1 hour'
      order by failure_id, hour`),
  }));
  const lastMs = Math.floor(now.getTime() / hourMs) * hourMs;
  const seen = new Map(rows.map((row) => [`${row.id} ${row.hour.getTime()}`, row.seen]));
  const trendOf = (id: string) =>
    Array.from({ length: wanted }, (_, n) => {
      const atMs = lastMs - (wanted - 1 - n) * hourMs;
      return { at: new Date(atMs), count: seen.get(`${id} ${atMs}`) ?? 0 };
    });
  return new Map(ids.map((id) => [id, trendOf(id)]));
}

/** One time that a failure was seen; the job is null where a run failed of itself. */
export type ExampleRow = { failureId: string; at: Date; jobId: string | null; runId: string | null };

/** So many of the newest times of each failure. */
export async function loadExamples(
  context: Context,
  ids: readonly string[],
  first: number,
): Promise<Map<string, ExampleRow[]>> {
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<ExampleRow[]>(Prisma.sql`/* load_failure_examples */
      select e.*
      from unnest(${[...ids]}::uuid[]) as w (id)
      cross join lateral (
        select failure_id as "failureId", failed_at as at, nullif(subject_id, run_id) as "jobId", run_id as "runId"
        from failure_jobs
        where tenant_id = ${tx.tenantId}::uuid and failure_id = w.id
        order by failed_at desc
        limit ${Math.max(1, Math.min(first, failureBounds.examplesMax))}
      ) e`),
  );
  const examples = new Map<string, ExampleRow[]>(ids.map((id) => [id, []]));
  for (const row of rows) examples.get(row.failureId)?.push(row);
  return examples;
}

/** Something that was done with a failure, or that became of it. `by` is who, for people to read. */
export type FailureActRow = {
  type: string;
  at: Date;
  actor: string;
  by: string;
  from: FailureState | null;
  to: FailureState | null;
  reason: string | null;
  payload: Json;
};

type StoredAct = Omit<FailureActRow, 'by' | 'payload' | 'from' | 'to'> & {
  id: bigint;
  from: string | null;
  to: string | null;
  payload: unknown;
  name: string | null;
};

/** What was done with failures, the newest first, by failure id. What is older than the event log reaches is gone. */
export async function loadFailureActs(
  context: Context,
  failures: readonly FailureRow[],
): Promise<Map<string, FailureActRow[]>> {
  const eventIds = [...new Set(failures.flatMap(({ eventIds: own }) => own))];
  const acts = new Map<bigint, FailureActRow>();
  if (eventIds.length > 0) {
    // The log is parted by time: without a lower limit every part would be asked.
    const since = new Date(Math.min(...failures.map(({ createdAt }) => createdAt.getTime())));
    // Each act has a row of its own. Whoever left the tenant keeps the name that their account has.
    const rows = await transaction(context.database, context.tenantId, (tx) =>
      tx.client.$queryRaw<StoredAct[]>(Prisma.sql`/* load_failure_acts */
        select e.id, e.type, e.at, e.actor, e.from_state as "from", e.to_state as "to", e.reason, e.payloads->0 as payload,
          case
            when e.actor like 'user:%' then (select name from users u where u.id::text = substr(e.actor, 6))
            when e.actor like 'token:%' then (select name from api_tokens k where k.id::text = substr(e.actor, 7))
          end as name
        from events e
        where e.tenant_id = ${tx.tenantId}::uuid and e.id = any(${eventIds}::bigint[]) and e.at >= ${since}`),
    );
    for (const { id, name, payload, from, to, ...act } of rows) {
      const by = name ?? sayActor(act.actor);
      acts.set(id, { ...act, from: stateOf(from), to: stateOf(to), payload: storedJson(payload), by });
    }
  }
  return new Map(
    failures.map(({ id, eventIds: own }) => [id, own.toReversed().flatMap((each) => acts.get(each) ?? [])]),
  );
}

function stateOf(text: string | null): FailureState | null {
  return failureStates.find((state) => state === text) ?? null;
}

function sayActor(actor: string): string {
  const [kind] = actor.split(':');
  return kind === 'system' ? 'Taskflow' : kind === 'token' ? 'an API token' : 'somebody';
}

/** Members of the tenant by the id of their user. */
export async function loadMembers(context: Context, userIds: readonly string[]): Promise<Map<string, MemberRow>> {
  return await loadByKey(context, userIds, {
    read: async ({ client, tenantId }, wanted) => {
      const members = await client.member.findMany({
        where: { tenantId, userId: { in: wanted } },
        include: { user: { select: { name: true, email: true } } },
      });
      return members.map(({ userId, role, createdAt, user }) => ({ userId, role, createdAt, ...user }));
    },
    keyOf: ({ userId }) => userId,
  });
}
