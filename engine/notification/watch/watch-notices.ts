/**
 * One look at what the event log tells since the last one: what rules ask for is taken down. How far it was looked
 * through moves in the same transaction, so that whoever ends in between neither loses nor doubles anything; several
 * may look, one at a time.
 */
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { type EventCursor, parseCursor, printCursor, startOfWindow } from '#engine/event/cursor.ts';
import { type EventWindow, readWindow } from '#engine/event/read-events.ts';
import { isSameMoment, snapshotNow } from '#engine/event/snapshot.ts';
import { type RuleRow, readRules } from '#engine/notification/rule/rule-rows.ts';
import { eachApart, faultSentence, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Item, readHappenings, watchedTypes } from './happenings.ts';
import { keepNotices, noticesActor } from './keep-notices.ts';

// Rows of the log taken down in one transaction: a burst of deaths is one row for many jobs.
const rowsPerPage = 500;
// Tenants with rules; one beyond it is told later than the others, and none is forgotten.
const tenantsMax = 20_000;
const rulesMax = 20_000;

/** `isComplete`: nothing more is to be read. `isAsked`: some tenant has a rule. */
export type NoticeWatch = { items: number; isComplete: boolean; isAsked: boolean };

const nothing: NoticeWatch = { items: 0, isComplete: true, isAsked: true };

/** Looks through the next page. */
export async function watchNotices(database: Database): Promise<NoticeWatch> {
  try {
    return await dutyTransaction(database, async (client) => {
      const cursor = await takeCursor(client);
      if (cursor === undefined) return nothing;
      const page = await readPage(client, cursor);
      await keepNotices(client, { items: await leaveOutApplied(client, page.items), rules: page.rules });
      await moveCursor(client, page.next);
      return { items: page.items.length, isComplete: page.isComplete, isAsked: page.isAsked };
    });
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    return await watchApart(database);
  }
}

type Page = {
  window: EventWindow | undefined;
  items: Item[];
  rules: RuleRow[];
  next: EventCursor;
  isComplete: boolean;
  isAsked: boolean;
};

async function readPage(client: Statements, cursor: EventCursor): Promise<Page> {
  const to = cursor.to ?? (await snapshotNow(client));
  const window = { ...cursor, to };
  const idle = { window: undefined, items: [], rules: [], next: startOfWindow(to), isComplete: true, isAsked: true };
  if (cursor.to === null && isSameMoment(cursor.from, to)) return { ...idle, next: cursor };
  const tenantIds = await findAskingTenants(client);
  // What happened before a rule was made is not told: without rules there is nothing to read.
  if (tenantIds.length === 0) return { ...idle, isAsked: false };
  const types = watchedTypes;
  const { events, next, isComplete } = await readWindow(client, {
    cursor: window,
    tenantIds,
    runId: null,
    types,
    rowsMax: rowsPerPage,
  });
  const items = await readHappenings(client, events);
  const tenants = [...new Set(items.map(({ tenantId }) => tenantId))];
  const rules =
    tenants.length === 0
      ? []
      : await readRules(client, {
          where: Prisma.sql`r.tenant_id = any(${uuidArray(tenants)}::text::uuid[]) and r.removed_at is null and not r.paused`,
          limit: rulesMax,
        });
  return { window, items, rules, next, isComplete, isAsked: true };
}

async function findAskingTenants(client: Statements): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_asking_tenants */
    select distinct tenant_id as id from notification_rules where removed_at is null and not paused limit ${tenantsMax}`);
  return rows.map(({ id }) => id);
}

/** Undefined while somebody else looks. */
async function takeCursor(client: Statements): Promise<EventCursor | undefined> {
  const [row] = await client.$queryRaw<{ cursor: string }[]>(
    Prisma.sql`/* take_notice_cursor */ select cursor from notice_cursor for update skip locked`,
  );
  if (row !== undefined) return readCursor(row.cursor, client);
  // The very first look begins where the log stands.
  const cursor = startOfWindow(await snapshotNow(client));
  const made = await client.$executeRaw(Prisma.sql`/* begin_notice_cursor */
    insert into notice_cursor (id, cursor) values (1, ${printCursor(cursor)}) on conflict do nothing`);
  return made === 1 ? cursor : undefined;
}

// A cursor of another age cannot be read, and telling all that ever happened would help nobody.
async function readCursor(text: string, client: Statements): Promise<EventCursor> {
  return parseCursor(text) ?? startOfWindow(await snapshotNow(client));
}

async function moveCursor(client: Statements, next: EventCursor): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* move_notice_cursor */
    with forgotten as (delete from notice_applied)
    update notice_cursor set cursor = ${printCursor(next)}`);
}

