/** What became of a message, in a line. */
import type { DeliveryRowFragment } from '#components/generated/notifications.ts';

/** Why it did not get through, or what its receiver said. */
export function whyOf({ error, answer, state }: Pick<DeliveryRowFragment, 'error' | 'answer' | 'state'>): string {
  if (error !== null) return error;
  if (answer !== null) return answer;
  return state === 'HELD' ? 'waits for the end of quiet hours' : '';
}

/** A subject without the name of the tenant, which whoever reads it here is in. */
export function withoutTenant(subject: string): string {
  return subject.replace(/^\[[a-z0-9-]+\] /, '');
}
