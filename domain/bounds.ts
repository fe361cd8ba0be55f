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
  // A count above this is shown as "1,000+": counting further costs a scan nobody reads.
  countMax: 1_000,
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
  // Enough to see a week of weekdays, few enough to read on three clocks.
  previewShown: 5,
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
  // Loop rounds and values compared in one evaluation, each about a microsecond of one core.
  expressionCostMax: 50_000,
  // All expressions that one move of a run evaluates, shared by its conditions; as much again for params and outputs.
  advanceCostMax: 50_000,
  // What the runs of one transaction may take together; more of them are moved in smaller batches.
  passCostMax: 500_000,
  // Others are let in between two runs when this much was taken since the last time.
  breathCost: 25_000,
  // Params that one move of a run renders; steps above it wait for the next move.
  advanceRenderedBytesMax: 4 * 1024 * 1024,
  // All variables of a run: they are written again with every move of it.
  runVariablesSizeBytesMax: 512 * 1024,
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
  // What one job may read from a foreign server; its result is bound by payloadSizeBytesMax besides.
  outboundResponseSizeBytesMax: 1024 * 1024,
  outboundUrlLengthMax: 8_192,
  // A server that has not begun to answer by then is better tried again.
  outboundHeadersMsMax: 10_000,
  outboundConnectMsMax: 10_000,
  outboundRedirectsMax: 3,
  // Each origin keeps a small pool of connections; an idle one goes after seconds.
  outboundOriginsMax: 10_000,
  // Longer than a server may reasonably ask to be left alone; beyond this it is an outage that people should see.
  retryAfterMsMax: 3_600_000,
  // A session or token is asked for again on every request; older knowledge than this would outlive a revocation.
  identityMemoMs: 5_000,
  identityMemoMax: 10_000,
  // OWASP: a longer password only feeds the hash with work.
  passwordSizeBytesMax: 1_024,
  passwordLengthMin: 8,
  // Each hash takes 128 MiB and half a second of one core.
  passwordHashesAtOnceMax: 4,
  // Some seconds of waiting; who comes later is told to come back.
  passwordHashesWaitingMax: 32,
  emailLengthMax: 254,
  slugLengthMax: 63,
  sessionMsMax: 7 * 24 * 3_600_000,
  sessionIdleMsMax: 8 * 3_600_000,
  // Typing errors are free; then the delay doubles from one second, and nobody is locked out for longer than minutes.
  signInFailuresFree: 3,
  // An office shares one address.
  signInFailuresPerAddressFree: 30,
  signInDelayMsMax: 5 * 60_000,
  // An hour without a failure forgives all before.
  signInMemoryMs: 3_600_000,
  // Who uses a token or session is noted at most this often: a write per read would double the load.
  seenIntervalMs: 60_000,
  // People belong to some tenants, not to thousands; the sign-in page lists them all.
  membershipsMax: 500,
  // An attribute bag or a schema is configuration, not data.
  attributesSizeBytesMax: 16 * 1024,
  schemaSizeBytesMax: 64 * 1024,
  schemaMemoMax: 1_000,
  // A schema with a ruinous pattern is cut off; an honest one needs microseconds per value.
  schemaCheckMsMax: 250,
  queueConcurrencyMax: 100_000,
  tenantJobsMax: 100_000_000,
  headersMax: 64,
  headerLengthMax: 8_192,
  urlLengthMax: 2_048,
  queryLengthMax: 1_000,
  queryTermsMax: 50,
  // A name in a query stands for one or a few tasks; a word in it may match more.
  queryMatchesMax: 1_000,
  // Queues, workers and members of one tenant are shown whole.
  listWholeMax: 1_000,
  // Rows read to count what no index counts; beyond, the count is a lower bound.
  countScanMax: 2_000,
  // What a person marked by hand; more than this is a condition.
  idsPerFilterMax: 1_000,
  // Jobs cancelled or retried by one call: a second or two in one transaction, and nobody means more by one click.
  bulkJobsMax: 10_000,
  // Runs whose steps one call cancels: each is locked, decided about and written.
  bulkRunsMax: 2_000,
  // The jobs that a bulk call names in its answer: what fits on a screen beside the question.
  bulkJobsShownMax: 20,
  // Facets tell what a list is made of; the newest jobs tell it well enough, in some 20 ms.
  facetScanMax: 5_000,
  // Nobody chooses from a longer list of names.
  facetValuesMax: 100,
  // A month with a day that a clock change made longer; a longer window is a report, not a glance.
  statisticsWindowMsMax: 31 * 24 * 3_600_000,
  // As many bars as a chart a finger wide has room for, and as many as a wide screen has.
  statisticsBucketsDefault: 60,
  statisticsBucketsMax: 500,
  // As many bars as a wide screen has room for, each wide enough to press.
  histogramBucketsMax: 120,
  histogramBucketsDefault: 48,
  // A year with its leap day; whoever looks further back narrows the query.
  histogramWindowMsMax: 366 * 24 * 3_600_000,
  // What one histogram looks at, shared by its buckets: rows, or entries of an index that answers alone, each in some
  // 25 ms. A bucket with more is told as "so many or more".
  histogramRowsMax: 20_000,
  histogramEntriesMax: 250_000,
  // Waiting jobs of a window that are read one by one, which alone tells them from those that succeeded.
  histogramWaitingMax: 10_000,
  // Jobs whose punctuality is looked at: a percentage of them is off by less than a tenth, in some 20 ms.
  statisticsSampleMax: 4_000,
  // Counting further would hold up the page; no depth is shown then.
  waitingCountMax: 1_000_000,
  // The latest runs of a workflow, shown as dots in its row.
  recentRunsMax: 20,
  // Entities that share one row of the event log.
  entitiesPerEventMax: 500,
  // Keys that one batch of a loader may carry: a full page of rows with a few references each.
  loadBatchMax: 10_000,
  // One call pauses, resumes or deletes at most this many schedules; a client pages its own list.
  schedulesPerCallMax: 200,
  // Options of a field that are drawn at once; who looks for another one types.
  optionsShownMax: 60,
  // A preview is asked for when nobody has typed for this long.
  previewPauseMs: 250,
  // Jobs and runs of a list of ticks whose state is followed: the open ones stand at its top.
  followedWorkMax: 20,
  // Pages of schedules that one screen holds and reads again when something changes; who has more searches.
  schedulePagesMax: 10,
  // Instants that passed while a schedule was paused: a person reads the first page, the last entry says how long it went on.
  pausedTicksMax: 100,
  // Schedules planned in one transaction: some 100 ms of work, so that their jobs start while the next ones are planned.
  schedulesPerPassMax: 1_000,
  // Late schedules get a share of each pass, so that recording an outage never delays what is due now.
  lateSchedulesPerPassMax: 200,
  // After an outage each schedule has many instants to record; above this the pass ends and the next one goes on.
  ticksPerTransactionMax: 5_000,
  // Runs start with all their roots: fewer of them make a pass as long.
  runsPerPassMax: 200,
  // Checking params against an unkind schema takes long; a pass ends early rather than hold its locks.
  planningMsMax: 2_000,
  // A duty that meets a fault waits this long at most before it tries again.
  dutyBackoffMsMax: 5_000,
  // Jobs whose service level is judged in one transaction, and open alerts looked at again in it.
  breachesPerPassMax: 1_000,
  alertsPerPassMax: 1_000,
  // A hidden tab draws no frames; what gathers meanwhile is dropped above this and read afresh.
  gatheredEventsMax: 5_000,
  // A browser tries again this often at least, so that a restarted console is found at once.
  reconnectDelayMsMax: 10_000,
  // A socket that answers no ping for this long is half open.
  pongMsMax: 5_000,
  // Data older than this may mislead somebody who acts on it.
  staleAfterMs: 30_000,
  // Values are counted anew at most this often: numbers that change faster cannot be read.
  countFacetsMs: 5_000,
  // What a list of offers shows without scrolling far; another letter narrows it.
  suggestionsMax: 12,
  // A row of tabs that can still be read.
  savedViewsMax: 20,
  recentQueriesMax: 8,
  // Names in a row of tabs.
  viewNameLengthMax: 40,
  // A value longer than this is folded, so that what stands below it can be found.
  jsonLinesShownMax: 24,
  // New rows are counted at most this often, however fast they come.
  countArrivalsMs: 1_000,
  // Long enough to read a sentence and to press Undo; the reader's pointer or focus stops the clock.
  toastMs: 7_000,
  // More than a screen of messages is noise; the oldest leaves.
  toastsMax: 4,
  // "Copied" is an answer, not a state.
  copiedMs: 1_500,
  // Whoever rests longer between two keys did not mean a sequence.
  keySequenceMs: 1_200,
  // The palette shows what fits without scrolling far; more letters narrow it.
  paletteResultsMax: 30,
  // Things seen lately that the palette offers before anything is typed.
  recentMax: 8,
  // Rows drawn beyond the edges of a table, so that quick scrolling shows no gaps.
  tableOverscanRows: 12,
  // dagre is the quicker one up to here; elk takes over in its worker.
  dagreNodesMax: 150,
  // Up to here the whole graph may be drawn at once; above, only what is in view.
  drawnNodesMax: 500,
  // Layouts kept for graphs seen before.
  layoutMemoMax: 20,
  // Rows of the Steps table that are drawn before somebody asks for more.
  stepRowsMax: 200,
  // Steps that a search through the graph offers at once; a longer list is not read but narrowed.
  foundStepsMax: 8,
  // More bars than this are a texture; steps are then gathered by level until somebody opens one.
  timelineBarsMax: 500,
  // A line with more folds than this is all marks and no time.
  timelineFoldsMax: 20,
  // Lines of a run's log kept on the page: the longest run of 5,000 steps with a few retries.
  runLogMax: 30_000,
  // One statement settles this many attempts in a few milliseconds; larger batches only delay the first of them.
  settleBatchMax: 500,
  // With the longest pause between tries this outlasts any lease.
  settleTriesMax: 60,
  // One claim: enough to keep a worker of instant jobs busy while the next claim is under way.
  claimBatchMax: 500,
  // Outcomes waiting to be settled; above this a worker claims nothing more.
  unsettledMax: 2_000,
  // Ids carry the time of the machine that drew them, which may run ahead of or behind the database's clock by this.
  idClockSkewMsMax: 5 * 60_000,
  // One source each: beyond this a walk through all jobs is no worse.
  tasksPerQueryMax: 8,
  // A queue deeper than this is shown as this deep: counting further would hold up the page.
  queueDepthMax: 100_000,
  // Two years without a start or a migration; a month is one table and its indexes.
  eventMonthsAhead: 24,
  // A cursor names the transactions open at two moments, some five characters each; there are as many as connections.
  cursorLengthMax: 8_192,
  // Somebody who was just woken reads this many lines; what weighs less comes after them.
  concernsShownMax: 12,
} as const;
