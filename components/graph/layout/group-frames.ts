/** Where the frames of groups stand in a graph: around their steps, and around no others. */
import { colourOf } from '#components/state/state-look.ts';
import type { MarkColour } from '#domain/canvas/layout.ts';
import { type Layout, nodeSize } from './layout.ts';

export type DrawnGroup = { name: string; steps: readonly string[]; colour?: string };
export type GroupFrame = {
  key: string;
  name: string;
  colour: string;
  x: number;
  y: number;
  width: number;
  height: number;
};

// Less than half of the gap between two steps, so that frames side by side do not touch.
const pad = { side: 10, bottom: 11, top: 11 } as const;
// Where the condition of a step stands above it.
const conditionHeight = 20;

const colours: Record<MarkColour, string> = {
  grey: 'var(--control-line)',
  blue: colourOf('running'),
  green: colourOf('success'),
  amber: colourOf('warning'),
  red: colourOf('failed'),
  violet: colourOf('human'),
};

type Box = { left: number; top: number; right: number; bottom: number };
type Drawn = { places: Layout; hasCondition: (stepKey: string) => boolean };

/**
 * One frame for each group, where no other step stands between its own; otherwise one for each column of them, and in a
 * column for those that follow each other. All frames of a group have its name.
 */
export function groupFrames(groups: readonly DrawnGroup[], drawn: Drawn): GroupFrame[] {
  return groups.flatMap(({ name, steps, colour = 'grey' }) => {
    const own = steps.filter((stepKey) => drawn.places.has(stepKey));
    return partsOf(own, drawn).map((part, index) => {
      const { left, top, right, bottom } = boxAround(part, drawn);
      const ink = Object.entries(colours).find(([known]) => known === colour)?.[1] ?? colours.grey;
      return { key: `${index} ${name}`, name, colour: ink, x: left, y: top, width: right - left, height: bottom - top };
    });
  });
}

function partsOf(own: readonly string[], drawn: Drawn): string[][] {
  if (own.length === 0) return [];
  const mine = new Set(own);
  if (isClear(own, mine, drawn)) return [[...own]];
  const at = (stepKey: string) => drawn.places.get(stepKey) ?? { x: 0, y: 0 };
  const columns = Map.groupBy(own, (stepKey) => at(stepKey).x);
  return [...columns.values()].flatMap((column) => {
    const parts: string[][] = [];
    for (const stepKey of column.toSorted((one, other) => at(one).y - at(other).y)) {
      const last = parts.at(-1);
      if (last !== undefined && isClear([...last, stepKey], mine, drawn)) last.push(stepKey);
      else parts.push([stepKey]);
    }
    return parts;
  });
}

/** True when the frame around these steps holds none of another group or of no group. */
function isClear(steps: readonly string[], own: ReadonlySet<string>, { places }: Drawn): boolean {
  const { left, top, right, bottom } = bare(steps, places);
  for (const [stepKey, { x, y }] of places) {
    const isApart = x + nodeSize.width <= left || x >= right || y + nodeSize.height <= top || y >= bottom;
    if (!isApart && !own.has(stepKey)) return false;
  }
  return true;
}

function boxAround(steps: readonly string[], { places, hasCondition }: Drawn): Box {
  const { left, top, right, bottom } = bare(steps, places);
  // The name stands at the left: only there it would cover the words above a step.
  const isHigh = steps.some((stepKey) => {
    const corner = places.get(stepKey);
    return corner?.x === left && corner.y === top && hasCondition(stepKey);
  });
  return {
    left: left - pad.side,
    top: top - pad.top - (isHigh ? conditionHeight : 0),
    right: right + pad.side,
    bottom: bottom + pad.bottom,
  };
}

function bare(steps: readonly string[], places: Layout): Box {
  const corners = steps.flatMap((stepKey) => places.get(stepKey) ?? []);
  return {
    left: Math.min(...corners.map(({ x }) => x)),
    top: Math.min(...corners.map(({ y }) => y)),
    right: Math.max(...corners.map(({ x }) => x)) + nodeSize.width,
    bottom: Math.max(...corners.map(({ y }) => y)) + nodeSize.height,
  };
}
