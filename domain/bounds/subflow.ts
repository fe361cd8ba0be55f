/** Runs that steps of other runs start. Each number has its reason beside it. */
export const subflowBounds = {
  // A run in a run in a run ..: what is nested deeper calls itself, or nobody finds a way through it.
  depthMax: 8,
  // Items of one step, each a run: as many as a list of jobs has. Runs are made as there is room for them; the params of
  // all of them are one payload.
  itemsMax: 10_000,
  // Parents that one pass looks at; the rest follows at once.
  parentsPerPassMax: 200,
  // Runs that one pass starts for one step, and in one transaction: some seconds of it at most.
  startsPerStepMax: 100,
  startsPerPassMax: 500,
  // Children that one pass pauses, resumes or cancels.
  switchedPerPassMax: 200,
  // The callers and the called of a workflow that are looked at when it is published.
  callsMax: 10_000,
  // Steps of the workflows that are read to type what their results are in the expressions of others; those beyond may
  // leave anything. The largest workflow fits, and two thousand small ones.
  typedStepsMax: 10_000,
  // Workflows that are checked against a new version of one that they run, one after the other: somebody waits for it.
  impactWorkflowsMax: 20,
  // What more of them there are is counted up to here.
  impactCountMax: 1_000,
  // Workflows that a workflow runs, or that run it, shown with it.
  shownMax: 100,
  // The names of a chain of calls that a sentence tells.
  namesMax: 10,
} as const;
