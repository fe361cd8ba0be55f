/** What one move of a run may take and hold. Each number has its reason beside it. */
export const runBounds = {
  // Open runs of a tenant that are counted by version: ten times as many as are held at once, and read in a few milliseconds.
  openRunsCountedMax: 10_000,
  // All expressions that one move of a run evaluates, shared by its conditions; as much again for params and outputs.
  advanceCostMax: 50_000,
  // What the runs of one pass may take together, half a second of one core; more of them are moved in smaller batches.
  passCostMax: 500_000,
  // Params that one move of a run renders; steps above it wait for the next move.
  advanceRenderedBytesMax: 4 * 1024 * 1024,
  // All variables of a run: they are written again with every move of it.
  runVariablesSizeBytesMax: 512 * 1024,
  // One call, one transaction: the roots of so many runs are a second's work of the server at most.
  startBatchMax: 100,
  // Runs that one call cancels, pauses or resumes, or whose steps it cancels: each is locked, decided about and written.
  bulkRunsMax: 2_000,
  // Steps at work or waiting for it that one call cancels with their runs: as many as jobs by a call of their own.
  bulkStepsMax: 10_000,
  // Runs that a bulk call reads whole at once: variables and progress of so many fit into memory.
  bulkRunsAtOnceMax: 100,
  // The runs that a bulk call names in its answer: what fits on a screen beside the question.
  bulkRunsShownMax: 20,
  // Nobody chooses from a longer list of names.
  facetValuesMax: 100,
  // The latest runs of a workflow, shown as bars in its row.
  recentRunsMax: 20,
  // What a dry run says of queues, quotas, locks and pools, and the steps that it names with each.
  findingsMax: 100,
  findingStepsMax: 10,
  // All params that a dry run shows: enough to read, and a part of the largest answer.
  dryRunParamsSizeBytesMax: 2 * 1024 * 1024,
  // The latest reruns of a run, shown with it: who repeats it more often looks at the list of runs.
  rerunsShownMax: 20,
  // Changes of one call: what a person puts into one list and still means.
  changesPerCallMax: 50,
  // Calls that change one run: after that it is another workflow, and better published as one.
  changesMax: 100,
} as const;

/** A run as it was at an instant, read off its log. */
export const momentBounds = {
  // Events that one question goes through: some seconds of reading beside the work of others; a run of 5,000 steps tried five times has half of it.
  eventsMax: 150_000,
  // Of these at once: a few milliseconds of work between two statements.
  eventsPerReadMax: 5_000,
  rowsPerReadMax: 5_000,
  // Events handed out after a moment: who steps through a run asks once in so many steps.
  eventsShownMax: 500,
  eventsShownDefault: 100,
  // Failures that are named with it: more marks than that beside each other are a bar.
  failuresShownMax: 200,
} as const;

/** Two runs side by side. */
export const comparisonBounds = {
  // Steps that are told of, those first that took longer by most.
  stepsShownDefault: 200,
} as const;

/** Batches of reruns. */
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
