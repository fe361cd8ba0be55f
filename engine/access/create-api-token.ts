/** Creates a key for an integrator. Its plaintext is handed out once and never stored. */

import { mayGrant, type Permission, permissions, permissionsOf, type Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { type Actor, actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { newToken, type Secret } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { noTenantId, refuseUnless } from './access.ts';
import { presentSecret } from './present-secret.ts';
import { readLineage } from './read-lineage.ts';
import type { TokenRow } from './token-rows.ts';

/** Scopes are permissions; none means all that the role has. */
export type CreateApiTokenInput = { name: string; role: Role; scopes?: string[] | null; expiresAt?: Date | null };

/** Creates the token for the tenant of the context; one with the role PLATFORM_ADMIN belongs to no tenant. */
export async function createApiToken(
  context: Context,
  input: CreateApiTokenInput,
): Promise<Outcome<{ token: TokenRow; plaintext: string }>> {
  const isPlatform = input.role === 'PLATFORM_ADMIN';
  const refused = refuseUnless(context, isPlatform ? 'platform.manage' : 'token.manage');
  if (refused !== undefined) return refused;
  const refusals = check(context, input);
  if (refusals.length > 0) return refuseAll(refusals);
  const scopes = [...new Set(input.scopes ?? [])];
  const secret = newToken();
  const createdBy = actorName(context.actor);
  // What belongs to no tenant is written, and logged, on the platform's ground.
  const ground = isPlatform ? { tenantId: noTenantId, platform: true } : { tenantId: context.tenantId };
  return await command({ database: context.database, ...ground }, async (tx) => {
    if (input.expiresAt !== undefined && input.expiresAt !== null && input.expiresAt <= tx.now) {
      return refuse('BAD_INPUT', 'the token would have expired already', ['expiresAt']);
    }
    const { role } = input;
    if (await isTooFarFromItsPerson(tx, context.actor)) {
      const message = `this token was made by a token that was made by a token, ${accessBounds.tokenLineageMax} times over: use an earlier one`;
      return refuse('LIMIT_REACHED', message);
    }
    const token = await insertToken(tx, {
      name: input.name,
      role,
      scopes,
      secret,
      expiresAt: input.expiresAt ?? null,
      createdBy,
      isPlatform,
    });
    await logToken(tx, { type: 'token.created', token, actor: createdBy });
    return done({ token, plaintext: secret.text });
  });
}

/** Logs what happened to a token: in its tenant, or in the platform's log when it belongs to none. */
export async function logToken(
  tx: Transaction,
  {
    type,
    token,
    actor,
  }: {
    type: 'token.created' | 'token.revoked';
    token: Pick<TokenRow, 'id' | 'tenantId' | 'name' | 'role'>;
    actor: string;
  },
): Promise<void> {
  const payload = { name: token.name, role: token.role };
  if (token.tenantId === null) await appendPlatformEvents(tx, [{ type, entityId: token.id, actor, payload }]);
  else await appendEvents(tx, [{ type, entityIds: [token.id], actor, payloads: [payload] }]);
}

async function isTooFarFromItsPerson(tx: Transaction, actor: Actor): Promise<boolean> {
  if (actor.kind !== 'token') return false;
  const { length } = await readLineage(tx, actor.id);
  return length >= accessBounds.tokenLineageMax;
}

type NewToken = Pick<TokenRow, 'name' | 'role' | 'scopes' | 'expiresAt' | 'createdBy'> & {
  secret: Secret;
  isPlatform: boolean;
};

/** Stores a token in a transaction whose tenant is the token's, or none for a token of the platform. */
export async function insertToken(tx: Transaction, { secret, isPlatform, ...rest }: NewToken): Promise<TokenRow> {
  await presentSecret(tx, secret.hash);
  const token: TokenRow = {
    ...rest,
    id: newId(),
    tenantId: isPlatform ? null : tx.tenantId,
    createdAt: tx.now,
    lastUsedAt: null,
    revokedAt: null,
    revokedBy: null,
  };
  await tx.client.apiToken.createMany({ data: [{ ...token, secretHash: secret.hash }] });
  return token;
}

function check(context: Context, input: CreateApiTokenInput): Refusal[] {
  const refusals = checkName({ value: input.name, path: ['name'] });
  const { actor, tenantId } = context;
  if (!mayGrant(actor.role, input.role)) {
    refusals.push({
      code: 'FORBIDDEN',
      message: `${actor.role} may not hand out the role ${input.role}`,
      path: ['role'],
    });
  }
  const scopes = input.scopes ?? [];
  if (scopes.length > permissions.length) {
    refusals.push({ code: 'BAD_INPUT', message: `there are at most ${permissions.length} scopes`, path: ['scopes'] });
    return refusals;
  }
  for (const [index, scope] of scopes.entries()) {
    const permission = permissions.find((each) => each === scope);
    const path = ['scopes', String(index)];
    if (permission === undefined)
      refusals.push({
        code: 'BAD_INPUT',
        message: `"${scope.slice(0, valueBounds.nameLengthMax)}" is not a scope; known are ${permissions.join(', ')}`,
        path,
      });
  }
  // A token of its own narrowed rights hands out no wider ones: neither by scope nor by leaving scopes out.
  const wanted: ReadonlySet<Permission> = permissionsOf(input.role, scopes);
  const lacking = [...wanted].filter((permission) => !actor.permissions.has(permission));
  if (refusals.length === 0 && lacking.length > 0) {
    refusals.push({
      code: 'FORBIDDEN',
      message: `you may not hand out ${lacking.join(', ')}: you do not have it`,
      path: ['scopes'],
    });
  }
  if (tenantId === noTenantId && input.role !== 'PLATFORM_ADMIN') {
    refusals.push({
      code: 'FORBIDDEN',
      message: 'no tenant is chosen: name one in the header taskflow-tenant',
      path: ['role'],
    });
  }
  return refusals;
}
