/** Expressions and templates. Each number has its reason beside it. */
export const expressionBounds = {
  // A condition longer or deeper than this is a program; it belongs in a task.
  expressionLengthMax: 4_000,
  expressionNodesMax: 500,
  expressionDepthMax: 32,
  // Loop rounds and values compared in one evaluation, each about a microsecond of one core.
  expressionCostMax: 50_000,
  // split() makes long lists and join() multiplies them by its separator.
  joinSeparatorLengthMax: 16,
  // A text with more expressions than this is a document; rendering it belongs in a task.
  templateExpressionsMax: 1_000,
} as const;
