/** Makes sure that the platform token named by the environment exists: the first key of an installation run by scripts. */
import { done } from '#domain/refusal.ts';
import { command } from '#engine/command.ts';
import { insertToken } from '#engine/commands/create-api-token.ts';
import type { Database } from '#engine/database.ts';
import { isUniqueViolation } from '#engine/faults.ts';
import { secretHash } from '#engine/secrets.ts';
import { presentSecret } from '#engine/statements/present-secret.ts';

const tokenName = 'TASKFLOW_ADMIN_TOKEN';

/** After this call a platform admin token with this very value exists. Calling it again changes nothing. */
export async function ensureAdminToken(database: Database, plaintext: string): Promise<void> {
  const secret = { text: plaintext, hash: secretHash(plaintext) };
  try {
    await command({ database, tenantId: '' }, async (tx) => {
      await presentSecret(tx, secret.hash);
      const known = await tx.client.apiToken.findUnique({ where: { secretHash: secret.hash }, select: { id: true } });
      if (known === null) {
        await insertToken(tx, {
          name: tokenName,
          role: 'PLATFORM_ADMIN',
          scopes: [],
          secret,
          expiresAt: null,
          createdBy: 'system:start',
          isPlatform: true,
        });
      }
      return done(undefined);
    });
  } catch (fault) {
    // Another process that starts at the same moment was faster.
    if (!isUniqueViolation(fault)) throw fault;
  }
}
