/** Creates a person who signs in with a password. Which tenants they see is for `addMember`. */
import { checkEmail, emailKey } from '#domain/access/email.ts';
import { checkPasswordText } from '#domain/access/password-rules.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { hashPassword } from '#engine/access/session/password.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { noTenantId, refuseUnless } from './access.ts';

export type CreateUserInput = { email: string; name: string; password: string; platformAdmin?: boolean };

/** Creates the user; an address in use is refused with NAME_TAKEN. */
export async function createUser(context: Context, input: CreateUserInput): Promise<Outcome<{ id: string }>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const refusals = [
    ...checkEmail(input.email),
    ...checkName({ value: input.name, path: ['name'] }),
    ...checkPasswordText({ password: input.password, email: emailKey(input.email), path: ['password'] }),
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
