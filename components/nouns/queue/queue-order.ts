/** The order of the queues in the table. It is chosen by a person and does not move under their hand. */
import type { Queue } from './queue-standing.ts';

export const queueSorts = ['name', 'waiting', 'running', 'oldest', 'priority'] as const;
export type QueueSort = (typeof queueSorts)[number];

const rankOf: Record<Exclude<QueueSort, 'name'>, (queue: Queue) => number> = {
  waiting: ({ depth }) => depth,
  running: ({ running }) => running,
  oldest: ({ oldestAgeMs }) => oldestAgeMs ?? -1,
  priority: ({ priority }) => priority,
};

/** The queues by name, or the highest number first; equals stay in the order of their names. */
export function sortQueues<Q extends Queue>(queues: readonly Q[], sort: QueueSort): Q[] {
  const byName = queues.toSorted((a, b) => a.name.localeCompare(b.name));
  if (sort === 'name') return byName;
  const rank = rankOf[sort];
  return byName.toSorted((a, b) => rank(b) - rank(a));
}

/** The queues in an order that was shown before; those that came since stand below. */
export function keepOrder<Q extends Queue>(queues: readonly Q[], ids: readonly string[]): Q[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  return queues.toSorted((a, b) => (places.get(a.id) ?? ids.length) - (places.get(b.id) ?? ids.length));
}
