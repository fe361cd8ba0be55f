/** A new password in the place of a lost one: every session of its person ends. */

import { emailKey } from '#domain/access/email.ts';
import { checkPasswordText } from '#domain/access/password-rules.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { noTenantId, refuseUnless } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { deleteSessions } from './end-sessions.ts';
import { hashPassword } from './password.ts';

export type SetPasswordInput = { email: string; password: string };

/** Sets the password of the person with this address; for whoever runs the platform. */
export async function setPassword(
  context: Context,
  { email, password }: SetPasswordInput,
): Promise<Outcome<undefined>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const { database } = context;
  const key = emailKey(email);
  const unfit = checkPasswordText({ password, email: key, path: ['password'] });
  if (unfit.length > 0) return refuseAll(unfit);
  const passwordHash = await hashPassword(password);
  const outcome = await command({ database, tenantId: noTenantId }, async (tx) => {
    const user = await tx.client.user.findUnique({ where: { email: key }, select: { id: true } });
    if (user === null) return refuse('NOT_FOUND', 'there is nobody with this e-mail address', ['email']);
    return done(await replacePassword(tx, { userId: user.id, passwordHash, actor: actorName(context.actor) }));
  });
  if (!outcome.ok) return outcome;
  forgetSessions(database, outcome.value);
  return done(undefined);
}

/** The first platform admin there was; undefined before there is one. */
export async function firstAdminEmail({ database }: Context): Promise<string | undefined> {
  const user = await database.client.user.findFirst({
    where: { platformAdmin: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { email: true },
  });
  return user?.email;
}

type NewPassword = { userId: string; passwordHash: string; actor: string };

/** Stores it, ends every session and every link to another one; gives back what to forget after the commit. */
export async function replacePassword(
  tx: Transaction,
  { userId, passwordHash, actor }: NewPassword,
): Promise<Uint8Array[]> {
  await actFor(tx, userId);
  await tx.client.user.update({ where: { id: userId }, data: { passwordHash } });
  await tx.client.passwordReset.deleteMany({ where: { userId } });
  const hashes = await deleteSessions(tx, { userId });
  await appendPlatformEvents(tx, [{ type: 'user.password-reset', entityId: userId, actor }]);
  return hashes;
}

/** Shows PostgreSQL whose memberships and links the transaction is about, until it ends. */
export async function actFor(tx: Transaction, userId: string): Promise<void> {
  await tx.client.$queryRaw(Prisma.sql`/* act_for_user */ select set_config('app.user', ${userId}, true)`);
}
