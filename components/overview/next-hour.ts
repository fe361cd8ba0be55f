/** What the schedules will fire within the hour. */

export type PlannedSchedule = { id: string; name: string; upcoming: readonly { at: string }[] };
export type PlannedTick = { atMs: number; id: string; name: string };
/** A stretch of the hour and what it will bring. */
export type Cell = { atMs: number; ticks: PlannedTick[] };

export const cellMs = 5 * 60_000;
const cellsMax = 12;

/** The hour in stretches of five minutes, from the one that is under way, with every tick that is still to come. */
export function nextHour(schedules: readonly PlannedSchedule[], nowMs: number): Cell[] {
  const firstMs = Math.floor(nowMs / cellMs) * cellMs;
  const cells: Cell[] = Array.from({ length: cellsMax }, (_, n) => ({ atMs: firstMs + n * cellMs, ticks: [] }));
  for (const tick of plannedTicks(schedules, nowMs)) {
    cells[Math.floor((tick.atMs - firstMs) / cellMs)]?.ticks.push(tick);
  }
  return cells;
}

/** The next tick of each schedule, the earliest first: what a person wants to know by name. */
export function nextOfEach(schedules: readonly PlannedSchedule[], nowMs: number, max: number): PlannedTick[] {
  const seen = new Set<string>();
  const first = plannedTicks(schedules, nowMs).filter(({ id }) => !seen.has(id) && seen.add(id));
  return first.slice(0, max);
}

/** The names in a stretch, each once, with how often it fires: `Database care ×3`. */
export function sayTicks(ticks: readonly PlannedTick[]): string {
  const counts = Map.groupBy(ticks, ({ name }) => name);
  return [...counts].map(([name, { length }]) => (length === 1 ? name : `${name} ×${length}`)).join(', ');
}

function plannedTicks(schedules: readonly PlannedSchedule[], nowMs: number): PlannedTick[] {
  return schedules
    .flatMap(({ id, name, upcoming }) => upcoming.map(({ at }) => ({ id, name, atMs: Date.parse(at) })))
    .filter(({ atMs }) => atMs >= nowMs)
    .toSorted((a, b) => a.atMs - b.atMs);
}
