/** The limits of a queue in words. */
import type { PolicyKind, PolicyLevel } from '#components/generated/queue.ts';

/** What is limited. */
export function sayLimitOf(kind: PolicyKind): string {
  switch (kind) {
    case 'QUEUE_RUNNING_MAX':
      return 'Jobs of the queue at once';
    case 'TENANT_RUNNING_MAX':
      return 'Jobs of the tenant at once';
    default:
      return 'Waiting jobs of the tenant';
  }
}

/** Who says so. */
export function sayLimitLevel(level: PolicyLevel): string {
  switch (level) {
    case 'QUEUE':
      return 'this queue';
    case 'TENANT':
      return 'the tenant';
    default:
      return 'nobody limits it';
  }
}

/** What is said of the limit that is reached first. */
export function sayBinding({ isFull }: { isFull: boolean }): string {
  return isFull ? 'holds jobs up now' : 'is reached first';
}
