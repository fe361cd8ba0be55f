/** A time of day as it is typed: `7:30`, `07:30`, `0730` and `7` are read; undefined for what is none. */
export function readClockTime(text: string): string | undefined {
  const [, hour, minute = '00'] = /^\s*(\d{1,2})(?:[:.]?(\d{2}))?\s*$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute}`;
}
