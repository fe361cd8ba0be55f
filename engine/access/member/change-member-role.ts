/** Gives a member another role. */
import type { Role } from '#domain/access/permissions.ts';
import { type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { type MemberRow, readMember } from '#engine/access/list-access.ts';
import { hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import { roleOf, setMember } from './set-member.ts';

export type ChangeMemberRoleInput = { userId: string; role: Role };

/** Changes the role; what the person may do changes within seconds, in this process at once. */
export async function changeMemberRole(
  context: Context,
  { userId, role }: ChangeMemberRoleInput,
): Promise<Outcome<MemberRow>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  const outcome = await hintedCommand(context, ['news'], async (tx) => {
    if ((await roleOf(tx, userId)) === null) return refuse('NOT_FOUND', 'there is no such member', ['user']);
    const changed = await setMember(tx, { userId, role, by: context.actor });
    return changed.ok ? await readMember(tx, userId) : changed;
  });
  if (!outcome.ok) return outcome;
  forgetSessions(context.database, outcome.value.sessions);
  return { ok: true, value: outcome.value.member };
}
