/** Service levels. Each number has its reason beside it. */
export const slaBounds = {
  // Jobs whose service level is judged in one transaction, and open alerts looked at again in it.
  breachesPerPassMax: 1_000,
} as const;
