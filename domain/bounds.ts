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
  // As written, and with every alias of YAML written out.
  definitionSizeBytesMax: 4 * 1024 * 1024,
  // Values in a definition given as JSON: what fits into its bytes, each with a comma.
  definitionNodesMax: 2 * 1024 * 1024,
  // The most hostile text of this length takes some 50 ms to check; a longer one gets a thread.
  definitionAtOnceLengthMax: 4 * 1024,
  // The largest honest definition takes some seconds of one core.
  definitionCheckMsMax: 20_000,
  definitionCheckMemoryMb: 1_024,
  // Definitions of one tenant that wait for the thread.
  definitionsWaitingMax: 20,
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
  // About 600 zones exist; a reader of one zone's clock is some kilobytes.
  zoneMemoMax: 1_000,
  // Spans of eight days: a year of every tenth zone, or what comes next in all of them; each is some 200 bytes.
  zoneSpanMemoMax: 20_000,
  // A search jumps over the time in which nothing can be due: it meets the change before and the change after a candidate.
  zoneStretchesMax: 50,
  // Rarest legal date: the fifth weekday of a February, 40 years apart around 2100.
  candidateMonthsMax: 600,
  // A window longer than ten years is a mistake in the unit.
  durationMsMax: 3_660 * 24 * 3_600_000,
  // A job whose worker died this many times while it ran is poison (G8).
  crashesMax: 3,
  errorTextLengthMax: 4_000,
  // What a person reads in a row of a list; the log has all of it.
  faultTextLengthMax: 500,
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
  // A database that waits for its migrations is asked again this often, by each process.
  schemaGapMemoMs: 1_000,
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
  // What the runs of one pass may take together, half a second of one core; more of them are moved in smaller batches.
  passCostMax: 500_000,
  // The same for one call of a person, which is done whole or not at all and holds the locks of its runs all the while.
  bulkCostMax: 2_000_000,
  // A step that a move starts, skips or fails makes a row and an entry of the log: worth so many rounds of a loop.
  stepCost: 20,
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
  // A while loop that has not ended by then never will.
  iterationsMax: 100_000,
  // What one job may read from a foreign server; its result is bound by payloadSizeBytesMax besides.
  outboundResponseSizeBytesMax: 1024 * 1024,
  outboundUrlLengthMax: 8_192,
  // A server that takes no connection by then has not been asked for anything: another try doubles nothing.
  outboundConnectMsMax: 10_000,
  // A proxy may pack what its server packed already; more layers than this are an attack.
  outboundPackingsMax: 2,
  outboundRedirectsMax: 3,
  // Each origin keeps a small pool of connections; an idle one goes after seconds.
  outboundOriginsMax: 10_000,
  // Longer than a server may reasonably ask to be left alone; beyond this it is an outage that people should see.
  retryAfterMsMax: 3_600_000,
  // With the pause between two looks at a socket's rights it stays below the five seconds after which a revocation holds.
  identityMemoMs: 2_000,
  identityMemoMax: 10_000,
  // A token that makes a token that makes a token: two steps are a pipeline, more than this hides its person.
  tokenLineageMax: 16,
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
  // Typing errors are free; then the delay doubles from one second, and nobody waits for longer than minutes.
  signInFailuresFree: 3,
  // An office shares one address.
  signInFailuresPerAddressFree: 30,
  // Failures of one account from all addresses together: no person mistypes that often in an hour.
  signInFailuresOfSiege: 50,
  // Old failures deleted by each try, so that the table shrinks faster than anybody can fill it.
  signInFailuresSweptMax: 20,
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
  // Schemas are kept ready in memory up to this many bytes of text; ready, each takes some fifty times as much.
  schemaMemoSizeBytesMax: 2 * 1024 * 1024,
  // What reading costs for each byte of a schema: one of full size takes some 25 ms.
  schemaReadCostPerByte: 16,
  // Checking one value: 15 ms of one core, twice that at worst. A payload of full size takes a sixth of it with an
  // ordinary schema, half of it with thousands of names or unique items.
  schemaCostPerValueMax: 1_000_000,
  // What all jobs of one call, or all steps that one settlement makes ready in a run, may take together.
  schemaCostPerCallMax: 20_000_000,
  // Done while a transaction is open; a call that needs more is checked outside of it first.
  schemaCostInTransactionMax: 1_000_000,
  // Schemas within schemas about the same value: each level of a value may take as many levels of the stack.
  schemaChainMax: 64,
  // Levels of schema within schema while a value is checked; the stack of a thread holds at least twice as many.
  schemaDepthMax: 500,
  // A longer pattern is a grammar; it belongs into the task.
  patternLengthMax: 1_000,
  // A longer text has none of the formats that are checked.
  formatLengthMax: 8_192,
  // Places of a pattern with its repetitions written out: each may be looked at for every character of a text.
  patternSizeMax: 4_000,
  // The same for all patterns of one schema, which are kept in memory.
  patternSizePerSchemaMax: 20_000,
  // For each of them V8 builds a table.
  patternUnicodePropertiesMax: 16,
  // Long work gives others a turn after this. Whoever asks meanwhile goes through some five turns and one check on top:
  // below 100 ms, which nobody notices.
  turnMsMax: 8,
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
  // Payloads, variables or definitions that one loader holds at once: as much as an answer may have.
  largeValuesSizeBytesMax: 10 * 1024 * 1024,
  // Attempts of all jobs of one question: a run of 5,000 steps that were each tried ten times.
  attemptsShownMax: 50_000,
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
  // Pages of tenants that the switch holds; who may enter more of them types the slug.
  tenantPagesMax: 10,
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
  // A restart of PostgreSQL takes a second or two; a request that waits longer than this is better told so.
  outagePatienceMsMax: 5_000,
  // Requests that wait for the database to come back; each holds its body in memory.
  outageWaitingMax: 500,
  // When to ask again: a restart is over by then, and a crowd does not come back too often.
  retryAfterOutageMs: 1_000,
  // A duty that meets a fault waits this long at most before it tries again.
  dutyBackoffMsMax: 5_000,
  // Jobs whose service level is judged in one transaction, and open alerts looked at again in it.
  breachesPerPassMax: 1_000,
  alertsPerPassMax: 1_000,
  // A hidden tab draws no frames; what gathers meanwhile is dropped above this and read afresh.
  gatheredEventsMax: 5_000,
  // A browser tries again this often at least, so that a restarted console is found at once.
  reconnectDelayMsMax: 10_000,
  // A page that the console does not take asks again so seldom that a hundred of them are no load.
  feedRestMsMax: 60_000,
  // A part of a page that is refused asks again, and reads afresh, this often at least.
  resubscribeMsMax: 30_000,
  // A reading that failed is tried again this often at least.
  rereadMsMax: 30_000,
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
  // Browsers give an origin some five million letters for everything; the draft of a very long definition is one of them.
  keptLettersMax: 1_000_000,
  // Drafts and lists that one browser keeps; more of them nobody comes back to.
  keptTextsMax: 200,
  // Texts that the browser would not keep, held until the page is left.
  refusedTextsMax: 20,
  // A value longer than this is folded, so that what stands below it can be found.
  jsonLinesShownMax: 24,
  // New rows are counted at most this often, however fast they come.
  countArrivalsMs: 1_000,
  // Long enough to read a sentence and to press Undo; the reader's pointer or focus stops the clock.
  toastMs: 7_000,
  // Until the whole of a cut text is shown: a pointer on its way and a walk through rows raise nothing; a long touch.
  cutTextRestMs: 500,
  cutTextTouchMs: 500,
  // Long enough to move the pointer from a cut text to the whole of it.
  cutTextLeaveMs: 300,
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
  // An outcome that cannot be stored in any form means a bug: seldom enough to be no load, often enough to be seen.
  stuckSettleMs: 60_000,
  // A batch that throws is parted into so many: 500 items come apart in three levels, the first of which frees most of them.
  partsPerFault: 8,
  // A busy machine makes a good item slow, too; one that is slow alone and again is slow by itself.
  slowTriesMax: 3,
  // One claim: enough to keep a worker of instant jobs busy while the next claim is under way.
  claimBatchMax: 500,
  // Outcomes waiting to be settled; above this a worker claims nothing more. What it holds already comes on top of it.
  unsettledMax: 2_000,
  // Ids carry the time of the machine that drew them, which may run ahead of or behind the database's clock by this.
  idClockSkewMsMax: 5 * 60_000,
  // One source each: beyond this a walk through all jobs is no worse.
  tasksPerQueryMax: 8,
  // A queue deeper than this is shown as this deep: counting further would hold up the page.
  queueDepthMax: 100_000,
  // Two years without a start or a migration; a month is one table and its indexes.
  eventMonthsAhead: 24,
  // What the tail reads at once: a few milliseconds.
  feedRowsPerPage: 500,
  // A row holds up to 500 entries; one page of a thousand subscribers is a few megabytes.
  entriesPerPageMax: 2_000,
  // History is looked through from its cursor on for every page, so its pages are longer.
  historyRowsPerPage: 2_000,
  // Half a minute at 2,000 events a second, and the log of the longest run with its retries; a snapshot tells more sooner.
  catchUpEventsMax: 50_000,
  // Rows of all tenants since the cursor: some 50 ms to look through.
  catchUpScanMax: 100_000,
  // Connections of those who catch up: one for all who follow a tenant, one for all who follow a run.
  catchUpsAtOnceMax: 2,
  // A cursor names the transactions open at two moments, some five characters each; there are as many as connections.
  cursorLengthMax: 8_192,
  // Somebody who was just woken reads this many lines; what weighs less comes after them.
  concernsShownMax: 12,
} as const;
