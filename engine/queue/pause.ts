/** That something is paused: since when, by whom, and why. */

/** Each is null where nobody kept it. `by` names the actor as the event log does. */
export type Pause = { since: Date | null; by: string | null; reason: string | null };

/** The columns of a row that tell of its pause. */
export type PauseColumns = { pausedAt: Date | null; pausedBy: string | null; pausedReason: string | null };

/** What the columns tell; null for what is not paused. They count while it is, and may be left over from before. */
export function pauseOf(isPaused: boolean, { pausedAt, pausedBy, pausedReason }: PauseColumns): Pause | null {
  return isPaused ? { since: pausedAt, by: pausedBy, reason: pausedReason } : null;
}
