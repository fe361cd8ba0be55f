/** The columns of a sparkline: what succeeded at the foot, what failed on it, never too thin to be seen. */
export type SparkPart = { succeeded: number; failed: number };
export type SparkColumn = { x: number; width: number; goodPx: number; badPx: number };

const gapPx = 1;
const seenPx = 2;

/** One column for each part, as high as its count beside the largest. */
export function sparkColumns(
  parts: readonly SparkPart[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): SparkColumn[] {
  const most = Math.max(1, ...parts.map(({ succeeded, failed }) => succeeded + failed));
  const step = widthPx / Math.max(1, parts.length);
  const tall = (count: number, roomPx: number) => (count === 0 ? 0 : Math.max(seenPx, (count / most) * roomPx));
  return parts.map(({ succeeded, failed }, n) => {
    const badPx = Math.min(heightPx, tall(failed, heightPx));
    // What failed takes its room first: one failure among a thousand is what one looks for.
    const goodPx = Math.min(heightPx - badPx, tall(succeeded, heightPx));
    return { x: n * step, width: Math.max(1, step - gapPx), goodPx, badPx };
  });
}
