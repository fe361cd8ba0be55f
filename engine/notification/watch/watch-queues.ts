/**
 * The watch over queues, as far as rules ask for it: one alert for each rule and queue in which a job has waited for too
 * long, or that no worker has served for too long while jobs wait. Raised once, and resolved when it is over.
 */
import { alertSeverities, type RuleAlertKind } from '#domain/sla/alert-kinds.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { tellResolved } from '#engine/alert/resolve-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import { eachApart, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

const actor = 'system:queue-watch';
// Pairs of rule and queue looked at in one statement, each by a few steps down an index.
const pairsPerPassMax = 2_000;
// Of a longer queue the first of its line are looked at: whoever waits behind them waits for long, too.
const waitingLookedAtMax = 10_000;

/** Where the next look goes on; null: at the beginning. */
export type QueueCursor = { ruleId: string; queueId: string } | null;
export type QueueWatch = { raised: number; resolved: number; cursor: QueueCursor };

type Pair = {
  tenantId: string;
  ruleId: string;
  queueId: string;
  kind: RuleAlertKind;
  queue: string;
  paused: boolean;
  lastsMs: number;
  waitedMs: number | null;
  unservedMs: number | null;
  /** How long ago its latest alert was resolved. */
  resolvedMs: number | null;
  alertId: string | null;
};

/** Looks at a page of the queues that rules ask for, and closes what no rule asks for any more. */
export async function watchQueues(database: Database, cursor: QueueCursor = null): Promise<QueueWatch> {
  const pairs = await readPairs(database.client, cursor);
  const judged = pairs.map((pair) => ({ ...pair, isBad: isBad(pair) }));
  const raising = judged.filter(({ isBad, alertId }) => isBad && alertId === null);
  const resolving = judged.filter(({ isBad, alertId }) => !isBad && alertId !== null);
  const work = async (part: readonly (typeof judged)[number][]) =>
    await dutyTransaction(database, async (client) => {
      await raise(
        client,
        part.filter(({ isBad }) => isBad),
      );
      await resolve(
        client,
        part.filter(({ isBad }) => !isBad),
      );
    });
  const changed = [...raising, ...resolving];
  if (changed.length > 0) await together(changed, work);
  const orphans = cursor === null ? await resolveUnasked(database) : 0;
  const last = pairs.at(-1);
  return {
    raised: raising.length,
    resolved: resolving.length + orphans,
    cursor: last === undefined || pairs.length < pairsPerPassMax ? null : last,
  };
}

// An alert that cannot be stored is tried again at the next look; all others are raised meanwhile.
async function together<Item extends { tenantId: string }>(
  items: readonly Item[],
  work: (part: readonly Item[]) => Promise<void>,
): Promise<void> {
  try {
    await work(items);
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    const { poisoned } = unlessLeft(await eachApart(items, work, 'parted'));
    for (const one of poisoned) throw one.fault;
  }
}

/** What a person resolved while it was bad already is not raised again for the same trouble. */
function isBad({ kind, lastsMs, waitedMs, unservedMs, resolvedMs }: Pair): boolean {
  const badForMs = (kind === 'QUEUE_OLD' ? (waitedMs ?? -1) : Math.min(waitedMs ?? -1, unservedMs ?? -1)) - lastsMs;
  return badForMs >= 0 && (resolvedMs === null || resolvedMs > badForMs);
}

/** `unservedMs` is null while a worker serves the queue; of workers nobody remembers it is as long as the oldest job waits. */
async function readPairs(client: Statements, cursor: QueueCursor): Promise<Pair[]> {
  return await client.$queryRaw<Pair[]>(Prisma.sql`/* watch_queues */
    select r.tenant_id as "tenantId", r.id as "ruleId", q.id as "queueId", r.kind, q.name as queue, q.paused, r.lasts_ms as "lastsMs",
      extract(epoch from now() - w.oldest)::float8 * 1000 as "waitedMs",
      case when s.serves then null
        else extract(epoch from now() - greatest(s.served_until, w.oldest))::float8 * 1000 end as "unservedMs",
      extract(epoch from now() - (
        select max(e.resolved_at) from alerts e where e.tenant_id = r.tenant_id and e.rule_id = r.id and e.queue_id = q.id
      ))::float8 * 1000 as "resolvedMs",
      a.id as "alertId"
    from notification_rules r
    join queues q on q.tenant_id = r.tenant_id and (r.queue_id is null or q.id = r.queue_id)
    cross join lateral (
      select least(
        (select min(due_at) from (select due_at from jobs where queue_id = q.id and state = 'PENDING' and ${isNoSuspect} limit ${waitingLookedAtMax}) j),
        (select min(due_at) from jobs where queue_id = q.id and state = 'PENDING' and ${isSuspect}),
        (select run_at from jobs where queue_id = q.id and state = 'SCHEDULED' and run_at <= now() order by run_at limit 1)
      ) as oldest
    ) w
    cross join lateral (
      select coalesce(bool_or(state = 'LIVE' and lease_until > now()), false) as serves,
        max(least(lease_until, now())) as served_until
      from workers
      where queues = '{}' or q.name = any(queues)
    ) s
    left join alerts a on a.tenant_id = r.tenant_id and a.rule_id = r.id and a.queue_id = q.id and a.state = 'OPEN'
    where r.kind in ('QUEUE_OLD', 'NO_WORKER') and r.removed_at is null and not r.paused
      and (r.id, q.id) > (${cursor?.ruleId ?? nobody}::uuid, ${cursor?.queueId ?? nobody}::uuid)
    order by r.id, q.id
    limit ${pairsPerPassMax}`);
}

