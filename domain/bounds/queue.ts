/** Queues. Each number has its reason beside it. */
export const queueBounds = {
  queueConcurrencyMax: 100_000,
} as const;
