/** Calls about schedules. Each number has its reason beside it. */
export const scheduleBounds = {
  // Enough to see a week of weekdays, few enough to read on three clocks.
  previewShown: 5,
  // One call pauses, resumes or deletes at most this many schedules; a client pages its own list.
  schedulesPerCallMax: 200,
} as const;
