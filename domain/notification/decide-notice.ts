/** What becomes of a group of the same kind as time passes: told of, waited with, or over. */
import { notificationBounds } from '#domain/bounds/alert.ts';

/** A group that stands, as far as its next step depends on it. */
export type StandingNotice = {
  /** How often it happened, and how often of that was told. */
  count: number;
  told: number;
  lastAtMs: number;
  windowMs: number;
  /** Before then nothing more of it is told: a window after the telling before. */
  tellAfterMs: number;
  /** Alerts of it that stand, and those among them that nobody has acknowledged. */
  standing: number;
  unacknowledged: number;
  endsByIdling: boolean;
  /** For a schedule: true once its work succeeded, or nothing is to be expected of it any more. */
  isMended: boolean;
};

/**
 * `over`: the end, of which is told where the rule says so. `tell`: something new, of which nobody was told. `wait`:
 * nothing to tell before the next look.
 */
export type NoticeDecision = { kind: 'over' | 'tell' | 'wait' };

/** Decides at a look at the group. */
export function decideNotice(notice: StandingNotice, nowMs: number): NoticeDecision {
  if (notice.standing === 0 || notice.isMended) return { kind: 'over' };
  if (notice.unacknowledged === 0) return { kind: isIdle(notice, nowMs) ? 'over' : 'wait' };
  if (notice.count > notice.told) return { kind: nowMs >= notice.tellAfterMs ? 'tell' : 'wait' };
  return { kind: isIdle(notice, nowMs) ? 'over' : 'wait' };
}

// What says nothing when it is mended is asked so often.
const mendedLookMs = 30_000;
const soonestLookMs = 1_000;

/** When to look at a group that goes on standing, given what was told by now. Whatever happens meanwhile comes before that. */
export function nextLookMs(
  notice: Pick<
    StandingNotice,
    'count' | 'told' | 'lastAtMs' | 'windowMs' | 'tellAfterMs' | 'unacknowledged' | 'endsByIdling'
  >,
  nowMs: number,
): number {
  const { count, told, tellAfterMs, lastAtMs, windowMs, unacknowledged, endsByIdling } = notice;
  const looks = [endsByIdling ? lastAtMs + idleMsOf(windowMs) : nowMs + mendedLookMs];
  if (count > told && unacknowledged > 0) looks.push(tellAfterMs);
  return Math.max(nowMs + soonestLookMs, Math.min(...looks));
}

function isIdle({ endsByIdling, lastAtMs, windowMs }: StandingNotice, nowMs: number): boolean {
  return endsByIdling && nowMs - lastAtMs >= idleMsOf(windowMs);
}

/** How long nothing may happen before what has no end of its own counts as over. */
export function idleMsOf(windowMs: number): number {
  return Math.max(windowMs, notificationBounds.idleMsMin);
}
