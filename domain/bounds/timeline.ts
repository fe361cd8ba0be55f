/** The timeline of the fleet. Each number has its reason beside it. */
export const timelineBounds = {
  // A month with a day that a clock change made longer; a longer window is a report, not a glance.
  windowMsMax: (31 * 24 + 1) * 3_600_000,
  // What schedules will fire is of interest for a week; further ahead somebody will have changed them.
  aheadMsMax: 7 * 24 * 3_600_000,
  // A screen of rows, and some more for a tall one.
  rowsDefault: 20,
  rowsMax: 50,
  // Queues, workflows or schedules that are looked at for whether anything happens in them; those after them count as quiet.
  rowsLookedAtMax: 2_000,
  // More bars in one row lie upon each other; from there on they are counted in parts of the window.
  barsPerRowMax: 60,
  // Each part some ten pixels wide on a large screen.
  parts: 120,
  // What is looked at to fill the parts of all rows of a page: some 50 ms, and as much again when it was not all.
  // A part with more is then told as "so many or more".
  samplesMax: 20_000,
  // What began before the window and went on into it is looked for so far back, among so many of each row.
  lookBackMs: 24 * 3_600_000,
  lookBackMax: 200,
  // One schedule of every minute fills an hour; all of a page together what a screen can show.
  plannedPerScheduleMax: 60,
  plannedMax: 1_000,
  schedulesMax: 200,
  // The latest of a schedule that tell how long the next one takes.
  durationsLookedAt: 40,
} as const;
