/** Keeps the platform token of the environment as the environment has it: the first key of an installation run by scripts. */
import type { PlatformEventType } from '#domain/platform-events.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import { secretHash } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { noTenantId } from './access.ts';
import { insertToken } from './create-api-token.ts';
import { presentSecret } from './present-secret.ts';

const setting = 'TASKFLOW_ADMIN_TOKEN';
const starter = 'system:start';
// Of the setting, and of nobody else: people and tokens are named by what they are.
const ofSetting = { tenantId: null, name: setting, createdBy: starter } as const;

/**
 * After this call the value of the setting is a platform admin token and no earlier value is; without a value none is.
 * A value that a person revoked stays revoked and is refused. Calling it again changes nothing.
 */
export async function ensureAdminToken(database: Database, plaintext: string | undefined): Promise<Outcome<undefined>> {
  return await command({ database, tenantId: noTenantId, platform: true }, async (tx) => {
    // Two starts at the same moment: the second one finds what the first one made.
    await tx.client.$queryRaw(
      Prisma.sql`/* lock_admin_token */ select pg_advisory_xact_lock(hashtext('taskflow.admin.token')) is null as held`,
    );
    const secret = plaintext === undefined ? undefined : { text: plaintext, hash: secretHash(plaintext) };
    await revokeEarlier(tx, secret?.hash);
    if (secret === undefined) return done(undefined);
    await presentSecret(tx, secret.hash);
    const known = await tx.client.apiToken.findUnique({ where: { secretHash: secret.hash } });
    if (known === null) {
      const token = await insertToken(tx, {
        name: setting,
        role: 'PLATFORM_ADMIN',
        scopes: [],
        secret,
        expiresAt: null,
        createdBy: starter,
        isPlatform: true,
      });
      await log(tx, 'token.created', [token.id]);
      return done(undefined);
    }
    // Somebody took the value of a token that is less than this setting promises.
    if (
      known.tenantId !== null ||
      known.role !== 'PLATFORM_ADMIN' ||
      known.scopes.length > 0 ||
      known.expiresAt !== null
    )
      return refuse('FORBIDDEN', `${setting} holds the value of another token: choose a value of its own`, [setting]);
    if (known.revokedAt === null) return done(undefined);
    if (known.revokedBy !== starter)
      return refuse('FORBIDDEN', `${setting} holds a token that was revoked: choose another value`, [setting]);
    await tx.client.apiToken.updateMany({ where: { id: known.id }, data: { revokedAt: null, revokedBy: null } });
    await log(tx, 'token.restored', [known.id]);
    return done(undefined);
  });
}

async function revokeEarlier(tx: Transaction, kept: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
  const where = { ...ofSetting, revokedAt: null, ...(kept === undefined ? {} : { secretHash: { not: kept } }) };
  // Some rotations that happened while a start could not finish; never many.
  const earlier = await tx.client.apiToken.findMany({ where, select: { id: true }, take: earlierMax });
  if (earlier.length === 0) return;
  const ids = earlier.map(({ id }) => id);
  await tx.client.apiToken.updateMany({
    where: { id: { in: ids } },
    data: { revokedAt: tx.now, revokedBy: starter },
  });
  await log(tx, 'token.revoked', ids);
}

const earlierMax = 1_000;

async function log(tx: Transaction, type: PlatformEventType, ids: string[]): Promise<void> {
  const payload = { name: setting, role: 'PLATFORM_ADMIN' };
  await appendPlatformEvents(
    tx,
    ids.map((entityId) => ({ type, entityId, actor: starter, payload })),
  );
}
