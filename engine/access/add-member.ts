/** Makes a person who has an account a member of the tenant, or gives a member another role. */
import { emailKey } from '#domain/access/email.ts';
import type { Role } from '#domain/access/permissions.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { command } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import { refuseUnless } from './access.ts';
import { setMember } from './member/set-member.ts';

export type AddMemberInput = { email: string; role: Role };

/** Stores the membership. Nobody hands out, or takes away, more than they have themselves. */
export async function addMember(
  context: Context,
  input: AddMemberInput,
): Promise<Outcome<{ userId: string; role: Role }>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  return await command(context, async (tx) => {
    const user = await tx.client.user.findUnique({ where: { email: emailKey(input.email) }, select: { id: true } });
    if (user === null) return refuse('NOT_FOUND', 'there is nobody with this e-mail address', ['email']);
    const stored = await setMember(tx, { userId: user.id, role: input.role, by: context.actor });
    return stored.ok ? done({ userId: user.id, role: stored.value.role }) : stored;
  });
}
