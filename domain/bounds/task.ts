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
} as const;
