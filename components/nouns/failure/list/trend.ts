/** How often a failure was seen by the hour, as bars and in words. */

type Hour = { at: string; count: number };
type Bar = { key: string; left: number; width: number; height: number };

// A single one must be seen beside thousands.
const heightMin = 2;

/** A bar for each hour in which it was seen. */
export function trendBars(
  hours: readonly Hour[],
  size: { width: number; height: number },
): { bars: Bar[]; most: number } {
  const most = Math.max(1, ...hours.map(({ count }) => count));
  const width = size.width / Math.max(1, hours.length);
  const bars = hours.flatMap(({ at, count }, nth): Bar[] => {
    if (count === 0) return [];
    const height = Math.max(heightMin, (count / most) * size.height);
    return [{ key: at, left: nth * width, width: Math.max(1, width - 1), height }];
  });
  return { bars, most };
}

/** `12 times in the last 24 hours, 5 of them in the last one`. */
export function sayHours(hours: readonly Hour[]): string {
  const sum = hours.reduce((total, { count }) => total + count, 0);
  const span = `in the last ${hours.length} hours`;
  if (sum === 0) return `not ${span}`;
  const last = hours.at(-1)?.count ?? 0;
  const times = sum === 1 ? 'once' : `${sum.toLocaleString('en')} times`;
  return last === 0 || last === sum ? `${times} ${span}` : `${times} ${span}, ${last.toLocaleString('en')} in this one`;
}