async function leaveOutApplied(client: Statements, items: readonly Item[]): Promise<Item[]> {
  if (items.length === 0) return [];
  const rows = await client.$queryRaw<{ key: string }[]>(
    Prisma.sql`/* read_applied_notices */ select event_id || ' ' || entry as key from notice_applied limit 100000`,
  );
  const applied = new Set(rows.map(({ key }) => key));
  return items.filter(({ eventId, entry }) => !applied.has(`${eventId} ${entry}`));
}

/**
 * The page once more, in parts that stand for themselves. Its end is fixed first, so that it is the same page whoever
 * goes on with it; each part remembers its items, so that none is taken down twice; at last the cursor moves on.
 */
async function watchApart(database: Database): Promise<NoticeWatch> {
  const page = await dutyTransaction(database, async (client) => {
    const cursor = await takeCursor(client);
    if (cursor === undefined) return undefined;
    const read = await readPage(client, cursor);
    if (read.window !== undefined)
      await client.$executeRaw(Prisma.sql`/* fix_notice_cursor */
      update notice_cursor set cursor = ${printCursor(read.window)}`);
    return read;
  });
  if (page?.window === undefined) return nothing;
  const place = printCursor(page.window);
  const { poisoned } = unlessLeft(
    await eachApart(page.items, (only) => applyPart(database, { only, place, rules: page.rules }), 'parted'),
  );
  for (const { item, fault } of poisoned) await tellPoisoned(database, item, fault);
  const isMoved = await dutyTransaction(database, async (client) => {
    if (!(await holdsCursor(client, place))) return false;
    await moveCursor(client, page.next);
    return true;
  });
  return { items: page.items.length, isComplete: page.isComplete || !isMoved, isAsked: true };
}

type Part = { only: readonly Item[]; place: string; rules: readonly RuleRow[] };

async function applyPart(database: Database, { only, place, rules }: Part): Promise<void> {
  await dutyTransaction(database, async (client) => {
    if (!(await holdsCursor(client, place))) return;
    const items = await leaveOutApplied(client, only);
    await keepNotices(client, { items, rules });
    await client.$executeRaw(Prisma.sql`/* note_applied_notices */
      insert into notice_applied (tenant_id, event_id, entry)
      select *
      from unnest(
        ${uuidArray(items.map(({ tenantId }) => tenantId))}::text::uuid[],
        ${arrayOf(items.map(({ eventId }) => eventId))}::text::bigint[],
        ${arrayOf(items.map(({ entry }) => entry))}::text::int[]
      ) as a (tenant_id, event_id, entry)`);
  });
}

/** True while nobody else has gone on from there; holds everybody else off until the transaction ends. */
async function holdsCursor(client: Statements, place: string): Promise<boolean> {
  const rows = await client.$queryRaw<{ held: number }[]>(
    Prisma.sql`/* hold_notice_cursor */ select 1 as held from notice_cursor where cursor = ${place} for update`,
  );
  return rows.length === 1;
}

// Whoever should have been told reads it in the list of alerts at least, where there is something that it is about.
async function tellPoisoned(database: Database, { tenantId, event }: Item, fault: unknown): Promise<void> {
  const about = (['job', 'run', 'schedule'] as const).find((noun) => event.type.startsWith(`${noun}.`));
  if (about === undefined) return;
  const message = `nobody could be told of it: ${faultSentence(fault)}`;
  const alert: EngineFault = { tenantId, about, id: event.entityId, message };
  await dutyTransaction(database, (client) => raiseFaultAlerts(client, [alert], noticesActor));
}
