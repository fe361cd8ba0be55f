/** Batches of reruns. Each number has its reason beside it. */
export const rerunBounds = {
  // Runs of one batch: an incident of an hour; what is larger is better told apart by workflow or time.
  itemsMax: 5_000,
  // Batches of a tenant that still start runs: somebody must be able to tell them apart.
  openBatchesMax: 10,
  // Ten a second: faster than that, what failed together fails together again.
  perMinuteMax: 600,
  perMinuteDefault: 60,
  // Runs that one pass starts, and of one batch: a second's worth, so that a slow start delays no other tenant for long.
  startsPerPassMax: 100,
  startsPerBatchMax: 20,
  // Batches that one pass looks at, the longest waiting first.
  batchesPerPassMax: 50,
  // A pass that comes late makes up for so much; a worker that was away does not start all that it missed at once.
  arrearsMs: 2_000,
  // How often a batch is looked at while nothing of it may start: for runs of it that have ended.
  lookMs: 2_000,
  // And while it is paused and nothing of it runs.
  pausedLookMs: 3_600_000,
  // The runs that the question before a batch names: what fits on a screen beside it.
  runsShownMax: 20,
  // Reasons why runs were refused, shown with a batch.
  refusalsShownMax: 20,
} as const;
