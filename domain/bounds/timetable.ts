/** Cron expressions, zones and the instants found in them. Each number has its reason beside it. */
export const timetableBounds = {
  cronLengthMax: 256,
  // Ticks that one schedule may catch up or record in one planning pass; the rest follow in the next pass.
  ticksPerPassMax: 1_000,
  previewCountMax: 100,
  // A leader's takeover (10 s, G6) and a dead planner's lease (35 s, G4) both fit inside; older than this is an outage.
  lateAfterMs: 60_000,
  // Every schedule of a large tenant may be due at one instant; each entry is some 150 bytes.
  instantMemoMax: 20_000,
  // Schedules share few distinct expressions; a parsed one is some kilobytes.
  expressionMemoMax: 2_000,
  // About 600 zones exist; a reader of one zone's clock is some kilobytes.
  zoneMemoMax: 1_000,
  // Spans of eight days: a year of every tenth zone, or what comes next in all of them; each is some 200 bytes.
  zoneSpanMemoMax: 20_000,
  // A search jumps over the time in which nothing can be due: it meets the change before and the change after a candidate.
  zoneStretchesMax: 50,
  // Rarest legal date: the fifth weekday of a February, 40 years apart around 2100.
  candidateMonthsMax: 600,
} as const;
