/** What one move of a run may take and hold. Each number has its reason beside it. */
export const runBounds = {
  // All expressions that one move of a run evaluates, shared by its conditions; as much again for params and outputs.
  advanceCostMax: 50_000,
  // What the runs of one pass may take together, half a second of one core; more of them are moved in smaller batches.
  passCostMax: 500_000,
  // Params that one move of a run renders; steps above it wait for the next move.
  advanceRenderedBytesMax: 4 * 1024 * 1024,
  // All variables of a run: they are written again with every move of it.
  runVariablesSizeBytesMax: 512 * 1024,
  // The latest runs of a workflow, shown as bars in its row.
  recentRunsMax: 20,
} as const;
