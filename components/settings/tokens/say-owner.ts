/** Who made a token: a member by name, anybody else as the log knows them. */
import { sayActor } from '#components/kit/words/say-actor.ts';

/** `actor` is `user:<uuid>`; the id of a member ends in the same letters. */
export function sayOwner(actor: string, members: readonly { id: string; name: string }[]): string {
  const [kind, id] = actor.split(':');
  const member = kind === 'user' && id !== undefined ? members.find((one) => one.id.endsWith(`_${id}`)) : undefined;
  return member?.name ?? sayActor(actor);
}
