/** Roles and permissions as people read them. */
import type { Permission, Role } from '#domain/access/permissions.ts';

export const roleWords: Record<Role, { word: string; sentence: string }> = {
  VIEWER: { word: 'Viewer', sentence: 'Reads.' },
  OPERATOR: { word: 'Operator', sentence: 'Reads, enqueues, cancels, retries, pauses and resolves.' },
  EDITOR: { word: 'Editor', sentence: 'Operates, and edits tasks, workflows, schedules and queues.' },
  ADMIN: { word: 'Admin', sentence: 'Edits, and manages members, tokens and the tenant.' },
  AUDITOR: { word: 'Auditor', sentence: 'Reads everything, the audit trail included.' },
  PLATFORM_ADMIN: { word: 'Platform admin', sentence: 'Everything, in every tenant.' },
};

export const permissionWords: Record<Permission, string> = {
  read: 'Read everything',
  'job.enqueue': 'Enqueue jobs',
  'job.operate': 'Cancel and retry jobs',
  'run.operate': 'Start, cancel and retry runs',
  'schedule.operate': 'Pause, resume and fire schedules',
  'queue.operate': 'Pause and resume queues',
  'failure.operate': 'Take on, assign, put off and resolve failures',
  'note.write': 'Write the hand-over note',
  'view.share': 'Save views for everybody',
  'alert.operate': 'Acknowledge and resolve alerts',
  'task.edit': 'Register tasks',
  'workflow.edit': 'Publish workflows',
  'schedule.edit': 'Create, change and delete schedules',
  'queue.edit': 'Create queues and set their limits',
  'token.manage': 'Create and revoke API tokens',
  'member.manage': 'Invite, change and remove members',
  'tenant.manage': 'Manage the tenant and who is told of what',
  'platform.manage': 'Manage every tenant',
};
