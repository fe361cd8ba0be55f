/** A person changes their password: who knows the old one sets a new one, and only this session goes on. */
import { checkPasswordText } from '#domain/access/password-rules.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { deleteSessions } from './end-sessions.ts';
import { refuseUnlessPerson } from './own-account.ts';
import { checkPassword, hashChosenPassword } from './password.ts';
import { countTry, forgive, triesAt } from './throttle.ts';

export type ChangePasswordInput = { current: string; password: string };

/** Sets the password of the person who asks. Wrong guesses at the old one wait as they do at the sign-in. */
export async function changePassword(
  context: Context,
  input: ChangePasswordInput,
): Promise<Outcome<{ sessionsEnded: number }>> {
  const { actor, database } = context;
  const refused = refuseUnlessPerson(actor);
  if (refused !== undefined) return refused;
  const user = await transaction(database, noTenantId, ({ client }) =>
    client.user.findUniqueOrThrow({ where: { id: actor.id }, select: { email: true, passwordHash: true } }),
  );
  const unfit = checkPasswordText({ password: input.password, email: user.email, path: ['password'] });
  if (unfit.length > 0) return refuseAll(unfit);
  if (input.password === input.current) return refuse('BAD_INPUT', 'this is the password of today', ['password']);
  // Whoever found the browser open guesses from within: counted for the person, wherever they sit.
  const tries = triesAt(`password of ${actor.id}`, '');
  const counted = await countTry(database, tries);
  if (!counted.ok) return counted;
  const matches = await checkPassword(input.current, user.passwordHash);
  if (!matches.ok) return matches;
  if (!matches.value) return wrong();
  const hashed = await hashChosenPassword(input.password);
  if (!hashed.ok) return hashed;
  const passwordHash = hashed.value;
  const outcome = await command({ database, tenantId: noTenantId }, async (tx) => {
    await forgive(tx, tries);
    const { count } = await tx.client.user.updateMany({
      where: { id: actor.id, passwordHash: user.passwordHash },
      data: { passwordHash },
    });
    // Somebody changed it at the same moment: the one given is not the old one any more.
    if (count === 0) return wrong();
    const kept = actor.sessionId ?? noTenantId;
    const hashes = await deleteSessions(tx, { userId: actor.id, id: { not: kept } });
    await appendPlatformEvents(tx, [{ type: 'user.password-changed', entityId: actor.id, actor: actorName(actor) }]);
    return done(hashes);
  });
  if (!outcome.ok) return outcome;
  forgetSessions(database, outcome.value);
  return done({ sessionsEnded: outcome.value.length });
}

function wrong(): Outcome<never> {
  return refuse('BAD_INPUT', 'this is not the password of today', ['current']);
}
