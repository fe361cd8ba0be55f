/** Definitions of workflows. Each number has its reason beside it. */
export const workflowBounds = {
  // contract/workflow-definition.md: TOO_LARGE above.
  stepsMax: 5_000,
  dependenciesPerStepMax: 1_000,
  // As written, and with every alias of YAML written out.
  definitionSizeBytesMax: 4 * 1024 * 1024,
  // Values in a definition given as JSON: what fits into its bytes, each with a comma.
  definitionNodesMax: 2 * 1024 * 1024,
  variablesMax: 1_000,
  // As the cap of a task: more than any installation has slots.
  runningStepsMax: 100_000,
  // A while loop that has not ended by then never will.
  iterationsMax: 100_000,
  // Of a workflow that says nothing: a poll every ten seconds for some three hours.
  iterationsDefault: 1_000,
  // A while loop that rests longer between its rounds is a schedule.
  iterationDelayMsMax: 7 * 24 * 3_600_000,
  // A list that is longer is better cut into parts, each an item: every item is a job.
  itemsMax: 10_000,
  // Items of one step at work or in line: more than a step may have of a queue that others share.
  itemsAtOnceMax: 1_000,
  itemsAtOnceDefault: 10,
} as const;
