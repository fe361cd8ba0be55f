/** Pages of lists, and how far counting goes. Each number has its reason beside it. */
export const pageBounds = {
  // Relay pages: contract/api.md.
  pageSizeDefault: 50,
  pageSizeMax: 200,
  // A count above this is shown as "1,000+": counting further costs a scan nobody reads.
  countMax: 1_000,
  // A name in a query stands for one or a few tasks; a word in it may match more.
  queryMatchesMax: 1_000,
  // Queues, workers and members of one tenant are shown whole.
  listWholeMax: 1_000,
  // Rows read to count what no index counts; beyond, the count is a lower bound.
  countScanMax: 2_000,
  // What a person marked by hand; more than this is a condition.
  idsPerFilterMax: 1_000,
  // Keys that one batch of a loader may carry: a full page of rows with a few references each.
  loadBatchMax: 10_000,
} as const;
