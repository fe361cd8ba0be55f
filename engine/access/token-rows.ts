/** API tokens as the read side hands them out: never with their secret. */
import type { Role } from '#domain/access/permissions.ts';

/** A token; `tenantId` is null for one of the platform. */
export type TokenRow = {
  id: string;
  tenantId: string | null;
  name: string;
  role: Role;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Who revoked it, as the event log names them. */
  revokedBy: string | null;
};

/** Everything of a token but its secret. */
export const tokenColumns = {
  id: true,
  tenantId: true,
  name: true,
  role: true,
  scopes: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
  revokedBy: true,
};
