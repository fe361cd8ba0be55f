/**
 * Who is asking: the token or person behind a secret, and what they may do in the tenant they ask about. Rights are
 * those of this moment - a membership that ended or a creator who lost a right is noticed within seconds.
 */

import { type Permission, permissionsOf, type Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import type { Actor } from '#engine/store/context.ts';
import type { Database } from '#engine/store/database.ts';
import { secretHash } from '#engine/store/secret/secrets.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { noTenantId } from './access.ts';
import { presentSecret } from './present-secret.ts';
import { readLineage } from './read-lineage.ts';
import { createShortMemory, type ShortMemory } from './short-memory.ts';

// With the pause between two looks at a socket's rights it stays below the five seconds after which a revocation holds.
export const identityMemoMs = 2_000;
const identityMemoMax = 10_000;
// Who uses a token or session is noted at most this often: a write per read would double the load.
const seenIntervalMs = 60_000;

export type Membership = { tenantId: string; slug: string; name: string; role: Role };

export type Identity =
  | {
      kind: 'token';
      id: string;
      name: string;
      role: Role;
      tenantId: string | null;
      permissions: ReadonlySet<Permission>;
    }
  | {
      kind: 'user';
      id: string;
      name: string;
      email: string;
      platformAdmin: boolean;
      memberships: Membership[];
      expiresAt: Date;
      sessionId: string;
    };

/** The tenant that a request is about, and its actor there. `tenantId` is `noTenantId` when none was named or known. */
export type Chosen = { tenantId: string; actor: Actor };

type Memory = { identities: ShortMemory<Identity | undefined>; tenants: ShortMemory<string | undefined> };

const memories = new WeakMap<Database, Memory>();

function memoryOf(database: Database): Memory {
  const known = memories.get(database);
  if (known !== undefined) return known;
  const limits = { keepMs: identityMemoMs, entriesMax: identityMemoMax };
  const memory: Memory = { identities: createShortMemory(limits), tenants: createShortMemory(limits) };
  memories.set(database, memory);
  return memory;
}

/** The token behind a bearer's secret; undefined when there is none, or it expired, was revoked or lost its rights. */
export async function identifyToken(database: Database, plaintext: string): Promise<Identity | undefined> {
  const hash = secretHash(plaintext);
  return await memoryOf(database).identities.recall(`token ${hash.toString('hex')}`, () =>
    transaction(database, noTenantId, (tx) => readToken(tx, hash)),
  );
}

/** The person behind a session's secret; undefined when the session ended or was idle too long. */
export async function identifySession(database: Database, secret: string): Promise<Identity | undefined> {
  const hash = secretHash(secret);
  return await memoryOf(database).identities.recall(`session ${hash.toString('hex')}`, () =>
    transaction(database, noTenantId, (tx) => readSession(tx, hash)),
  );
}

/** Forgets what this process knows of sessions, so that a sign-out is true at once. */
export function forgetSessions(database: Database, hashes: readonly Uint8Array[]): void {
  const { identities } = memoryOf(database);
  for (const hash of hashes) identities.forget(`session ${Buffer.from(hash).toString('hex')}`);
}

/** Forgets what this process knows of a token, so that its revocation is true at once. */
export function forgetToken(database: Database, hash: Uint8Array): void {
  memoryOf(database).identities.forget(`token ${Buffer.from(hash).toString('hex')}`);
}

/** The tenant named by its slug, or the only one there is; undefined when it does not exist or is not theirs. */
export async function chooseTenant(
  database: Database,
  identity: Identity,
  slug: string | undefined,
): Promise<Chosen | undefined> {
  if (identity.kind === 'token') return await chooseForToken(database, identity, slug);
  const { id, name, platformAdmin, memberships, sessionId } = identity;
  const membership = slug === undefined ? onlyOf(memberships) : memberships.find((each) => each.slug === slug);
  const role: Role = platformAdmin ? 'PLATFORM_ADMIN' : (membership?.role ?? 'VIEWER');
  const actor = (): Actor => ({ kind: 'user', id, name, role, permissions: permissionsOf(role), sessionId });
  if (membership !== undefined) return { tenantId: membership.tenantId, actor: actor() };
  if (slug === undefined) return { tenantId: noTenantId, actor: actor() };
  if (!platformAdmin) return undefined;
  const tenantId = await tenantIdOf(database, slug);
  return tenantId === undefined ? undefined : { tenantId, actor: actor() };
}

async function chooseForToken(
  database: Database,
  token: Extract<Identity, { kind: 'token' }>,
  slug: string | undefined,
): Promise<Chosen | undefined> {
  const actor: Actor = {
    kind: 'token',
    id: token.id,
    name: token.name,
    role: token.role,
    permissions: token.permissions,
  };
  const named = slug === undefined ? undefined : await tenantIdOf(database, slug);
  if (slug !== undefined && named === undefined) return undefined;
  if (token.tenantId === null) return { tenantId: named ?? noTenantId, actor };
  // A tenant-bound token needs no header; one that names another tenant is a mistake to be told, not overlooked.
  return named === undefined || named === token.tenantId ? { tenantId: token.tenantId, actor } : undefined;
}

function onlyOf(memberships: Membership[]): Membership | undefined {
  return memberships.length === 1 ? memberships[0] : undefined;
}

async function tenantIdOf(database: Database, slug: string): Promise<string | undefined> {
  if (slug.length > accessBounds.slugLengthMax) return undefined;
  return await memoryOf(database).tenants.recall(slug, async () =>
    transaction(database, { tenantId: noTenantId, platform: true }, async (tx) => {
      const tenant = await tx.client.tenant.findUnique({ where: { slug }, select: { id: true } });
      return tenant?.id;
    }),
  );
}

async function readToken(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<Identity | undefined> {
  await presentSecret(tx, hash);
  const token = await tx.client.apiToken.findUnique({ where: { secretHash: hash } });
  if (token === null || token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= tx.now))
    return undefined;
  // From here on within the token's own tenant, where its creator's membership can be read.
  await tx.client.$queryRaw(
    Prisma.sql`/* enter_tenant_of_token */ select set_config('app.tenant', ${token.tenantId ?? ''}, true)`,
  );
  const { root } = await readLineage(tx, token.id);
  const lent = await rightsOfRoot(tx, token.tenantId, root);
  const own = permissionsOf(token.role, token.scopes);
  const permissions = lent === undefined ? own : new Set([...own].filter((permission) => lent.has(permission)));
  if (permissions.size === 0) return undefined;
  if (isUnseen(token.lastUsedAt, tx.now))
    await tx.client.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: tx.now } });
  return { kind: 'token', id: token.id, name: token.name, role: token.role, tenantId: token.tenantId, permissions };
}

