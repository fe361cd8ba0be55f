/** A span beside an axis, where there is room for one number and its unit. */
export function sayShortSpan(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${round(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${round(ms / 60_000)} min`;
  return `${round(ms / 3_600_000)} h`;
}

function round(value: number): number {
  return value < 10 ? Math.round(10 * value) / 10 : Math.round(value);
}
