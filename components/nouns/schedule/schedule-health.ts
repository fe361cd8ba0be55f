/** How well a schedule kept its word, from its last ticks, as one short sentence with a look. */
import type { Look } from '#components/state/state-look.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import type { TickOutcome } from '#domain/machines.ts';

/** What of a tick counts for health. A tick by hand says nothing about the timetable. */
export type JudgedTick = { scheduledFor: string; firedAt: string; outcome: TickOutcome; manual: boolean };

/** How long after its instant a tick was dealt with. */
export function delayMsOf(tick: Pick<JudgedTick, 'scheduledFor' | 'firedAt'>): number {
  return Math.max(0, Date.parse(tick.firedAt) - Date.parse(tick.scheduledFor));
}

/** True for a tick that fired later than a takeover among planners explains. */
export function isLate(tick: JudgedTick): boolean {
  return !tick.manual && tick.outcome === 'FIRED' && delayMsOf(tick) > timetableBounds.lateAfterMs;
}

/** The look of a schedule's health; the worst thing gives it colour and glyph, the words name everything. */
export function healthOf(ticks: readonly JudgedTick[]): Look {
  const planned = ticks.filter((tick) => !tick.manual);
  if (planned.length === 0) return { word: 'Not due yet', family: 'waiting', glyph: 'circle' };
  const missed = planned.filter((tick) => tick.outcome === 'MISSED').length;
  const late = planned.filter(isLate).length;
  const skipped = planned.filter((tick) => tick.outcome === 'SKIPPED').length;
  const faults = [
    missed > 0 && `${missed} missed`,
    late > 0 && `${late} late`,
    skipped > 0 && `${skipped} skipped`,
  ].filter((fault) => fault !== false);
  if (faults.length === 0) return { word: 'On time', family: 'success', glyph: 'check' };
  return { word: `${faults.join(', ')} of ${planned.length}`, family: 'warning', glyph: 'mark' };
}
