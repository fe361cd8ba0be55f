/** May this actor do this? Every command and every query asks here first. */

import type { Permission } from '#domain/access/permissions.ts';
import { type Refusal, refuse } from '#domain/refusal.ts';
import { noId } from '#domain/value/ids.ts';
import type { Actor, Context } from '#engine/store/context.ts';

/** The tenant of a request that is about none: nothing is found in it and nothing may be changed in it. */
export const noTenantId = noId;

// Said to a person, so in the words of the product.
const meanings: Record<Permission, string> = {
  read: 'see anything here',
  'job.enqueue': 'enqueue jobs',
  'job.operate': 'cancel or retry jobs',
  'run.operate': 'start, cancel or retry runs',
  'schedule.operate': 'pause, resume or trigger schedules',
  'queue.operate': 'pause or resume queues',
  'note.write': 'write the hand-over note',
  'view.share': 'save views for everybody',
  'alert.operate': 'acknowledge or resolve alerts',
  'task.edit': 'register tasks',
  'workflow.edit': 'publish workflows',
  'schedule.edit': 'create or change schedules',
  'queue.edit': 'create or change queues',
  'token.manage': 'manage API tokens',
  'member.manage': 'manage members',
  'tenant.manage': 'manage this tenant and who is told of what',
  'platform.manage': 'manage the platform',
  'failure.operate': 'acknowledge, assign, snooze, comment or resolve failures',
};

/** The refusal for an actor who lacks the permission or has chosen no tenant; undefined when they may go on. */
export function refuseUnless(
  context: Pick<Context, 'actor' | 'tenantId'>,
  permission: Permission,
): { ok: false; refusals: Refusal[] } | undefined {
  if (!context.actor.permissions.has(permission)) {
    return refuse(
      'FORBIDDEN',
      `${nameOf(context.actor)} may not ${meanings[permission]}; the permission ${permission} is missing`,
    );
  }
  if (permission !== 'platform.manage' && permission !== 'read') return refuseNoTenant(context);
  return undefined;
}

/** The refusal for an act that is about no tenant. */
export function refuseNoTenant({
  tenantId,
}: Pick<Context, 'tenantId'>): { ok: false; refusals: Refusal[] } | undefined {
  if (tenantId !== noTenantId) return undefined;
  return refuse('FORBIDDEN', 'no tenant is chosen: name one in the header taskflow-tenant');
}

function nameOf(actor: Actor): string {
  return `${actor.kind} "${actor.name}" with the role ${actor.role}`;
}
