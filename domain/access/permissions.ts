/** Who may do what: one table, from which every check and the test matrix are made. */

export const roles = ['VIEWER', 'OPERATOR', 'EDITOR', 'ADMIN', 'AUDITOR', 'PLATFORM_ADMIN'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'read',
  'job.enqueue',
  'job.operate',
  'run.operate',
  'schedule.operate',
  'queue.operate',
  'alert.operate',
  'note.write',
  'view.share',
  'task.edit',
  'workflow.edit',
  'schedule.edit',
  'queue.edit',
  'token.manage',
  'member.manage',
  'tenant.manage',
  'platform.manage',
  'failure.operate',
] as const;
export type Permission = (typeof permissions)[number];

const operating: Permission[] = [
  'read',
  'job.enqueue',
  'job.operate',
  'run.operate',
  'schedule.operate',
  'queue.operate',
  'alert.operate',
  'failure.operate',
  'note.write',
  'view.share',
];
const editing: Permission[] = [...operating, 'task.edit', 'workflow.edit', 'schedule.edit', 'queue.edit'];
const managing: Permission[] = [...editing, 'token.manage', 'member.manage', 'tenant.manage'];

const granted: Record<Role, readonly Permission[]> = {
  VIEWER: ['read'],
  AUDITOR: ['read'],
  OPERATOR: operating,
  EDITOR: editing,
  ADMIN: managing,
  PLATFORM_ADMIN: permissions,
};

/** What a role may do. Token scopes, when given, narrow it further. */
export function permissionsOf(role: Role, scopes: readonly string[] = []): ReadonlySet<Permission> {
  const own = granted[role];
  return new Set(scopes.length === 0 ? own : own.filter((permission) => scopes.includes(permission)));
}

/** True when `role` may hand out `other`: nobody gives away more than they have. */
export function mayGrant(role: Role, other: Role): boolean {
  const own = permissionsOf(role);
  return granted[other].every((permission) => own.has(permission));
}
