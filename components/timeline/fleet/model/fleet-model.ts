/** What a row of the fleet shows: bars in lanes, columns where they are many, and what is planned; and where each lies. */
import type { FleetTimelineQuery } from '#components/generated/fleet.ts';
import { jobPath, runPath, schedulePath } from '#components/kit/words/paths.ts';
import type { Family } from '#components/state/state-look.ts';
import { pxOf, type TimeScale } from '#components/timeline/scale/time-scale.ts';

export type FleetRow = FleetTimelineQuery['fleetTimeline']['nodes'][number];
export type FleetState = FleetRow['bars'][number]['state'];
export type StateCount = { state: FleetState; count: number };

type Stretch = { key: string; fromMs: number; toMs: number };
export type BarItem = Stretch & {
  kind: 'bar';
  id: string;
  name: string;
  state: FleetState;
  isOpen: boolean;
  lane: number;
};
export type PartItem = Stretch & { kind: 'part'; states: readonly StateCount[]; isExact: boolean };
export type PlanItem = Stretch & {
  kind: 'plan';
  scheduleId: string;
  schedule: string;
  expectedMs: number | null;
  isOverdue: boolean;
};
/** One thing in a row. */
export type FleetItem = BarItem | PartItem | PlanItem;
/** A row as it is drawn: its things in the order of time, and in how many lanes its bars lie. */
export type FleetLine = { row: FleetRow; items: readonly FleetItem[]; lanes: number; most: number };

export const familyOf: Record<FleetState, Family> = {
  RUNNING: 'running',
  PAUSED: 'running',
  SUCCEEDED: 'success',
  FAILED: 'failed',
  DEAD: 'failed',
  CANCELLED: 'waiting',
};

// Thinner lanes would be lines; what overlaps more lies in the last one.
const lanesMax = 3;

/** Lays a row out. What goes on ends now. */
export function lineOf(row: FleetRow, { nowMs, partMs }: { nowMs: number; partMs: number }): FleetLine {
  const bars = inLanes(row, nowMs);
  const parts = row.parts.map(({ at, ...part }): PartItem => {
    const fromMs = Date.parse(at);
    return { kind: 'part', key: `part ${at}`, fromMs, toMs: fromMs + partMs, ...part };
  });
  const plans = row.planned.map(({ at, expectedMs, ...plan }): PlanItem => {
    const fromMs = Date.parse(at);
    const isOverdue = fromMs < nowMs;
    return {
      kind: 'plan',
      key: `plan ${plan.scheduleId} ${at}`,
      fromMs,
      toMs: fromMs + (expectedMs ?? 0),
      expectedMs,
      isOverdue,
      ...plan,
    };
  });
  const items = [...bars, ...parts, ...plans].toSorted((a, b) => a.fromMs - b.fromMs);
  const lanes = bars.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
  const most = parts.reduce((sum, part) => Math.max(sum, countIn(part)), 1);
  return { row, items, lanes, most };
}

/** From when on more is planned than is told; undefined when all of it is. */
export function untoldFrom({ row, items }: Pick<FleetLine, 'row' | 'items'>): number | undefined {
  const last = row.isPlannedCut ? items.findLast(({ kind }) => kind === 'plan') : undefined;
  return last?.toMs;
}

/** How much began in a part. */
export function countIn({ states }: { states: readonly StateCount[] }): number {
  return states.reduce((sum, { count }) => sum + count, 0);
}

/** How often each state is in a row, in the order in which they are told. */
export function countsOf({ bars, parts }: Pick<FleetRow, 'bars' | 'parts'>): StateCount[] {
  const counts = new Map<FleetState, number>();
  for (const { state } of bars) counts.set(state, (counts.get(state) ?? 0) + 1);
  for (const { state, count } of parts.flatMap(({ states }) => states))
    counts.set(state, (counts.get(state) ?? 0) + count);
  return [...counts]
    .map(([state, count]) => ({ state, count }))
    .toSorted((a, b) => orderOf(a.state) - orderOf(b.state));
}

