/** What a crowded row of the timeline amounts to: how much began in each part of the window, by state. */
import type { FleetWindow } from './fleet-window.ts';

/** What a bar or a count may be: the states of jobs and runs that have begun. */
export const fleetStates = ['RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED'] as const;
export type FleetState = (typeof fleetStates)[number];

/** So many in a state that began in a part, found in one slice of the ids; `isFull` when that slice holds more than was looked at. */
export type FleetCount = { part: number; state: FleetState; count: number; isFull: boolean };

/** `at` is where the part begins; parts in which nothing began are left out. */
export type FleetPart = { at: Date; states: { state: FleetState; count: number }[]; isExact: boolean };

/** The parts of a row, the earliest first. */
export function partsOf(counts: readonly FleetCount[], { edges }: FleetWindow): FleetPart[] {
  const byPart = Map.groupBy(counts, ({ part }) => part);
  return [...byPart]
    .toSorted(([one], [other]) => one - other)
    .map(([part, own]) => ({
      at: new Date(edges[part] ?? 0),
      states: fleetStates.map((state) => ({ state, count: countOf(own, state) })).filter(({ count }) => count > 0),
      isExact: own.every(({ isFull }) => !isFull),
    }));
}

/** How many samples each slice of ids may give, when so many walks share what may be looked at. */
export function samplesEach(samplesMax: number, walks: number): number {
  return Math.max(1, Math.floor(samplesMax / Math.max(1, walks)));
}

function countOf(counts: readonly FleetCount[], state: FleetState): number {
  return counts.reduce((sum, one) => sum + (one.state === state ? one.count : 0), 0);
}
