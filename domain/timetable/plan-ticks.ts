/**
 * What the planner does with a schedule whose time has come: every due instant becomes exactly one tick,
 * with its outcome and the reason, and the schedule learns its next instant. Nothing is skipped in silence.
 */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { nextInstant, type Timetable } from './cron.ts';

/** What becomes of an instant while the work of an earlier one is open. */
export const overlapPolicies = ['SKIP', 'ALLOW_ALL'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];
export const defaultOverlap: OverlapPolicy = 'SKIP';

/** What happens to instants that passed while nobody planned. */
export const catchUpPolicies = ['NONE', 'LAST'] as const;
export type CatchUpPolicy = (typeof catchUpPolicies)[number];
/** `windowMs` is how old an instant may be to be caught up. */
export type CatchUp = { policy: CatchUpPolicy; windowMs: number };
export const defaultCatchUp: CatchUp = { policy: 'NONE', windowMs: 0 };

/** What the API has a name for and no schedule can have yet. */
export const laterOverlapPolicies = ['BUFFER_ONE', 'BUFFER_ALL', 'CANCEL_OTHER'] as const;
export const laterCatchUpPolicies = ['ALL'] as const;

const skipsOverlaps: Record<OverlapPolicy, boolean> = { SKIP: true, ALLOW_ALL: false };

/** Whether a stored policy asks if the work of an earlier tick is still open. */
export function mindsOpenWork(overlap: string): boolean {
  return overlapPolicies.some((policy) => policy === overlap && skipsOverlaps[policy]);
}

export const tickReasonCodes = ['ON_TIME', 'CAUGHT_UP', 'OVERLAP', 'NO_CATCH_UP', 'NOT_THE_LAST', 'TOO_OLD'] as const;
export type TickReasonCode = (typeof tickReasonCodes)[number];
export type TickReason = { code: TickReasonCode; message: string };

/** One planned tick. FIRED asks the planner to make the job or run. */
export type PlannedTick = { scheduledForMs: number; outcome: 'FIRED' | 'SKIPPED' | 'MISSED'; reason: TickReason };

/** `nextAtMs` null: the schedule has ended. `nextAtMs` not after now: the pass was cut, plan again. */
export type TickPlan = { ticks: PlannedTick[]; nextAtMs: number | null };

/** `nextAtMs` is the stored instant due next, `endAtMs` the last at which the schedule may still be due. */
export type PlannedSchedule = {
  timetable: Timetable;
  nextAtMs: number;
  overlap: OverlapPolicy;
  catchUp: CatchUp;
  endAtMs: number | null;
};

/**
 * Plans one pass. `hasOpenWork`: the job or run of an earlier tick is not settled. `lateAfterMs`: an instant at
 * most this old counts as on time. A pass makes at most `ticksMax` ticks, the oldest first.
 */
export function planTicks(pass: {
  schedule: PlannedSchedule;
  nowMs: number;
  hasOpenWork: boolean;
  lateAfterMs?: number;
  ticksMax?: number;
}): TickPlan {
  const {
    schedule,
    nowMs,
    lateAfterMs = timetableBounds.lateAfterMs,
    ticksMax = timetableBounds.ticksPerPassMax,
  } = pass;
  const { due, nextAtMs } = dueInstants(schedule, nowMs, ticksMax);
  const isMissed = (atMs: number | null): boolean => atMs !== null && nowMs - atMs > lateAfterMs;
  // When the pass is cut inside the missed instants, the last of them belongs to a later pass.
  const lastMissedMs = isMissed(nextAtMs) ? undefined : due.findLast(isMissed);
  let hasOpenWork = pass.hasOpenWork;
  const ticks = due.map((atMs): PlannedTick => {
    const late = { atMs, lateMs: nowMs - atMs, isLast: atMs === lastMissedMs };
    const missed = isMissed(atMs) ? missedReason(schedule.catchUp, late) : undefined;
    if (missed !== undefined) return { scheduledForMs: atMs, outcome: 'MISSED', reason: missed };
    if (hasOpenWork && skipsOverlaps[schedule.overlap]) {
      const message = 'the work of an earlier tick has not settled, and this schedule skips instead of overlapping';
      return { scheduledForMs: atMs, outcome: 'SKIPPED', reason: { code: 'OVERLAP', message } };
    }
    hasOpenWork = true;
    return { scheduledForMs: atMs, outcome: 'FIRED', reason: firedReason(isMissed(atMs), late.lateMs) };
  });
  return { ticks, nextAtMs };
}

function dueInstants(
  schedule: PlannedSchedule,
  nowMs: number,
  ticksMax: number,
): { due: number[]; nextAtMs: number | null } {
  const endAtMs = schedule.endAtMs ?? Number.POSITIVE_INFINITY;
  const due: number[] = [];
  let atMs: number | undefined = schedule.nextAtMs;
  while (atMs !== undefined && atMs <= nowMs && atMs <= endAtMs && due.length < ticksMax) {
    due.push(atMs);
    atMs = nextInstant(schedule.timetable, atMs);
  }
  return { due, nextAtMs: atMs === undefined || atMs > endAtMs ? null : atMs };
}

/** Undefined for the one missed instant that is caught up. */
function missedReason(catchUp: CatchUp, late: { lateMs: number; isLast: boolean }): TickReason | undefined {
  const noticed = `it was noticed ${sayDuration(late.lateMs)} late`;
  if (catchUp.policy === 'NONE') {
    return { code: 'NO_CATCH_UP', message: `${noticed}, and this schedule does not catch up` };
  }
  if (!late.isLast) {
    return { code: 'NOT_THE_LAST', message: `${noticed}, and this schedule catches up only the last missed instant` };
  }
  if (late.lateMs <= catchUp.windowMs) return undefined;
  const message = `${noticed}, and this schedule catches up at most ${sayDuration(catchUp.windowMs)} back`;
  return { code: 'TOO_OLD', message };
}

function firedReason(isCaughtUp: boolean, lateMs: number): TickReason {
  if (!isCaughtUp) return { code: 'ON_TIME', message: 'it was due' };
  return { code: 'CAUGHT_UP', message: `the last instant missed, caught up ${sayDuration(lateMs)} late` };
}
