/** Creates a person who signs in with a password. Which tenants they see is for `addMember`. */
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { noTenantId, refuseUnless } from './access.ts';
import { hashPassword, passwordSizeBytesMax } from './password.ts';

export type CreateUserInput = { email: string; name: string; password: string; platformAdmin?: boolean };

/** Creates the user; an address in use is refused with NAME_TAKEN. */
export async function createUser(context: Context, input: CreateUserInput): Promise<Outcome<{ id: string }>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const refusals = [
    ...checkEmail(input.email),
    ...checkName({ value: input.name, path: ['name'] }),
    ...checkPasswordText(input.password),
  ];
  if (refusals.length > 0) return refuseAll(refusals);
  const passwordHash = await hashPassword(input.password);
  return await command({ database: context.database, tenantId: noTenantId }, async (tx) => {
    const id = newId();
    const user = {
      id,
      email: emailKey(input.email),
      name: input.name,
      passwordHash,
      platformAdmin: input.platformAdmin ?? false,
      createdAt: tx.now,
    };
    const { count } = await tx.client.user.createMany({ data: [user], skipDuplicates: true });
    if (count === 0) return refuse('NAME_TAKEN', 'somebody with this e-mail address exists already', ['email']);
    // Named by id only: the log outlives the person's wish to be forgotten.
    const payload = { platformAdmin: user.platformAdmin };
    await appendPlatformEvents(tx, [{ type: 'user.created', entityId: id, actor: actorName(context.actor), payload }]);
    return done({ id });
  });
}

/** An e-mail address as it is stored and looked up: people type theirs in any case. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

function checkEmail(email: string): Refusal[] {
  if (email.length <= accessBounds.emailLengthMax && /^[^\s@]+@[^\s@]+$/.test(email.trim())) return [];
  return [{ code: 'BAD_INPUT', message: 'an e-mail address is needed here', path: ['email'] }];
}

function checkPasswordText(password: string): Refusal[] {
  const fits = password.length >= accessBounds.passwordLengthMin && Buffer.byteLength(password) <= passwordSizeBytesMax;
  if (fits) return [];
  const message = `a password has at least ${accessBounds.passwordLengthMin} characters and at most ${passwordSizeBytesMax} bytes`;
  return [{ code: 'BAD_INPUT', message, path: ['password'] }];
}
