/** What can be done to an invitation that nobody has accepted. */
import { ask } from '#components/api/ask.ts';
import { RevokeInvitationDocument } from '#components/generated/members.ts';
import type { Act } from '#components/kit/act/act.ts';

export type ActedInvitation = { id: string; email: string };

const revoke: Act<ActedInvitation> = {
  key: 'invitation.revoke',
  word: 'Revoke',
  permission: 'member.manage',
  fits: () => true,
  call: ({ id }) => ask(RevokeInvitationDocument, { id }, (data) => data.revokeInvitation),
  done: ({ email }) => `The invitation of ${email} opens nothing any more`,
  asks: {
    title: ({ email }) => `Revoke the invitation of ${email}?`,
    verb: 'Revoke the invitation',
    isDanger: true,
    reason: 'none',
    says: () => [
      'Its link opens nothing any more. To let them in after all, invite them again: they get another link.',
    ],
  },
  back: { kind: 'none' },
};

export const invitationActs: readonly Act<ActedInvitation>[] = [revoke];
