/** A limit on everything. Each number has its reason beside it; nothing in the product loops, queues or waits without one of these. */
export const bounds = {
  // A payload larger than this belongs in object storage; it would dominate the write-ahead log of its job.
  payloadSizeBytesMax: 256 * 1024,
  // JSON.parse itself is iterative, but everything that walks a value afterwards is not.
  jsonDepthMax: 64,
  jsonNodesMax: 100_000,
  // One call, one transaction: above this a client pages its own work.
  enqueueBatchMax: 1_000,
  // Relay pages: contract/api.md.
  pageSizeDefault: 50,
  pageSizeMax: 200,
  // A count above this is shown as "10,000+": counting further costs a scan nobody reads.
  countMax: 10_000,
  nameLengthMax: 200,
  textLengthMax: 4_000,
  labelsMax: 32,
  // Beyond this a retry policy is a schedule.
  attemptsMax: 100,
  // A retry that waits longer than this is a schedule.
  retryDelayMsMax: 7 * 24 * 3_600_000,
  timeoutMsMax: 24 * 3_600_000,
  priorityMin: -1_000,
  priorityMax: 1_000,
  // contract/workflow-definition.md: TOO_LARGE above.
  stepsMax: 5_000,
  dependenciesPerStepMax: 1_000,
  definitionSizeBytesMax: 4 * 1024 * 1024,
  cronLengthMax: 256,
  // Ticks that one schedule may catch up or record in one planning pass; the rest follow in the next pass.
  ticksPerPassMax: 1_000,
  previewCountMax: 100,
  // A leader's takeover (10 s, G6) and a dead planner's lease (35 s, G4) both fit inside; older than this is an outage.
  lateAfterMs: 60_000,
  // Every schedule of a large tenant may be due at one instant; each entry is some 150 bytes.
  instantMemoMax: 20_000,
  // About 600 zones exist, each asked for a year or two.
  zoneMemoMax: 2_000,
  // Rarest legal date: the fifth weekday of a February, 40 years apart around 2100; a zone moves its clocks at most 4 times a year.
  zoneStretchesMax: 250,
  // A window longer than ten years is a mistake in the unit.
  durationMsMax: 3_660 * 24 * 3_600_000,
  // A job whose worker died this many times while it ran is poison (G8).
  crashesMax: 3,
  errorTextLengthMax: 4_000,
  stackLengthMax: 16_000,
} as const;
