/** Invitations: how long one lasts, and whether it can still be accepted. */
import { accessBounds } from '#domain/bounds/access.ts';
import type { InvitationState } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';

/** How an invitation stands: its state, or that its time is over. */
export type InvitationStanding = InvitationState | 'EXPIRED';

/** The state of an invitation at an instant. */
export function invitationStanding(
  { state, expiresAt }: { state: InvitationState; expiresAt: Date },
  now: Date,
): InvitationStanding {
  return state === 'OPEN' && expiresAt <= now ? 'EXPIRED' : state;
}

/** The end of an invitation that is made now: the one asked for, within bounds, else the usual one. */
export function invitationEnd(asked: Date | null | undefined, now: Date): Outcome<Date> {
  if (asked === undefined || asked === null) return done(new Date(now.getTime() + accessBounds.invitationMsDefault));
  const lastsMs = asked.getTime() - now.getTime();
  if (lastsMs <= 0) return refuse('BAD_INPUT', 'the invitation would have expired already', ['expiresAt']);
  if (lastsMs > accessBounds.invitationMsMax)
    return refuse('BAD_INPUT', `an invitation lasts at most ${accessBounds.invitationMsMax / dayMs} days`, [
      'expiresAt',
    ]);
  return done(asked);
}

const dayMs = 24 * 3_600_000;