// A bar of some milliseconds must still be seen, and so must an instant that takes no time.
const widthPxMin = 3;

/** Where a thing stands. */
export function placeOf({ fromMs, toMs }: Stretch, scale: TimeScale): { startPx: number; endPx: number } {
  const startPx = pxOf(scale, fromMs);
  return { startPx, endPx: Math.max(startPx + widthPxMin, pxOf(scale, toMs)) };
}

// A pointer need not meet a thin bar exactly.
const reachPx = 5;

/** The thing nearest to a place of the row, within reach; of several at the same place the latest. */
export function itemAt(
  items: readonly FleetItem[],
  { px, scale }: { px: number; scale: TimeScale },
): FleetItem | undefined {
  let best: { item: FleetItem; distance: number } | undefined;
  for (const item of items) {
    const { startPx, endPx } = placeOf(item, scale);
    const distance = px < startPx ? startPx - px : Math.max(0, px - endPx);
    if (distance <= reachPx && distance <= (best?.distance ?? reachPx)) best = { item, distance };
  }
  return best?.item;
}

/** The next thing of a row to the left or to the right of one; from none, the one nearest to now. */
export function nextItem(
  items: readonly FleetItem[],
  { from, isRight, nowMs }: { from: string | undefined; isRight: boolean; nowMs: number },
): FleetItem | undefined {
  const place = items.findIndex(({ key }) => key === from);
  if (place >= 0) return items[Math.min(items.length - 1, Math.max(0, place + (isRight ? 1 : -1)))];
  return isRight
    ? (items.find(({ fromMs }) => fromMs >= nowMs) ?? items.at(-1))
    : items.findLast(({ fromMs }) => fromMs < nowMs);
}

/** The page of a thing; a part is a list and has none. */
export function pathOfItem(item: BarItem | PlanItem, { isOfRuns }: Pick<FleetRow, 'isOfRuns'>): string {
  if (item.kind === 'plan') return schedulePath(item.scheduleId);
  return isOfRuns ? runPath(item.id) : jobPath(item.id);
}

const order: readonly FleetState[] = ['RUNNING', 'PAUSED', 'SUCCEEDED', 'CANCELLED', 'FAILED', 'DEAD'];

function orderOf(state: FleetState): number {
  return order.indexOf(state);
}

function inLanes({ bars }: FleetRow, nowMs: number): BarItem[] {
  const ends: number[] = [];
  return bars.map(({ id, name, state, from, to }) => {
    const fromMs = Date.parse(from);
    const toMs = to === null ? Math.max(fromMs, nowMs) : Date.parse(to);
    const free = ends.findIndex((endMs) => endMs <= fromMs);
    const lane = free >= 0 ? free : Math.min(ends.length, lanesMax - 1);
    ends[lane] = Math.max(ends[lane] ?? toMs, toMs);
    return { kind: 'bar', key: id, id, name, state, isOpen: to === null, fromMs, toMs, lane };
  });
}

/** The heights of the parts of a column from the bottom up; what failed is never too thin to be seen. */
export function columnOf(
  { states }: Pick<PartItem, 'states'>,
  { most, heightPx }: { most: number; heightPx: number },
): { family: Family; heightPx: number }[] {
  const all = countIn({ states });
  // A root: beside a thousand a single one is still there.
  const wholePx = Math.max(4, Math.sqrt(all / most) * heightPx);
  const byFamily = new Map<Family, number>();
  for (const { state, count } of states.toSorted((a, b) => orderOf(a.state) - orderOf(b.state)))
    byFamily.set(familyOf[state], (byFamily.get(familyOf[state]) ?? 0) + count);
  const failedPx = byFamily.has('failed') ? Math.max(2, (wholePx * (byFamily.get('failed') ?? 0)) / all) : 0;
  const others = all - (byFamily.get('failed') ?? 0);
  return [...byFamily].map(([family, count]) => ({
    family,
    heightPx: family === 'failed' ? failedPx : ((wholePx - failedPx) * count) / others,
  }));
}
