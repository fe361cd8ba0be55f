/** Steps without a task: what they may ask and keep. Each number has its reason beside it. */
export const stepBounds = {
  // A year: what waits longer is better begun by a schedule.
  waitMsMax: 366 * 24 * 3_600_000,
  // What a person reads at a glance.
  titleLengthMax: 200,
  // A form that a person fills in, without scrolling for minutes.
  formSizeBytesMax: 32 * 1024,
  // Signals that a run keeps for steps that do not wait for them yet.
  keptSignalsMax: 100,
  // And all of them together.
  keptSignalsSizeBytesMax: 1024 * 1024,
  // Steps that one pass of the worker closes; the rest follows at once.
  closedPerPassMax: 200,
} as const;
