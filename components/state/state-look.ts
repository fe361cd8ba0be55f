/** What a state looks like: a glyph, a word and a colour, always all three. */
import type {
  AlertState,
  DeliveryState,
  FailureState,
  JobState,
  RerunBatchState,
  RerunItemState,
  RunState,
  ScheduleState,
  TickOutcome,
  WorkerState,
} from '#domain/machines.ts';

/** A family of states shares a colour; its CSS variable is `--state-<family>`. */
export type Family = 'waiting' | 'running' | 'success' | 'warning' | 'failed' | 'human';

export type GlyphName =
  | 'circle'
  | 'clock'
  | 'skip'
  | 'cross'
  | 'play'
  | 'bars'
  | 'check'
  | 'loop'
  | 'mark'
  | 'skull'
  | 'hand'
  | 'slash'
  | 'flame';

export type Look = { word: string; family: Family; glyph: GlyphName };

export const jobLooks: Record<JobState, Look> = {
  PENDING: { word: 'Pending', family: 'waiting', glyph: 'circle' },
  SCHEDULED: { word: 'Scheduled', family: 'waiting', glyph: 'clock' },
  RUNNING: { word: 'Running', family: 'running', glyph: 'play' },
  SUCCEEDED: { word: 'Succeeded', family: 'success', glyph: 'check' },
  FAILED: { word: 'Failed', family: 'failed', glyph: 'cross' },
  DEAD: { word: 'Dead', family: 'failed', glyph: 'skull' },
  CANCELLED: { word: 'Cancelled', family: 'waiting', glyph: 'slash' },
  SKIPPED: { word: 'Skipped', family: 'waiting', glyph: 'skip' },
};

export const runLooks: Record<RunState, Look> = {
  RUNNING: { word: 'Running', family: 'running', glyph: 'play' },
  PAUSED: { word: 'Paused', family: 'running', glyph: 'bars' },
  SUCCEEDED: { word: 'Succeeded', family: 'success', glyph: 'check' },
  FAILED: { word: 'Failed', family: 'failed', glyph: 'cross' },
  CANCELLED: { word: 'Cancelled', family: 'waiting', glyph: 'slash' },
};

export const rerunBatchLooks: Record<RerunBatchState, Look> = {
  RUNNING: { word: 'Running', family: 'running', glyph: 'play' },
  PAUSED: { word: 'Paused', family: 'running', glyph: 'bars' },
  CANCELLED: { word: 'Cancelled', family: 'waiting', glyph: 'slash' },
  DONE: { word: 'Done', family: 'success', glyph: 'check' },
};

export const rerunItemLooks: Record<RerunItemState, Look> = {
  WAITING: { word: 'Waiting', family: 'waiting', glyph: 'circle' },
  RUNNING: { word: 'Running', family: 'running', glyph: 'play' },
  SUCCEEDED: { word: 'Succeeded', family: 'success', glyph: 'check' },
  FAILED: { word: 'Failed', family: 'failed', glyph: 'cross' },
  CANCELLED: { word: 'Cancelled', family: 'waiting', glyph: 'slash' },
  REFUSED: { word: 'Refused', family: 'warning', glyph: 'mark' },
};

export const scheduleLooks: Record<ScheduleState, Look> = {
  ACTIVE: { word: 'Active', family: 'running', glyph: 'play' },
  PAUSED: { word: 'Paused', family: 'running', glyph: 'bars' },
  ENDED: { word: 'Ended', family: 'waiting', glyph: 'slash' },
};

export const tickLooks: Record<TickOutcome, Look> = {
  FIRED: { word: 'Fired', family: 'success', glyph: 'check' },
  SKIPPED: { word: 'Skipped', family: 'waiting', glyph: 'skip' },
  MISSED: { word: 'Missed', family: 'warning', glyph: 'mark' },
  BUFFERED: { word: 'Buffered', family: 'waiting', glyph: 'clock' },
};

export const alertLooks: Record<AlertState, Look> = {
  OPEN: { word: 'Open', family: 'warning', glyph: 'mark' },
  RESOLVED: { word: 'Resolved', family: 'success', glyph: 'check' },
};

export const deliveryLooks: Record<DeliveryState, Look> = {
  PENDING: { word: 'On its way', family: 'running', glyph: 'play' },
  FAILED: { word: 'Tried again', family: 'warning', glyph: 'loop' },
  HELD: { word: 'Held', family: 'waiting', glyph: 'bars' },
  SENT: { word: 'Sent', family: 'success', glyph: 'check' },
  GIVEN_UP: { word: 'Given up', family: 'failed', glyph: 'cross' },
};

export const workerLooks: Record<WorkerState, Look> = {
  LIVE: { word: 'Live', family: 'running', glyph: 'play' },
  DRAINING: { word: 'Draining', family: 'warning', glyph: 'bars' },
  STOPPED: { word: 'Stopped', family: 'waiting', glyph: 'slash' },
  LOST: { word: 'Lost', family: 'failed', glyph: 'cross' },
};

export const failureLooks: Record<FailureState, Look> = {
  OPEN: { word: 'Open', family: 'failed', glyph: 'mark' },
  ACKNOWLEDGED: { word: 'Taken on', family: 'human', glyph: 'hand' },
  SNOOZED: { word: 'Snoozed', family: 'waiting', glyph: 'clock' },
  RESOLVED: { word: 'Resolved', family: 'success', glyph: 'check' },
};

/** Conditions that are no states of their own: they stand beside a state and ask for attention. */
export const conditionLooks = {
  retry: { word: 'Retry', family: 'warning', glyph: 'loop' },
  atRisk: { word: 'At risk', family: 'warning', glyph: 'mark' },
  breached: { word: 'Breached', family: 'failed', glyph: 'flame' },
  approval: { word: 'Waiting for approval', family: 'human', glyph: 'hand' },
} as const satisfies Record<string, Look>;

/** The colour of a family as CSS. */
export function colourOf(family: Family): string {
  return `var(--state-${family})`;
}
