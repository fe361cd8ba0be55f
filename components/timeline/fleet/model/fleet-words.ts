/** The things of the fleet's timeline in words, for the tip and for whoever does not see it. */
import { sayDistance, saySpan, sayStamp } from '#components/time/say-time.ts';
import { sayCount } from '#domain/value/say-count.ts';
import {
  countsOf,
  type FleetItem,
  type FleetLine,
  type FleetState,
  type StateCount,
  untoldFrom,
} from './fleet-model.ts';

type Clock = { nowMs: number; timeZone: string };

export const stateWords: Record<FleetState, string> = {
  RUNNING: 'running',
  PAUSED: 'paused',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  DEAD: 'dead',
  CANCELLED: 'cancelled',
};

/** A thing as a title, when it was, and what else is to be said. */
export type ItemWords = { title: string; when: string; more: string };

/** What a thing is, for its tip. */
export function wordsOf(item: FleetItem, clock: Clock): ItemWords {
  const from = sayStamp(item.fromMs, clock);
  switch (item.kind) {
    case 'bar': {
      const to = item.isOpen ? 'now' : sayStamp(item.toMs, clock);
      const took = saySpan(item.toMs - item.fromMs);
      return {
        title: `${item.name} ${stateWords[item.state]}`,
        when: `${from} – ${to}`,
        more: item.isOpen ? `for ${took}` : took,
      };
    }
    case 'part':
      return {
        title: sayCounts(item.states, item.isExact),
        when: `began ${from} – ${sayStamp(item.toMs, clock)}`,
        more: item.isExact ? '' : 'or more: only the latest were counted',
      };
    case 'plan': {
      const usual = item.expectedMs === null ? '' : `takes ${saySpan(item.expectedMs)} as a rule`;
      const due = `${from}, ${sayDistance(item.fromMs, clock.nowMs)}`;
      return { title: `${item.schedule} ${item.isOverdue ? 'is overdue' : 'is planned'}`, when: due, more: usual };
    }
  }
}

/** A thing in one sentence. */
export function sayItem(item: FleetItem, clock: Clock): string {
  const { title, when, more } = wordsOf(item, clock);
  return [title, when, more].filter((part) => part !== '').join(', ');
}

/** A row in one sentence. */
export function sayLine({ row, items }: FleetLine, clock: Clock): string {
  const counts = sayCounts(countsOf(row), row.isExact);
  const next = items.find(({ kind, fromMs }) => kind === 'plan' && fromMs >= clock.nowMs);
  const planned = next === undefined ? '' : `next at ${sayStamp(next.fromMs, clock)}`;
  const untoldMs = untoldFrom({ row, items });
  const untold = untoldMs === undefined ? '' : `more than is drawn after ${sayStamp(untoldMs, clock)}`;
  return `${row.name}: ${[counts, planned, untold].filter((part) => part !== '').join('; ')}`;
}

/** `120 succeeded, 3 failed`; `nothing` for none. */
export function sayCounts(counts: readonly StateCount[], isExact = true): string {
  if (counts.length === 0) return 'nothing began';
  return counts
    .map(({ state, count }) => `${count.toLocaleString('en')}${isExact ? '' : '+'} ${stateWords[state]}`)
    .join(', ');
}

/** What a list of a stretch is called: `Jobs of default`. */
export function sayList({ row: { kind, name, isOfRuns } }: Pick<FleetLine, 'row'>): string {
  const what = isOfRuns ? 'Runs' : 'Jobs';
  return kind === 'WORKER' ? what : `${what} of ${name}`;
}

/** `and 12 more workflows`. */
export function sayRest(count: number, one: string): string {
  return `and ${sayCount(count, `more ${one}`)}`;
}
