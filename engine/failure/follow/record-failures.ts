/** Takes in what was seen: each time once, with the counts, the hours and the events of its failure. */
import { waitStepOf, waitStepsMs } from '#domain/failure/lessons.ts';
import type { FailureState } from '#domain/machines.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { SeenFailure } from './describe-failures.ts';
import { type Placed, placeFailures } from './find-failures.ts';

/** The duty under whose name the log tells of it. */
export const actor = 'system:failures';

/** Takes in what failed; hands back how many times were new. The caller holds the cursor, and what it read once may come again. */
export async function recordFailures(client: Statements, seen: readonly SeenFailure[]): Promise<number> {
  if (seen.length === 0) return 0;
  const { placed, opened } = await placeFailures(client, seen, actor);
  const counted = await countIn(client, placed);
  await recordLessons(client, placed.flatMap(lessonOf));
  await appendEvents({ client, tenantId: '' }, [...opened, ...counted.flatMap(reopenedEvent), ...seenEvents(counted)]);
  return counted.reduce((sum, { added }) => sum + added, 0);
}

type Counted = {
  tenant_id: string;
  id: string;
  added: number;
  was: FailureState;
  state: FailureState;
  event_id: string | null;
  seen: number;
  dead: number;
  runs: number;
  last_seen_at: Date;
};

// What was there already is not inserted, and only what was inserted is counted: a page that is read twice counts once.
// Failures are locked in id order, as by everybody.
async function countIn(client: Statements, placed: readonly Placed[]): Promise<Counted[]> {
  const rows = placed.map(({ seen, failureId }) => ({
    tenant_id: seen.tenantId,
    subject_id: seen.subjectId,
    failed_at: seen.failedAt,
    failure_id: failureId,
    run_id: seen.runId,
    is_dead: seen.isDead,
  }));
  return await client.$queryRaw<Counted[]>(Prisma.sql`/* record_failures */
    with inserted as (
      insert into failure_jobs (tenant_id, subject_id, failed_at, failure_id, run_id, is_dead)
      select tenant_id, subject_id, failed_at, failure_id, run_id, is_dead
      from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, subject_id uuid, failed_at timestamptz, failure_id uuid,
        run_id uuid, is_dead bool)
      order by tenant_id, subject_id, failed_at
      on conflict do nothing
      returning tenant_id, failure_id, failed_at, run_id, is_dead
    ),
    hours as (
      insert into failure_hours (tenant_id, failure_id, hour, seen)
      select tenant_id, failure_id, date_trunc('hour', failed_at, 'UTC'), count(*)::int
      from inserted
      group by 1, 2, 3
      order by 1, 2, 3
      on conflict (tenant_id, failure_id, hour) do update set seen = failure_hours.seen + excluded.seen
    ),
    added as (
      select tenant_id, failure_id, count(*)::int as seen, (count(*) filter (where is_dead))::int as dead, count(run_id)::int as runs,
        min(failed_at) as first_at, max(failed_at) as last_at
      from inserted
      group by 1, 2
    ),
    locked as materialized (
      select f.tenant_id, f.id, f.state, f.state = 'RESOLVED' and a.last_at > f.resolved_at as is_back, a.seen, a.dead, a.runs, a.first_at, a.last_at
      from added a
      join failures f on f.tenant_id = a.tenant_id and f.id = a.failure_id
      order by f.tenant_id, f.id
      for update of f
    )
    update failures f
    set seen = f.seen + l.seen, dead = f.dead + l.dead, runs = f.runs + l.runs,
      first_seen_at = least(f.first_seen_at, l.first_at), last_seen_at = greatest(f.last_seen_at, l.last_at),
      state = case when l.is_back then 'OPEN' else f.state end,
      resolved_at = case when l.is_back then null else f.resolved_at end,
      reason = case when l.is_back then null else f.reason end,
      event_ids = case when l.is_back then f.event_ids || nextval('events_id_seq') else f.event_ids end
    from locked l
    where f.tenant_id = l.tenant_id and f.id = l.id
    returning f.tenant_id, f.id, l.seen as added, l.state::text as was, f.state::text as state,
      case when l.is_back then f.event_ids[cardinality(f.event_ids)]::text end as event_id, f.seen, f.dead, f.runs, f.last_seen_at`);
}

function reopenedEvent({ tenant_id: tenantId, id, was, state, event_id: eventId }: Counted): NewEvent[] {
  if (eventId === null) return [];
  const own = { tenantId, id: BigInt(eventId), entityIds: [id], actor, from: was, to: state };
  return [{ ...own, type: 'failure.reopened', reason: 'it was seen again' }];
}

// One row of the log for each tenant, however many kinds there were.
function seenEvents(counted: readonly Counted[]): NewEvent[] {
  return [...Map.groupBy(counted, ({ tenant_id }) => tenant_id)].map(([tenantId, own]) => ({
    tenantId,
    type: 'failure.seen',
    actor,
    entityIds: own.map(({ id }) => id),
    payloads: own.map(({ seen, dead, runs, last_seen_at: lastSeenAt }) => {
      return { count: seen, deadCount: dead, runCount: runs, lastSeenAt: lastSeenAt.toISOString() };
    }),
  }));
}

/** What a retry of a failure taught. */
export type Lesson = { tenantId: string; failureId: string; waitedMs: number; isGood: boolean };

function lessonOf({ seen: { tenantId, retriedAfterMs }, failureId }: Placed): Lesson[] {
  return retriedAfterMs === null ? [] : [{ tenantId, failureId, waitedMs: retriedAfterMs, isGood: false }];
}

/** Adds lessons to their failures, in one statement. */
export async function recordLessons(client: Statements, lessons: readonly Lesson[]): Promise<void> {
  if (lessons.length === 0) return;
  const sums = new Map<string, { tenant_id: string; id: string; tried: number[]; worked: number[] }>();
  const none = () => waitStepsMs.map(() => 0);
  for (const { tenantId, failureId, waitedMs, isGood } of lessons) {
    const sum = sums.get(failureId) ?? { tenant_id: tenantId, id: failureId, tried: none(), worked: none() };
    const step = waitStepOf(waitedMs);
    sum.tried[step] = (sum.tried[step] ?? 0) + 1;
    if (isGood) sum.worked[step] = (sum.worked[step] ?? 0) + 1;
    sums.set(failureId, sum);
  }
  const added = (column: string) => {
    const [stored, more] = [Prisma.raw(`f.${column}`), Prisma.raw(`n.${column}`)];
    return Prisma.sql`array(
        select coalesce(${stored}[nth], 0) + coalesce(${more}[nth], 0)
        from generate_series(1, ${waitStepsMs.length}::int) nth
        order by nth
      )`;
  };
  await client.$executeRaw(Prisma.sql`/* record_failure_lessons */
    with locked as materialized (
      select f.tenant_id, f.id, n.tried, n.worked
      from json_to_recordset(${JSON.stringify([...sums.values()])}::json) as n (tenant_id uuid, id uuid, tried int[], worked int[])
      join failures f on f.tenant_id = n.tenant_id and f.id = n.id
      order by f.tenant_id, f.id
      for update of f
    )
    update failures f
    set tried = ${added('tried')}, worked = ${added('worked')}
    from locked n
    where f.tenant_id = n.tenant_id and f.id = n.id`);
}
