/** How fast jobs come or go. */

/** `2.4 a minute`; never rounded to none. */
export function sayRate(count: number, minutes: number): string {
  if (count === 0) return 'none';
  const perMinute = count / minutes;
  if (perMinute < 0.1) return '< 0.1 a minute';
  const said = perMinute >= 10 ? Math.round(perMinute).toLocaleString('en') : perMinute.toFixed(1);
  return `${said} a minute`;
}
