/** Brings steps into line: what is chosen is moved, and nothing else. */
import { type Layout, nodeSize } from '#components/graph/layout/layout.ts';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom', 'across', 'down'] as const;
export type Alignment = (typeof alignments)[number];

export const alignmentWords: Record<Alignment, string> = {
  left: 'Left sides in line',
  centre: 'Centres below each other',
  right: 'Right sides in line',
  top: 'Top sides in line',
  middle: 'Middles beside each other',
  bottom: 'Bottom sides in line',
  across: 'Spread out evenly across',
  down: 'Spread out evenly down',
};

/** How many steps there must be for it to do something. */
export function alignedAtLeast(how: Alignment): number {
  return how === 'across' || how === 'down' ? 3 : 2;
}

/** Where the steps stand afterwards. Every step is as large as every other, so one side of them decides for both. */
export function aligned(places: Layout, stepKeys: readonly string[], how: Alignment): Layout {
  const steps = stepKeys.flatMap((stepKey) => {
    const place = places.get(stepKey);
    return place === undefined ? [] : [{ stepKey, ...place }];
  });
  if (steps.length < alignedAtLeast(how)) return new Map();
  const isAcross = how === 'left' || how === 'centre' || how === 'right' || how === 'across';
  const axis = isAcross ? 'x' : 'y';
  const along = steps.map((step) => step[axis]);
  const [first, last] = [Math.min(...along), Math.max(...along)];
  if (how === 'across' || how === 'down') return spread(steps, { axis, first, last });
  const at = {
    left: first,
    top: first,
    right: last,
    bottom: last,
    centre: (first + last) / 2,
    middle: (first + last) / 2,
  }[how];
  return new Map(steps.map(({ stepKey, x, y }) => [stepKey, isAcross ? { x: at, y } : { x, y: at }]));
}

type Placed = { stepKey: string; x: number; y: number };

function spread(steps: readonly Placed[], line: { axis: 'x' | 'y'; first: number; last: number }): Layout {
  const { axis, first } = line;
  const size = axis === 'x' ? nodeSize.width : nodeSize.height;
  // Steps that lie over each other are drawn apart.
  const gap = Math.max((line.last - first) / (steps.length - 1), size + 12);
  const inOrder = steps.toSorted((one, other) => one[axis] - other[axis]);
  return new Map(inOrder.map(({ stepKey, x, y }, n) => [stepKey, { x, y, [axis]: first + n * gap }]));
}
