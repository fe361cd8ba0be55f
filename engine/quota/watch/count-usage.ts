/**
 * Counts what jobs and runs use of the quotas of their tenants, by what the event log tells: whoever settles jobs pays
 * nothing for it. What was counted and how far are one transaction, so that each attempt and each step counts once,
 * whatever is killed; several may count, one at a time.
 */
import { quotaBounds } from '#domain/bounds/quota.ts';
import { type EventCursor, printCursor, startOfWindow } from '#engine/event/cursor.ts';
import { isSameMoment, type Snapshot, snapshotNow } from '#engine/event/snapshot.ts';
import { holdQuotas, writeTaken } from '#engine/quota/take-quota.ts';
import { eachApart, mayBeOfAnItem, type Poisoned, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { holdsQuotaCursor, moveQuotaCursor, takeQuotaCursor } from './quota-cursor.ts';
import { readUsage, type Usage } from './read-usage.ts';

type Tenant = { tenantId: string };

/** `isComplete`: nothing more is to be read. `poisoned`: tenants of whom a page could not be counted. */
export type UsageCount = { counted: number; isComplete: boolean; poisoned: Poisoned<Tenant>[] };

const tenantsOpenedMax = 50;

const nothing: UsageCount = { counted: 0, isComplete: true, poisoned: [] };

/** Counts the next page of the log. */
export async function countUsage(database: Database): Promise<UsageCount> {
  await openEndedInParts(database);
  try {
    return await dutyTransaction(database, async (client) => {
      const window = await openWindow(client);
      if (window === undefined) return nothing;
      const { tenantIds, cursor } = window;
      const { usages, next, isComplete } = await countPage(client, { cursor, tenantIds });
      await moveQuotaCursor(client, next);
      return { counted: usages.length, isComplete, poisoned: [] };
    });
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    return await countApart(database);
  }
}

type Window = { cursor: EventCursor & { to: Snapshot }; tenantIds: string[] };

async function openWindow(client: Statements): Promise<Window | undefined> {
  const cursor = await takeQuotaCursor(client);
  if (cursor === undefined) return undefined;
  const to = cursor.to ?? (await snapshotNow(client));
  if (cursor.to === null && isSameMoment(cursor.from, to)) return undefined;
  const tenantIds = await findLimitedTenants(client);
  if (tenantIds.length > 0) return { cursor: { ...cursor, to }, tenantIds };
  // What happened before there was a quota counts for none: without quotas there is nothing to read.
  await moveQuotaCursor(client, startOfWindow(to));
  return undefined;
}

async function findLimitedTenants(client: Statements): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_limited_tenants */
    select distinct tenant_id as id from quotas order by tenant_id limit ${quotaBounds.tenantsMax}`);
  return rows.map(({ id }) => id);
}

/**
 * Many periods end at one midnight. They are opened a few tenants at a time, so that a tenant whose room is in other hands
 * holds up no more than those beside it.
 */
async function openEndedInParts(database: Database): Promise<void> {
  for (let n = 0; n < quotaBounds.tenantsMax / tenantsOpenedMax; n += 1) {
    const opened = await dutyTransaction(database, async (client) => {
      const ended = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_ended_periods */
        select distinct tenant_id as id from quotas where ends_at <= clock_timestamp() order by tenant_id limit ${tenantsOpenedMax}`);
      const tenantIds = ended.map(({ id }) => id);
      await openEnded(client, tenantIds);
      return tenantIds.length;
    });
    if (opened < tenantsOpenedMax) return;
  }
}

// The periods are opened before the page is read, at an instant after everything in it.
async function countPage(client: Statements, { cursor, tenantIds }: Window) {
  await openEnded(client, tenantIds);
  const page = await readUsage(client, { cursor, tenantIds });
  await addUsage(client, page.usages);
  return page;
}

async function openEnded(client: Statements, tenantIds: readonly string[]): Promise<void> {
  const ended = await client.$queryRaw<{ id: string; now: Date }[]>(Prisma.sql`/* find_ended_quotas */
    select tenant_id as id, clock_timestamp() as now
    from quotas
    where tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) and ends_at <= clock_timestamp()`);
  const [first] = ended;
  if (first !== undefined) await holdQuotas(client, [...new Set(ended.map(({ id }) => id))], first.now);
}

async function addUsage(client: Statements, usages: readonly Usage[]): Promise<void> {
  const ofJobs = new Map(usages.filter(({ jobs }) => jobs !== 0).map((usage) => [usage.quotaId, usage]));
  const tenantIds = [...new Set([...ofJobs.values()].map(({ tenantId }) => tenantId))];
  if (ofJobs.size > 0)
    await writeTaken(client, await holdQuotas(client, tenantIds, longAgo), ({ id, countsFrom }) => {
      const usage = ofJobs.get(id);
      return usage?.countsFrom.getTime() === countsFrom.getTime() ? usage.jobs : 0;
    });
  const rows = usages
    .filter(({ ms }) => ms > 0n)
    .map(({ tenantId, quotaId, countsFrom, ms }) => ({
      tenant_id: tenantId,
      id: quotaId,
      counts_from: countsFrom,
      ms: String(ms),
    }));
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* add_used_minutes */
    update quotas q
    set used_ms = q.used_ms + u.ms
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (tenant_id uuid, id uuid, counts_from timestamptz, ms bigint)
    where q.tenant_id = u.tenant_id and q.id = u.id and q.counts_from = u.counts_from and q.measure = 'RUN_MINUTES'`);
}

// A page that was read for the periods that are open now opens no other ones.
const longAgo = new Date(0);

/**
 * The page once more, tenant by tenant. Its end is fixed first, so that it is the same page whoever goes on with it; the
 * quotas of each tenant remember that it was counted, so that none is counted twice; at last the cursor moves on.
 */
async function countApart(database: Database): Promise<UsageCount> {
  const window = await dutyTransaction(database, async (client) => {
    const opened = await openWindow(client);
    if (opened !== undefined) await moveQuotaCursor(client, opened.cursor);
    return opened;
  });
  if (window === undefined) return nothing;
  const { cursor } = window;
  const place = printCursor(cursor);
  // Where the page ends is the same for all, whoever of them can be counted.
  const { next, isComplete } = await readUsage(database.client, window);
  const { poisoned } = unlessLeft(
    await eachApart(
      window.tenantIds.map((tenantId) => ({ tenantId })),
      (part) => countPart(database, { place, cursor, next, tenantIds: part.map(({ tenantId }) => tenantId) }),
      'parted',
    ),
  );
  const isMoved = await dutyTransaction(database, async (client) => {
    if (!(await holdsQuotaCursor(client, place))) return false;
    await moveQuotaCursor(client, next);
    return true;
  });
  return { counted: 0, isComplete: isComplete || !isMoved, poisoned };
}

type Part = Window & { place: string; next: EventCursor };

async function countPart(database: Database, { place, cursor, next, tenantIds }: Part): Promise<void> {
  await dutyTransaction(database, async (client) => {
    if (!(await holdsQuotaCursor(client, place))) return;
    const left = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_uncounted_tenants */
      select distinct tenant_id as id
      from quotas
      where tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) and counted_page is distinct from ${place}`);
    const tenants = left.map(({ id }) => id);
    if (tenants.length === 0) return;
    await openEnded(client, tenants);
    const { usages } = await readUsage(client, { cursor, tenantIds: tenants, beforeId: next.id });
    await addUsage(client, usages);
    await client.$executeRaw(Prisma.sql`/* note_counted_page */
      update quotas set counted_page = ${place} where tenant_id = any(${uuidArray(tenants)}::text::uuid[])`);
  });
}
