/** Invitations as the read side hands them out: never with their secret. */
import { type InvitationStanding, invitationStanding } from '#domain/access/invitation.ts';
import type { Role } from '#domain/access/permissions.ts';
import type { InvitationState } from '#domain/machines.ts';

export type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  state: InvitationStanding;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
};

/** Everything of an invitation but its secret. */
export const invitationColumns = {
  id: true,
  email: true,
  role: true,
  state: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  endedAt: true,
};

/** The row as it stands at an instant. */
export function invitationRow(
  stored: Omit<InvitationRow, 'state'> & { state: InvitationState },
  now: Date,
): InvitationRow {
  return { ...stored, state: invitationStanding(stored, now) };
}
