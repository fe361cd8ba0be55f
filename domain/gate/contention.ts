/**
 * How contended a gate is: of the jobs that came to it in the last minutes, the share that had to wait there. A job comes
 * once with each of its attempts: when it takes the gate, or when it finds it full.
 */
import { gateBounds } from '#domain/bounds/gate.ts';
import { assert } from '#domain/unreachable.ts';
import type { GateKind } from './gate.ts';

/**
 * What an alert is raised about. A cap or a rate is there to have jobs wait: that they do is what was asked for, and a
 * queue in which one waits for too long is told of by a rule.
 */
export const alertedKinds = ['MUTEX', 'POOL'] as const satisfies readonly GateKind[];

/** Whether contention of such a gate is an alert. */
export function isAlerted(kind: GateKind): boolean {
  return alertedKinds.some((one) => one === kind);
}

/** How many came to a gate, and how many of them had to wait. Counted from the first one that had to. */
export type Comers = { came: number; waited: number };

/** From 0 to 1; null while nobody had to wait in the last minutes, because then nobody is counted. */
export function contentionOf(comers: Comers | undefined): number | null {
  if (comers === undefined || comers.came === 0) return null;
  assert(comers.waited >= 0, 'no fewer than none had to wait');
  assert(comers.waited <= comers.came, 'who waits has come');
  return comers.waited / comers.came;
}

export type ContentionLook = Comers & {
  /** Whether jobs wait there now. */
  isWaitedAt: boolean;
  /** Whether an alert about it stands. */
  isAlerted: boolean;
};

/**
 * What becomes of the alert about a gate. It ends well below the share at which it begins, so that one that sways about
 * the limit is told of once; and while nobody comes, it stands for as long as somebody waits: one that is stuck is no
 * less in the way.
 */
export function judgeContention({ isAlerted, isWaitedAt, ...comers }: ContentionLook): 'raise' | 'resolve' | 'leave' {
  const share = contentionOf(comers);
  const { contentionComersMin, contentionRaisedAbove, contentionOverBelow } = gateBounds;
  if (!isAlerted)
    return share !== null && share > contentionRaisedAbove && comers.came >= contentionComersMin ? 'raise' : 'leave';
  if (share === null) return isWaitedAt ? 'leave' : 'resolve';
  return share < contentionOverBelow ? 'resolve' : 'leave';
}

/** What the alert says. */
export function sayContention({ kind, key, waited, came }: Comers & { kind: string; key: string }): string {
  const percent = Math.floor((contentionOf({ waited, came }) ?? 0) * 100);
  const minutes = gateBounds.contentionMinutes;
  return `${kind} "${key}": ${percent} % of the jobs that came to it in the last ${minutes} minutes had to wait (${waited.toLocaleString('en')} of ${came.toLocaleString('en')})`;
}
