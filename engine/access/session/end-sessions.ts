/** Ends sessions: of the person who asks, or all of somebody whose password changed. */
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { refuseUnlessPerson } from './own-account.ts';

/** `ids`: those named, of the asker's own. `allOthers`: every one but that in which they ask. */
export type EndSessionsInput = { ids?: string[] | null | undefined; allOthers?: boolean | null | undefined };

/** Ends sessions of the person who asks; one that has ended already counts as ended. Other processes notice within seconds. */
export async function endSessions(context: Context, input: EndSessionsInput): Promise<Outcome<{ count: number }>> {
  const { actor, database } = context;
  const refused = refuseUnlessPerson(actor);
  if (refused !== undefined) return refused;
  const ids = input.ids ?? [];
  if (ids.length > accessBounds.sessionsPerUserMax)
    return refuse('BAD_INPUT', `at most ${accessBounds.sessionsPerUserMax} sessions are ended at once`, ['ids']);
  const which = input.allOthers === true ? { id: { not: actor.sessionId ?? noTenantId } } : { id: { in: ids } };
  const outcome = await command({ database, tenantId: noTenantId }, async (tx) => {
    const hashes = await deleteSessions(tx, { ...which, userId: actor.id });
    if (hashes.length > 0)
      await appendPlatformEvents(tx, [
        {
          type: 'user.sessions-ended',
          entityId: actor.id,
          actor: actorName(actor),
          payload: { sessions: hashes.length },
        },
      ]);
    return done(hashes);
  });
  if (!outcome.ok) return outcome;
  forgetSessions(database, outcome.value);
  return done({ count: outcome.value.length });
}

type Which = { userId: string; id?: { not: string } | { in: string[] } };

/** Ends the sessions and gives back the hashes of their secrets, for `forgetSessions` after the commit. */
export async function deleteSessions(tx: Transaction, where: Which): Promise<Uint8Array[]> {
  // A person has some; those beyond the bound have ended or do at the next sign-in.
  const rows = await tx.client.session.findMany({ where, select: { id: true, secretHash: true } });
  await tx.client.session.deleteMany({ where });
  return rows.map(({ secretHash }) => secretHash);
}
