/** What only a person has: a password and sessions. */
import { type Refusal, refuse } from '#domain/refusal.ts';
import type { Actor } from '#engine/store/context.ts';

/** The refusal for an actor who is no person; undefined for one. */
export function refuseUnlessPerson(actor: Actor): { ok: false; refusals: Refusal[] } | undefined {
  if (actor.kind === 'user') return undefined;
  return refuse('UNSUPPORTED', 'only a person who is signed in has a password and sessions');
}
