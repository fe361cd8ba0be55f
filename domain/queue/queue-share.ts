/** What a queue gets of the slots of its tenant, against what its weight entitles it to. */

/** A queue and what of it ended in the last hour. */
export type WeighedQueue = { id: string; priority: number; weight: number; ended: number };

/** Percentages of what the queues of the same priority do; `actual` is null when nothing of them ended. */
export type QueueShare = { expectedPercent: number; actualPercent: number | null; competitors: number };

/** The share of one of the queues. A queue in which nothing ended leaves its share to the others, so it does not compete. */
export function queueShare(queue: WeighedQueue, all: readonly WeighedQueue[]): QueueShare {
  const others = all.filter((other) => other.id !== queue.id && other.priority === queue.priority && other.ended > 0);
  const weights = others.reduce((sum, other) => sum + other.weight, queue.weight);
  const ended = others.reduce((sum, other) => sum + other.ended, queue.ended);
  return {
    expectedPercent: (100 * queue.weight) / weights,
    actualPercent: ended === 0 ? null : (100 * queue.ended) / ended,
    competitors: others.length,
  };
}
