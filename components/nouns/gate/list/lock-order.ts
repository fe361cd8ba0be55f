/** The orders of the locks in their table. */
import type { RowOrder } from '#components/kit/list/whole/row-order.ts';
import type { Lock } from '#components/nouns/gate/gate-words.ts';

export type LockSort = 'waiting' | 'key' | 'held' | 'oldest' | 'contention';

/** By how many wait, or the highest number first; equals stay in the order of their keys. */
export const lockOrders: Record<LockSort, RowOrder<Lock>> = {
  waiting: highestFirst(({ waiting }) => waiting),
  key: byKey,
  held: highestFirst(({ held, capacity }) => (capacity === null ? 0 : held / Math.max(1, capacity))),
  oldest: highestFirst(({ oldestWaiterSince }) =>
    oldestWaiterSince === null ? Number.NEGATIVE_INFINITY : -Date.parse(oldestWaiterSince),
  ),
  contention: highestFirst(({ contention }) => contention ?? -1),
};

function byKey(one: Lock, other: Lock): number {
  return one.key.localeCompare(other.key) || one.kind.localeCompare(other.kind);
}

function highestFirst(rankOf: (lock: Lock) => number): RowOrder<Lock> {
  return (one, other) => rankOf(other) - rankOf(one) || byKey(one, other);
}
