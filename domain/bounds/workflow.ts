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
} as const;
