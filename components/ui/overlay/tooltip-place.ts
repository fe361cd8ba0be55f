/** Where words stand beside what they explain, in pixels of the window. */
export type TooltipPlace = { left?: number; right?: number; top?: number; bottom?: number; transform?: string };

type Box = { left: number; right: number; top: number; bottom: number };

const gapPx = 6;
// Half the width of the longest line, and the height of two: nearer to an edge they would be cut.
const reachPx = 140;
const heightPx = 48;

/** Below, or to the right where that is asked for; above and towards the middle where the window ends. */
export function tooltipPlace(
  box: Box,
  { width, height, side }: { width: number; height: number; side: 'bottom' | 'right' },
): TooltipPlace {
  if (side === 'right')
    return { left: box.right + gapPx, top: (box.top + box.bottom) / 2, transform: 'translateY(-50%)' };
  const isLow = box.bottom + heightPx > height;
  const down = isLow ? { bottom: height - box.top + gapPx } : { top: box.bottom + gapPx };
  const middle = (box.left + box.right) / 2;
  if (middle + reachPx > width) return { ...down, right: Math.max(gapPx, width - box.right) };
  if (middle < reachPx) return { ...down, left: Math.max(gapPx, box.left) };
  return { ...down, left: middle, transform: 'translateX(-50%)' };
}
