/** The people and tokens behind what the log calls `user:<uuid>` and `token:<uuid>`: their names, also of who is gone. */

import { seePlatformTokens } from '#engine/access/read-lineage.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Who did something. `actor` is how the log names them. */
export type ActorRow = {
  actor: string;
  kind: 'user' | 'token' | 'worker' | 'system';
  /** Of people and tokens; null for one of whom nothing is known any more, and for machines. */
  name: string | null;
  /** A person who is no member of the tenant any more, or a token that was revoked. */
  isRemoved: boolean;
};

type Found = { id: string; name: string; isRemoved: boolean };

/**
 * Names the actors that rows of the tenant carry, in two statements for all of them. It is asked only about actors of
 * such rows: a name is told to whoever may read what somebody did.
 */
export async function loadActors(context: Context, actors: readonly string[]): Promise<Map<string, ActorRow>> {
  return await loadByKey(context, actors, { read: readActors, keyOf: ({ actor }) => actor });
}

async function readActors(tx: Transaction, actors: string[]): Promise<ActorRow[]> {
  const users = await readUsers(tx, idsOf('user', actors));
  const tokens = await readTokens(tx, idsOf('token', actors));
  return actors.map((actor) => {
    const known = machineOf(actor);
    if (known !== undefined) return known;
    const kind = actor.startsWith('user:') ? 'user' : 'token';
    const id = actor.slice(kind.length + 1);
    const found = (kind === 'user' ? users : tokens).get(id);
    return { actor, kind, name: found?.name ?? null, isRemoved: found?.isRemoved ?? true };
  });
}

/** A worker or a duty, which nobody has to look up; undefined for people and tokens. */
export function machineOf(actor: string): ActorRow | undefined {
  const [kind = ''] = actor.split(':', 1);
  if (kind === 'user' || kind === 'token') return undefined;
  return { actor, kind: kind === 'worker' ? 'worker' : 'system', name: null, isRemoved: false };
}

const actorPattern = /^(user|token):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

function idsOf(kind: 'user' | 'token', actors: readonly string[]): string[] {
  return actors.flatMap((actor) => {
    const [, of, id] = actorPattern.exec(actor) ?? [];
    return of === kind && id !== undefined ? [id] : [];
  });
}

// A platform admin works in every tenant without being a member of it. Outside of any tenant nobody is a member.
async function readUsers({ client, tenantId }: Transaction, ids: string[]): Promise<Map<string, Found>> {
  if (ids.length === 0) return new Map();
  const rows = await client.$queryRaw<Found[]>(Prisma.sql`/* name_users */
    select u.id, u.name, (m.user_id is null and not u.platform_admin) as "isRemoved"
    from users u
    left join members m on m.tenant_id = ${tenantId}::uuid and m.user_id = u.id
    where u.id = any(${uuidArray(ids)}::uuid[])`);
  return byId(rows);
}

async function readTokens({ client, tenantId }: Transaction, ids: string[]): Promise<Map<string, Found>> {
  if (ids.length === 0) return new Map();
  await seePlatformTokens({ client });
  const rows = await client.$queryRaw<Found[]>(Prisma.sql`/* name_tokens */
    select id, name, revoked_at is not null as "isRemoved"
    from api_tokens
    where id = any(${uuidArray(ids)}::uuid[]) and (tenant_id is null or tenant_id = ${tenantId}::uuid)`);
  return byId(rows);
}

function byId(rows: Found[]): Map<string, Found> {
  return new Map(rows.map((row) => [row.id, row]));
}
