/** Queues. Each number has its reason beside it. */
export const queueBounds = {
  queueConcurrencyMax: 100_000,
  // Shares of one to a thousand are as far apart as anybody can mean.
  weightMin: 1,
  weightMax: 1_000,
  // A sentence or a few; it stands on the page of the queue.
  pausedReasonLengthMax: 1_000,
  // An hour in columns that a cell of a table has room for.
  activityParts: 12,
  activityPartMs: 5 * 60_000,
  // What ended within the hour was made within the day before it, or it is told of as late and not as work.
  activityLookBackMs: 24 * 3_600_000,
  // Ended jobs that are looked at for all queues of a page: some 50 ms. A part with more is told as "so many or more".
  activitySamplesMax: 20_000,
  // What goes on now, and how it has been.
  flowMinutes: [5, 60],
  // Jobs in line, at work and ended of which the tasks of a queue are told: some 50 ms.
  tasksLookedAtMax: 10_000,
  // Whoever is about to set a cap on what waits learns no more of a larger number.
  waitingCountMax: 100_000,
  // More tasks are not told apart on a page.
  tasksShownMax: 20,
} as const;
