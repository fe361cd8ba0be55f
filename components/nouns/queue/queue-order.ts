/** The orders of the queues in their table. */
import type { RowOrder } from '#components/kit/list/whole/row-order.ts';
import type { Queue } from './queue-standing.ts';

export type QueueSort = 'name' | 'waiting' | 'running' | 'oldest' | 'priority';

/** By name, or the highest number first; equals stay in the order of their names. */
export const queueOrders: Record<QueueSort, RowOrder<Queue>> = {
  name: byName,
  waiting: highestFirst(({ depth }) => depth),
  running: highestFirst(({ running }) => running),
  oldest: highestFirst(({ oldestAgeMs }) => oldestAgeMs ?? -1),
  priority: highestFirst(({ priority }) => priority),
};

function byName(one: Queue, other: Queue): number {
  return one.name.localeCompare(other.name);
}

function highestFirst(rankOf: (queue: Queue) => number): RowOrder<Queue> {
  return (one, other) => rankOf(other) - rankOf(one) || byName(one, other);
}
