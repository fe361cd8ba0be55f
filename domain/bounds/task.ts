/** Tasks, their handlers and retry policies. Each number has its reason beside it. */
export const taskBounds = {
  // Beyond this a retry policy is a schedule.
  attemptsMax: 100,
  // A retry that waits longer than this is a schedule.
  retryDelayMsMax: 7 * 24 * 3_600_000,
  timeoutMsMax: 24 * 3_600_000,
  outboundUrlLengthMax: 8_192,
  schemaSizeBytesMax: 64 * 1024,
  // What all jobs of one call, or all steps that one settlement makes ready in a run, may take together.
  schemaCostPerCallMax: 20_000_000,
  headersMax: 64,
  headerLengthMax: 8_192,
  urlLengthMax: 2_048,
  // What the builtin `log` writes: enough to fill the log of an attempt, and to try what happens beyond.
  builtinLinesMax: 100_000,
  // The dots of a task in the catalogue.
  recentJobsMax: 20,
  // What the figures of a task are told from. More would make a page of fifty tasks slow, and moves a p95 by little.
  figuresJobsMax: 500,
  // What its history is told from: one task at a time.
  historyJobsMax: 5_000,
  figuresWindowMs: 7 * 24 * 3_600_000,
  // Six hours each: a week in 28 bars.
  historySpans: 28,
  // Workflows and schedules that are named with a task; the rest is counted.
  usesShownMax: 20,
  usesCountMax: 1_000,
  // Workflows that are checked against a new version of a task, one after the other: somebody waits for it.
  impactWorkflowsMax: 20,
  deprecationReasonLengthMax: 1_000,
  // A person waits for it, and a connection of the console with them.
  testCallMsMax: 10_000,
  // No worker that serves the queue takes it by then: nobody would go on waiting.
  testCallClaimMsMax: 5_000,
  // Enough for a head and the beginning of a body; nobody reads more in a form.
  testAnswerSizeBytesMax: 64 * 1024,
  testAnswerShownLength: 16_000,
  testLogLinesMax: 200,
  // People try things out one by one; beyond this it is a script that should enqueue jobs.
  testCallsOpenMax: 3,
  testCallsPerMinuteMax: 30,
} as const;
