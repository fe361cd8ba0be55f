/** Failures: kinds of them, what is read of a message, and what is done in one pass. Each number has its reason beside it. */
export const failureBounds = {
  // A message says what happened in its first lines; an error is stored with no more than this.
  messageReadMax: 4_000,
  // What tells two kinds apart, and fits two lines of a screen.
  messageLengthMax: 240,
  typeLengthMax: 200,
  // Within it a quote is looked for that closes what another one opened.
  quoteLengthMax: 1_000,
  // More kinds than this nobody reads: a task that puts something random into its messages would make one of each job.
  // Beyond, failures are grouped without their message; beyond twice as many, without their type.
  kindsPerTenantMax: 2_000,
  // What was done with a failure, the newest: a person reads some of it.
  actsKeptMax: 500,
  // Rows of the log that one pass looks through, and jobs and runs that it takes in: some 100 ms.
  eventsPerPassMax: 5_000,
  entitiesPerPassMax: 1_000,
  // Jobs that succeeded after a retry and are learned from in one pass: a sample says as much as all of them.
  lessonsPerPassMax: 100,
  // Jobs that failed before failures were kept, or that are looked at again after a retry, in one pass.
  backfillPerPassMax: 500,
  outcomesPerPassMax: 500,
  // Failures whose snooze ends, and hours that are forgotten, in one pass.
  wokenPerPassMax: 500,
  hoursForgottenPerPassMax: 5_000,
  // A month with a day that a clock change made longer.
  hoursKeptMax: 31 * 24 + 1,
  trendHoursDefault: 24,
  // A year: what is put off for longer is not put off but resolved.
  snoozeMsMax: 366 * 24 * 3_600_000,
  failuresPerCallMax: 200,
  // What an alert shows of them, the latest; the list has the rest.
  failuresPerAlertMax: 5,
  examplesMax: 50,
  examplesDefault: 5,
  historyDefault: 50,
  // Each starts with the jobs of its roots: a second or two in one transaction.
  runsPerRerunMax: 200,
  // Tenants that share a failure, the most concerned first.
  tenantsShownMax: 100,
} as const;
