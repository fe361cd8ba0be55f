/** Who may make whom a member, change their role or remove them. A tenant is never left without an admin. */

import { mayGrant, type Role } from '#domain/access/permissions.ts';
import { type Refusal, refuse } from '#domain/refusal.ts';

export type MemberChange = {
  /** The role of who does it. */
  by: Role;
  /** The role that the member has; null for somebody who is none. */
  from: Role | null;
  /** The role that they get; null when they are removed. */
  to: Role | null;
  /** Admins of the tenant before the change. */
  admins: number;
};

/** Why the change may not be made; undefined when it may. Nobody hands out, or takes away, more than they have. */
export function refuseMemberChange({
  by,
  from,
  to,
  admins,
}: MemberChange): { ok: false; refusals: Refusal[] } | undefined {
  // Who spans tenants is a property of the person, not of a membership.
  if (to === 'PLATFORM_ADMIN') return refuse('BAD_INPUT', 'PLATFORM_ADMIN is not a role within a tenant', ['role']);
  if (to !== null && !mayGrant(by, to)) return refuse('FORBIDDEN', `${by} may not hand out the role ${to}`, ['role']);
  if (from !== null && !mayGrant(by, from))
    return refuse('FORBIDDEN', `${by} may not change a member with the role ${from}`, ['role']);
  if (from === 'ADMIN' && to !== 'ADMIN' && admins <= 1)
    return refuse('ILLEGAL_TRANSITION', 'this is the last admin of the tenant; make somebody else an admin first', [
      'user',
    ]);
  return undefined;
}

export type ResetWish = {
  by: Role;
  /** The role of the member in the tenant of who asks. */
  role: Role;
  isPlatformAdmin: boolean;
  /** In how many other tenants they are. */
  otherTenants: number;
};

/**
 * Why somebody may not give a member the link to a new password; undefined when they may. The link opens everything that
 * the person may do: also what lies in other tenants, which only the platform's admins span.
 */
export function refuseReset({
  by,
  role,
  isPlatformAdmin,
  otherTenants,
}: ResetWish): { ok: false; refusals: Refusal[] } | undefined {
  if (by === 'PLATFORM_ADMIN') return undefined;
  if (!isPlatformAdmin && otherTenants === 0 && mayGrant(by, role)) return undefined;
  return refuse('FORBIDDEN', 'this person may do more than you: ask a platform admin for the link', ['user']);
}
