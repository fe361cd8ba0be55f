/** For how long a failure can be put off by one press. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const snoozeSpans: readonly { word: string; ms: number }[] = [
  { word: 'For an hour', ms: hourMs },
  { word: 'For four hours', ms: 4 * hourMs },
  { word: 'For a day', ms: dayMs },
  { word: 'For a week', ms: 7 * dayMs },
  { word: 'For a month', ms: 30 * dayMs },
];
