/** What became of a message, in a line. */
import type { DeliveryRowFragment } from '#components/generated/notifications.ts';

/** Why it did not get through, or what its receiver said. */
export function whyOf({ error, answer, state }: Pick<DeliveryRowFragment, 'error' | 'answer' | 'state'>): string {
  if (error !== null) return error;
  if (answer !== null) return answer;
  return state === 'HELD' ? 'waits for the end of quiet hours' : '';
}