const nobody = '00000000-0000-0000-0000-000000000000';

async function raise(client: Statements, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const rows = pairs.map((pair) => ({
    tenant_id: pair.tenantId,
    id: newId(),
    kind: pair.kind,
    severity: alertSeverities[pair.kind],
    message: sentenceOf(pair),
    rule_id: pair.ruleId,
    queue_id: pair.queueId,
  }));
  const raised = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* raise_queue_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, rule_id, queue_id, raised_at)
    select tenant_id, id, kind, 'OPEN', severity, message, id, rule_id, queue_id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, kind text, severity text, message text, rule_id uuid,
      queue_id uuid)
    order by tenant_id, rule_id, queue_id
    on conflict do nothing
    returning id`);
  const stored = new Set(raised.map(({ id }) => id));
  await appendEvents(
    { client, tenantId: '' },
    rows
      .filter(({ id }) => stored.has(id))
      .map(
        (row): NewEvent => ({
          tenantId: row.tenant_id,
          type: 'alert.raised',
          entityIds: [row.id],
          to: 'OPEN',
          reason: row.kind,
          actor,
          payloads: [{ severity: row.severity, message: row.message }],
        }),
      ),
  );
}

function sentenceOf({ kind, queue, paused, waitedMs, unservedMs }: Pair): string {
  const waited = sayDuration(Math.floor((waitedMs ?? 0) / 1_000) * 1_000);
  if (kind === 'QUEUE_OLD')
    return `${queue}: the oldest job has waited for ${waited}${paused ? '; the queue is paused' : ''}`;
  const unserved = sayDuration(Math.floor((unservedMs ?? 0) / 1_000) * 1_000);
  return `${queue}: no worker has served the queue for ${unserved}, and the oldest job has waited for ${waited}`;
}

async function resolve(client: Statements, pairs: readonly Pair[]): Promise<void> {
  const alerts = pairs.flatMap(({ tenantId, alertId }) => (alertId === null ? [] : [{ tenantId, id: alertId }]));
  if (alerts.length === 0) return;
  const resolved = await client.$queryRaw<{ tenantId: string; id: string }[]>(Prisma.sql`/* resolve_queue_alerts */
    update alerts a
    set state = 'RESOLVED', resolved_at = now()
    from unnest(${uuidArray(alerts.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(alerts.map(({ id }) => id))}::text::uuid[])
      as o (tenant_id, id)
    where a.tenant_id = o.tenant_id and a.id = o.id and a.state = 'OPEN'
    returning a.tenant_id as "tenantId", a.id`);
  await tellResolved(client, resolved, { reason: 'it is over', actor });
}

async function resolveUnasked(database: Database): Promise<number> {
  return await dutyTransaction(database, async (client) => {
    const resolved = await client.$queryRaw<{ tenantId: string; id: string }[]>(Prisma.sql`/* resolve_unasked_alerts */
      update alerts a
      set state = 'RESOLVED', resolved_at = now()
      from notification_rules r
      where a.state = 'OPEN' and a.rule_id is not null and a.queue_id is not null and r.tenant_id = a.tenant_id and r.id = a.rule_id
        and (r.removed_at is not null or r.paused or r.queue_id <> a.queue_id)
      returning a.tenant_id as "tenantId", a.id`);
    await tellResolved(client, resolved, { reason: 'no rule asks for it any more', actor });
    return resolved.length;
  });
}
