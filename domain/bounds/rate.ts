/** Rates: how many jobs may start in a span of time. Each number has its reason beside it. */
export const rateBounds = {
  // More in a second than a database starts; as a rate per hour still three hundred a second.
  maxMax: 1_000_000,
} as const;
