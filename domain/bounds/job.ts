/** Jobs and calls about many of them. Each number has its reason beside it. */
export const jobBounds = {
  // One call, one transaction: above this a client pages its own work.
  enqueueBatchMax: 1_000,
  priorityMin: -1_000,
  priorityMax: 1_000,
  // A job whose worker died this many times while it ran is poison (G8).
  crashesMax: 3,
  // Jobs cancelled or retried by one call: a second or two in one transaction, and nobody means more by one click.
  bulkJobsMax: 10_000,
  // The jobs that a bulk call names in its answer: what fits on a screen beside the question.
  bulkJobsShownMax: 20,
  // How far is counted before a job in the line of its queue: a millisecond, and beyond it nobody counts along.
  lineCountMax: 1_000,
  // The waiting jobs of a queue that are asked what they wait for, and those of them that are told by name.
  waitsLookedAtMax: 500,
  lineShownMax: 100,
  // Nobody chooses from a longer list of names.
  facetValuesMax: 100,
} as const;
