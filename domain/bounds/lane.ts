/** Lanes: the queues of tenants as workers share themselves out among them. Each number has its reason beside it. */
export const laneBounds = {
  // Against a weight of one: above it the light one would wait for seconds on a slow worker.
  weightMax: 1_000,
} as const;
