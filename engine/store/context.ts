/** Who asks, for which tenant, on which database: what every command and query takes first. */
import type { Permission } from '#domain/access/permissions.ts';
import type { Database } from './database.ts';
import type { Hints } from './hints.ts';

/** The person, token or duty behind an action, as the event log names it. */
export type Actor = {
  kind: 'user' | 'token' | 'system';
  /** Bare uuid of the user or token; the duty's name for the system. */
  id: string;
  name: string;
  role: 'VIEWER' | 'OPERATOR' | 'EDITOR' | 'ADMIN' | 'AUDITOR' | 'PLATFORM_ADMIN';
  permissions: ReadonlySet<Permission>;
  /** Bare uuid of the session in which a person asks; nobody else has one. */
  sessionId?: string;
};

export type Context = {
  database: Database;
  hints: Hints;
  actor: Actor;
  /** Bare uuid of the tenant that the request is about. */
  tenantId: string;
};

/** How the event log names the actor: `user:<uuid>`, `token:<uuid>`, `system:planner`. */
export function actorName(actor: Actor): string {
  return `${actor.kind}:${actor.id}`;
}
