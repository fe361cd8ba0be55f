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
  // Schedules share few distinct expressions; a parsed one is some kilobytes.
  expressionMemoMax: 2_000,
  // About 600 zones exist, each asked for a year or two.
  zoneMemoMax: 2_000,
  // Rarest legal date: the fifth weekday of a February, 40 years apart around 2100; a zone moves its clocks at most 4 times a year.
  zoneStretchesMax: 250,
  // 29W in February waits up to eight years, with three or four days to look at in each; twice that with LW.
  candidateDaysMax: 100,
  // A window longer than ten years is a mistake in the unit.
  durationMsMax: 3_660 * 24 * 3_600_000,
  // A job whose worker died this many times while it ran is poison (G8).
  crashesMax: 3,
  errorTextLengthMax: 4_000,
  stackLengthMax: 16_000,
  // A migration waits this long for a table that live workers use, then gives way to them and tries again.
  migrationLockMsMax: 3_000,
  migrationTriesMax: 5,
  // Another process that migrates the same database may be applying a long history.
  migratorWaitMsMax: 120_000,
  // Recovery after a crash replays up to four gigabytes of write-ahead log.
  postgresStartMsMax: 120_000,
  // A fast shutdown writes one checkpoint.
  postgresStopMsMax: 30_000,
  // The server's log is renamed away above this at the next start, so two of them are kept at most.
  logSizeBytesMax: 16 * 1024 * 1024,
  // A process that dies more often than this within its window will not get better by itself.
  restartsMax: 5,
  restartWindowMs: 60_000,
  restartDelayMsMax: 10_000,
  // The first answer of a console that still compiles its pages.
  readyMsMax: 120_000,
  // How long `npm start` waits for a worker to finish what it holds, and for a console to say goodbye.
  workerDrainMsMax: 60_000,
  consoleStopMsMax: 10_000,
  // A condition longer or deeper than this is a program; it belongs in a task.
  expressionLengthMax: 4_000,
  expressionNodesMax: 500,
  expressionDepthMax: 32,
  // Loop rounds and values compared in one evaluation: about 100 ms of one core at worst.
  expressionCostMax: 100_000,
  // split() makes long lists and join() multiplies them by its separator.
  joinSeparatorLengthMax: 16,
  // A text with more expressions than this is a document; rendering it belongs in a task.
  templateExpressionsMax: 1_000,
  variablesMax: 1_000,
  // A person fixes the first hundred before reading on.
  problemsMax: 100,
  // Expanding more aliases than this is an attack, not a definition.
  yamlAliasesMax: 50,
  // A while loop that has not ended by then never will.
  iterationsMax: 100_000,
} as const;
