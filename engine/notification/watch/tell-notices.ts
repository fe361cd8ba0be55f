/**
 * One look at the groups whose time has come: what is new in them is told, and what is over is closed. A group is looked
 * at when it begins, when its window is over, and when somebody saw to one of its alerts.
 */
import { decideNotice, nextLookMs } from '#domain/notification/decide-notice.ts';
import { kindRules } from '#domain/notification/notice-kinds.ts';
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { insertDeliveries, type NewDelivery } from '#engine/notification/deliver/new-deliveries.ts';
import { eachApart, faultSentence, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { closeNotices, giveUpUntold } from './close-notices.ts';
import { deliveriesOf, type Phase } from './compose-messages.ts';
import { countFailures } from './count-failures.ts';
import { type DueNotice, lockDueNotices, noticesPerPassMax } from './due-notices.ts';
import { noticesActor } from './keep-notices.ts';

type Named = { tenantId: string; id: string };
/** Where the links of messages begin: scheme, host and port of the console. */
export type Links = { base: string };

/** Looks at those that are due; hands back how many they were. */
export async function tellNotices(database: Database, links: Links): Promise<number> {
  try {
    return await transaction(database, '', (tx) => tellDue(tx, links));
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    return await tellApart(database, links);
  }
}

async function tellApart(database: Database, links: Links): Promise<number> {
  const due = await database.client.$queryRaw<Named[]>(Prisma.sql`/* find_due_notices */
    select tenant_id as "tenantId", id from notices where look_at <= now() order by look_at limit ${noticesPerPassMax}`);
  const { poisoned } = unlessLeft(
    await eachApart(due, (only) => transaction(database, '', (tx) => tellDue(tx, links, only)), 'parted'),
  );
  for (const { item, fault } of poisoned) await dropPoisoned(database, item, fault);
  return due.length;
}

// Nobody looks at it again, so that it is not due for ever. The list of alerts says why, where it has something that it is about.
async function dropPoisoned(database: Database, { tenantId, id }: Named, fault: unknown): Promise<void> {
  await transaction(database, '', async ({ client }) => {
    await client.$executeRaw(Prisma.sql`/* drop_notice */
      update notices set over_at = now(), look_at = null where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and over_at is null`);
    const [alert] = await client.$queryRaw<
      { id: string; about: EngineFault['about'] }[]
    >(Prisma.sql`/* find_subject_of_notice */
      select coalesce(a.job_id, a.run_id, a.schedule_id) as id,
        case when a.job_id is not null then 'job' when a.run_id is not null then 'run' else 'schedule' end as about
      from notice_alerts n
      join alerts a on a.tenant_id = n.tenant_id and a.id = n.alert_id
      where n.tenant_id = ${tenantId}::uuid and n.notice_id = ${id}::uuid and coalesce(a.job_id, a.run_id, a.schedule_id) is not null
      order by a.id desc
      limit 1`);
    if (alert === undefined) return;
    const message = `nobody could be told of it: ${faultSentence(fault)}`;
    await raiseFaultAlerts(client, [{ tenantId, ...alert, message }], noticesActor);
  });
}

async function tellDue(tx: Transaction, links: Links, only?: readonly Named[]): Promise<number> {
  const { client, now } = tx;
  const due = await lockDueNotices(client, only);
  if (due.length === 0) return 0;
  const mended = await findMended(client, due);
  const decided = due.map((notice) => ({ notice, kind: decide(notice, { mended, nowMs: now.getTime() }) }));
  const messages: NewDelivery[] = decided.flatMap(({ notice, kind }) => {
    const phase = phaseOf(notice, kind);
    return phase === undefined ? [] : deliveriesOf(notice, { phase, now, links });
  });
  const over = decided.filter(({ kind }) => kind === 'over').map(({ notice }) => notice);
  const silenced = decided.filter(({ kind, notice }) => kind === 'wait' && notice.unacknowledged === 0);
  await giveUpUntold(client, { over, silenced: silenced.map(({ notice }) => notice) });
  await closeNotices(client, over);
  await moveLooks(client, { decided, now });
  await insertDeliveries(client, { deliveries: messages, now, actor: noticesActor });
  return due.length;
}

type Decision = ReturnType<typeof decideNotice>['kind'];

function decide(notice: DueNotice, { mended, nowMs }: { mended: ReadonlySet<string>; nowMs: number }): Decision {
  // A rule that is gone or paused tells nobody, and what it raised is nobody's any more.
  if (!notice.isAsked) return 'over';
  const { endsByIdling } = kindRules[notice.on];
  return decideNotice({ ...notice, endsByIdling, isMended: mended.has(notice.id) }, nowMs).kind;
}

function phaseOf(notice: DueNotice, kind: Decision): Phase | undefined {
  if (!notice.isAsked || kind === 'wait') return undefined;
  if (kind === 'tell') return notice.tellings === 0 ? 'FIRST' : 'MORE';
  // What somebody has seen to is told of no more, not even that it is over.
  return notice.tellsEnd && notice.tellings > 0 && !notice.wasAcknowledged ? 'END' : undefined;
}

/** Schedules whose work succeeded again, or that will not make any more. */
async function findMended(client: Statements, due: readonly DueNotice[]): Promise<Set<string>> {
  const failing = due.filter(({ on }) => on === 'SCHEDULE_FAILING');
  if (failing.length === 0) return new Set();
  const schedules = failing.map(({ tenantId, groupKey }) => ({ tenantId, id: groupKey }));
  const failures = await countFailures(client, schedules);
  const going = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_going_schedules */
    select s.id
    from unnest(${uuidArray(schedules.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(schedules.map(({ id }) => id))}::text::uuid[])
      as f (tenant_id, id)
    join schedules s on s.tenant_id = f.tenant_id and s.id = f.id and s.state <> 'ENDED'`);
  const goes = new Set(going.map(({ id }) => id));
  return new Set(
    failing.filter(({ groupKey }) => !goes.has(groupKey) || failures.get(groupKey) === 0).map(({ id }) => id),
  );
}

async function moveLooks(
  client: Statements,
  { decided, now }: { decided: readonly { notice: DueNotice; kind: Decision }[]; now: Date },
): Promise<void> {
  const standing = decided.filter(({ kind }) => kind !== 'over').map((one) => afterLook(one, now.getTime()));
  if (standing.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* move_notices */
    update notices n
    set look_at = m.look_at, told = m.told, tell_after = m.tell_after, tellings = n.tellings + m.tells::int
    from unnest(
      ${uuidArray(standing.map(({ tenantId }) => tenantId))}::text::uuid[],
      ${uuidArray(standing.map(({ id }) => id))}::text::uuid[],
      ${arrayOf(standing.map(({ lookAtMs }) => new Date(lookAtMs).toISOString()))}::text::timestamptz[],
      ${arrayOf(standing.map(({ tellAfterMs }) => new Date(tellAfterMs).toISOString()))}::text::timestamptz[],
      ${arrayOf(standing.map(({ told }) => told))}::text::int[],
      ${arrayOf(standing.map(({ tells }) => (tells ? 't' : 'f')))}::text::boolean[]
    ) as m (tenant_id, id, look_at, tell_after, told, tells)
    where n.tenant_id = m.tenant_id and n.id = m.id`);
}

function afterLook({ notice, kind }: { notice: DueNotice; kind: Decision }, nowMs: number) {
  const { tenantId, id, on, windowMs } = notice;
  const tells = kind === 'tell';
  const told = tells ? notice.count : notice.told;
  const tellAfterMs = tells ? nowMs + windowMs : notice.tellAfterMs;
  const { endsByIdling } = kindRules[on];
  return {
    tenantId,
    id,
    tells,
    told,
    tellAfterMs,
    lookAtMs: nextLookMs({ ...notice, told, tellAfterMs, endsByIdling }, nowMs),
  };
}
