/** Saved views: queries with a name, of one's own or shared by the tenant. */
import { viewBounds } from '#domain/bounds/view.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName, checkText } from '#domain/value/input-checks.ts';
import { refuseNoTenant, refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A view; `owner` is empty for one that the tenant shares, else who it belongs to, as the log names them. */
export type SavedViewRow = {
  id: string;
  list: string;
  owner: string;
  name: string;
  query: string;
  savedBy: string;
  savedAt: Date;
};

export type SaveViewInput = { list: string; name: string; query: string; isShared?: boolean | null | undefined };

const shared = '';

/** The views of a list that the actor sees: those of the tenant and their own, in the order of their names. */
export async function listViews(context: Context, { list }: { list: string }): Promise<Outcome<SavedViewRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const own = actorName(context.actor);
  return await transaction(context.database, context.tenantId, async ({ client, tenantId }) => {
    const rows = await client.savedView.findMany({
      where: { tenantId, list, owner: { in: [shared, own] } },
      omit: { tenantId: true },
      orderBy: [{ owner: 'asc' }, { name: 'asc' }],
      take: 2 * viewBounds.viewsPerListMax,
    });
    return done(rows);
  });
}

/** Saves a query under a name; a view of the same name, list and owner is replaced. */
export async function saveView(context: Context, input: SaveViewInput): Promise<Outcome<SavedViewRow>> {
  const isShared = input.isShared === true;
  const refused = refuseUnless(context, isShared ? 'view.share' : 'read') ?? refuseNoTenant(context);
  if (refused !== undefined) return refused;
  const refusals = check(input);
  if (refusals.length > 0) return refuseAll(refusals);
  const by = actorName(context.actor);
  const owner = isShared ? shared : by;
  const outcome = await command(context, async (tx) => {
    // One at a time for each owner, so that the bounds hold.
    await lockViews(tx, owner);
    const { list, name, query } = input;
    const place = { tenantId: tx.tenantId, list, owner };
    const full = await refuseFull(tx, { ...place, name });
    if (full !== undefined) return full;
    const { tenantId: _, ...view } = await tx.client.savedView.upsert({
      where: { tenantId_list_owner_name: { ...place, name } },
      create: { ...place, id: newId(), name, query, savedBy: by, savedAt: tx.now },
      update: { query, savedBy: by, savedAt: tx.now },
    });
    await tell(tx, { type: 'view.saved', view, by });
    return done(view);
  });
  if (outcome.ok) context.hints.send('news');
  return outcome;
}

/** Deletes a view: one's own, or with the right to share one of the tenant's. */
export async function deleteView(context: Context, { id }: { id: string }): Promise<Outcome<SavedViewRow>> {
  const mayShare = context.actor.permissions.has('view.share');
  const refused = refuseUnless(context, mayShare ? 'view.share' : 'read') ?? refuseNoTenant(context);
  if (refused !== undefined) return refused;
  const by = actorName(context.actor);
  const outcome = await command(context, async (tx) => {
    const found = await tx.client.savedView.findFirst({
      where: { id, tenantId: tx.tenantId, owner: { in: [shared, by] } },
      omit: { tenantId: true },
    });
    if (found === null) return refuse('NOT_FOUND', 'there is no such view', ['id']);
    const forbidden = found.owner === shared ? refuseUnless(context, 'view.share') : undefined;
    if (forbidden !== undefined) return forbidden;
    const { count } = await tx.client.savedView.deleteMany({ where: { id, tenantId: tx.tenantId } });
    if (count === 1) await tell(tx, { type: 'view.deleted', view: found, by });
    return done(found);
  });
  if (outcome.ok) context.hints.send('news');
  return outcome;
}

type Telling = { type: 'view.saved' | 'view.deleted'; view: SavedViewRow; by: string };

// What somebody calls a view of their own is nobody else's to read.
async function tell(tx: Transaction, { type, view: { id, list, name, owner }, by }: Telling): Promise<void> {
  const payload = owner === shared ? { list, name, shared: true } : { list, shared: false };
  await appendEvents(tx, [{ type, entityIds: [id], actor: by, payloads: [payload] }]);
}

async function refuseFull(
  { client }: Transaction,
  { tenantId, owner, list, name }: { tenantId: string; owner: string; list: string; name: string },
): Promise<{ ok: false; refusals: Refusal[] } | undefined> {
  const { viewsPerListMax, viewsPerOwnerMax } = viewBounds;
  const isAnother = { OR: [{ list: { not: list } }, { name: { not: name } }] };
  const inAll = await client.savedView.count({ where: { tenantId, owner, ...isAnother } });
  const inList = await client.savedView.count({ where: { tenantId, owner, list, name: { not: name } } });
  if (inList >= viewsPerListMax)
    return refuse('LIMIT_REACHED', `a list has at most ${viewsPerListMax} views of one owner`, ['name']);
  if (inAll >= viewsPerOwnerMax)
    return refuse('LIMIT_REACHED', `there are at most ${viewsPerOwnerMax} views of one owner`, ['name']);
  return undefined;
}

async function lockViews({ client, tenantId }: Transaction, owner: string): Promise<void> {
  const name = `taskflow.views.${tenantId}.${owner}`;
  await client.$queryRaw(
    Prisma.sql`/* lock_views */ select pg_advisory_xact_lock(hashtextextended(${name}, 0)) is null as held`,
  );
}

const unknownList: Refusal = {
  code: 'BAD_INPUT',
  message: 'the list is named in small letters, for example jobs',
  path: ['list'],
};

function check({ list, name, query }: SaveViewInput): Refusal[] {
  return [
    ...(/^[a-z][a-z-]{0,39}$/.test(list) ? [] : [unknownList]),
    ...checkName({ value: name, path: ['name'] }),
    ...checkText({ value: name, path: ['name'], lengthMax: viewBounds.nameLengthMax }),
    ...checkText({ value: query, path: ['query'], lengthMax: viewBounds.queryLengthMax }),
  ];
}
