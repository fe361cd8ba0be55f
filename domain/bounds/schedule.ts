/** Calls about schedules. Each number has its reason beside it. */
export const scheduleBounds = {
  // Enough to see a week of weekdays, few enough to read on three clocks.
  previewShown: 5,
  // One call pauses, resumes or deletes at most this many schedules; a client pages its own list.
  schedulesPerCallMax: 200,
  // One call makes so many, in one transaction: half a second of work.
  createdPerCallMax: 1_000,
  // Schedules and instants that are counted as overdue: each is some microseconds of computing, and who reads a thousand
  // does not act otherwise on more.
  overdueSchedulesMax: 200,
  overdueInstantsMax: 1_000,
} as const;
