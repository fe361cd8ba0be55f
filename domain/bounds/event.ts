/** The event log as its readers see it. Each number has its reason beside it. */
export const eventBounds = {
  // Half a minute at 2,000 events a second, and the log of the longest run with its retries; a snapshot tells more sooner.
  catchUpEventsMax: 50_000,
} as const;
