/** What the form of an API token holds, what it may offer, and the input that it stands for. */
import type { CreateApiTokenInput, TokenRowFragment } from '#components/generated/settings.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import type { Look } from '#components/state/state-look.ts';
import { mayGrant, type Permission, permissions, permissionsOf, type Role, roles } from '#domain/access/permissions.ts';

/** How long a token lasts: a number of days, for ever, or until the end of a day that is named. */
export const expiries = [
  { value: '7', word: 'In 7 days' },
  { value: '30', word: 'In 30 days' },
  { value: '90', word: 'In 90 days' },
  { value: '365', word: 'In 365 days' },
  { value: 'day', word: 'On a day …' },
  { value: 'never', word: 'Never' },
] as const;
export type Expiry = (typeof expiries)[number]['value'];

export type TokenForm = {
  name: string;
  role: Role;
  /** Those that were taken away from what the role may do. */
  without: readonly Permission[];
  expiry: Expiry;
  /** `2026-12-31`, when the expiry is a day. */
  day: string;
};

export type TokenField = 'name' | 'role' | 'expiresAt' | 'scopes';
export type TokenProblems = Problems<TokenField>;

/** What each field of the form is called, and what of the form it shows. */
export const tokenFields: Fields<TokenField, TokenForm> = {
  name: { label: 'What it is for', of: ['name'] },
  role: { label: 'Role', of: ['role'] },
  expiresAt: { label: 'Ends', of: ['expiry', 'day'] },
  scopes: { label: 'May', of: ['role', 'without'] },
};

/** Where a form begins: what most integrations need, and an end. */
export const emptyToken: TokenForm = { name: '', role: 'OPERATOR', without: [], expiry: '90', day: '' };

const dayMs = 24 * 3_600_000;

/** The roles that somebody may hand out within a tenant. */
export function grantableRoles(role: Role): Role[] {
  return roles.filter((other) => other !== 'PLATFORM_ADMIN' && mayGrant(role, other));
}

/** What a token of this role could do, in the order of the table. */
export function scopesOf(role: Role): Permission[] {
  const own = permissionsOf(role);
  return permissions.filter((permission) => own.has(permission));
}

/** What can be seen to be wrong without asking. */
export function problemsInToken(form: TokenForm, nowMs: number): TokenProblems {
  const problems: TokenProblems = {};
  if (form.name.trim() === '') problems.name = 'Say what it is for, so that somebody can tell later.';
  const left = scopesOf(form.role).filter((scope) => !form.without.includes(scope));
  if (left.length === 0) problems.scopes = 'A token that may do nothing is of no use: leave at least one.';
  const expiresAt = expiresAtOf(form, nowMs);
  if (form.expiry === 'day' && (expiresAt === null || Date.parse(expiresAt) <= nowMs)) {
    problems.expiresAt = 'Choose a day that has not passed.';
  }
  return problems;
}

/** The token to be made. With everything that the role may do, no scopes are named: it then follows the role. */
export function newToken(form: TokenForm, nowMs: number): CreateApiTokenInput {
  const scopes = scopesOf(form.role).filter((scope) => !form.without.includes(scope));
  const isNarrowed = scopes.length < scopesOf(form.role).length;
  return {
    name: form.name.trim(),
    role: form.role,
    scopes: isNarrowed ? scopes : [],
    expiresAt: expiresAtOf(form, nowMs),
  };
}

/** Whether a token still opens anything. */
export function tokenLook(
  { revokedAt, expiresAt }: Pick<TokenRowFragment, 'revokedAt' | 'expiresAt'>,
  nowMs: number,
): Look {
  if (revokedAt !== null) return { word: 'Revoked', family: 'waiting', glyph: 'slash' };
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) {
    return { word: 'Expired', family: 'waiting', glyph: 'clock' };
  }
  return { word: 'Works', family: 'success', glyph: 'check' };
}

function expiresAtOf({ expiry, day }: TokenForm, nowMs: number): string | null {
  if (expiry === 'never') return null;
  if (expiry !== 'day') return new Date(nowMs + Number(expiry) * dayMs).toISOString();
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(startMs) ? null : new Date(startMs + dayMs - 1).toISOString();
}
