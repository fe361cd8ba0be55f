/** Charts and figures. Each number has its reason beside it. */
export const statisticsBounds = {
  // A month with a day that a clock change made longer; a longer window is a report, not a glance.
  statisticsWindowMsMax: (31 * 24 + 1) * 3_600_000,
  // As many bars as a chart a finger wide has room for, and as many as a wide screen has.
  statisticsBucketsDefault: 60,
  statisticsBucketsMax: 500,
  // As many bars as a wide screen has room for, each wide enough to press.
  histogramBucketsMax: 120,
  histogramBucketsDefault: 48,
  // A year with its leap day; whoever looks further back narrows the query.
  histogramWindowMsMax: 366 * 24 * 3_600_000,
  // Between as many columns as a histogram has: whoever says where each begins draws every one of them.
  cutsMax: 119,
} as const;
