/** What is told of the graphs of workflows and runs. Each number has its reason beside it. */
export const graphBounds = {
  // Conditions in a diagram: what fits beside an edge; the whole text stands in the definition.
  diagramTextLengthMax: 120,
  // Edges of a diagram: no tool lays out more, and the answer stays below some megabytes.
  diagramEdgesMax: 20_000,
  // The latest runs of a workflow from which the history of its steps is told.
  historyRunsMax: 100,
  // Steps of those runs in all: of a large workflow fewer runs are looked at, so that one answer costs about the same.
  historyStepsMax: 20_000,
  // Steps that are named with their task on a page about it; the rest stands in the workflows.
  taskStepsShownMax: 50,
} as const;