// What a token lends from whoever stands at the beginning of its line. Undefined when that is a duty of Taskflow itself,
// which loses no rights; a line that cannot be followed to its beginning lends nothing.
async function rightsOfRoot(
  tx: Transaction,
  tenantId: string | null,
  root: string,
): Promise<ReadonlySet<Permission> | undefined> {
  if (root.startsWith('system:')) return undefined;
  const userId = /^user:(.+)$/.exec(root)?.[1];
  if (userId === undefined) return new Set();
  const user = await tx.client.user.findUnique({ where: { id: userId }, select: { platformAdmin: true } });
  if (user?.platformAdmin === true) return permissionsOf('PLATFORM_ADMIN');
  if (user === null || tenantId === null) return new Set();
  const member = await tx.client.member.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    select: { role: true },
  });
  return member === null ? new Set() : permissionsOf(member.role);
}

async function readSession(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<Identity | undefined> {
  const session = await tx.client.session.findUnique({ where: { secretHash: hash }, include: { user: true } });
  if (session === null || session.expiresAt <= tx.now) return undefined;
  if (tx.now.getTime() - session.lastSeenAt.getTime() > accessBounds.sessionIdleMsMax) return undefined;
  const { id, name, email, platformAdmin } = session.user;
  await tx.client.$queryRaw(Prisma.sql`/* enter_user */ select set_config('app.user', ${id}, true)`);
  const memberships = await tx.client.$queryRaw<Membership[]>(Prisma.sql`/* memberships_of_user */
    select m.tenant_id as "tenantId", t.slug, t.name, m.role
    from members m
    join tenants t on t.id = m.tenant_id
    where m.user_id = ${id}::uuid
    order by t.name, t.id
    limit ${accessBounds.membershipsMax}`);
  if (isUnseen(session.lastSeenAt, tx.now))
    await tx.client.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: tx.now } });
  return {
    kind: 'user',
    id,
    name,
    email,
    platformAdmin,
    memberships,
    expiresAt: session.expiresAt,
    sessionId: session.id,
  };
}

function isUnseen(lastSeenAt: Date | null, now: Date): boolean {
  return lastSeenAt === null || now.getTime() - lastSeenAt.getTime() > seenIntervalMs;
}
