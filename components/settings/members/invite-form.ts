/** What the form of an invitation holds, and the input that it stands for. */
import type { InviteMemberInput } from '#components/generated/members.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import type { Role } from '#domain/access/permissions.ts';

/** How long the link works. */
export const lasting = [
  { value: '1', word: 'For a day' },
  { value: '7', word: 'For 7 days' },
  { value: '30', word: 'For 30 days' },
] as const;

export type InviteForm = { email: string; role: Role; days: (typeof lasting)[number]['value'] };
export type InviteField = 'email' | 'role' | 'expiresAt';

/** What each field of the form is called, and what of the form it shows. */
export const inviteFields: Fields<InviteField, InviteForm> = {
  email: { label: 'Email', of: ['email'] },
  role: { label: 'Role', of: ['role'] },
  expiresAt: { label: 'The link works', of: ['days'] },
};

/** Where a form begins: what most colleagues need. */
export const emptyInvite: InviteForm = { email: '', role: 'OPERATOR', days: '7' };

/** What can be seen to be wrong without asking. */
export function problemsInInvite({ email }: InviteForm): Problems<InviteField> {
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? {} : { email: 'An address with an @ in it.' };
}

const dayMs = 24 * 3_600_000;
// The clock of this browser may be ahead of the server's, which allows 30 days and not a second more.
const slackMs = 60_000;

/** The invitation to be. */
export function newInvite({ email, role, days }: InviteForm, nowMs: number): InviteMemberInput {
  const expiresAt = days === '7' ? null : new Date(nowMs + Number(days) * dayMs - slackMs).toISOString();
  return { email: email.trim(), role, expiresAt };
}
