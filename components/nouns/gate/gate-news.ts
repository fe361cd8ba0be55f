/** What changes how a lock stands. */
import type { EventType } from '#domain/event-catalogue.ts';

export const lockNews: readonly EventType[] = [
  'gate.released',
  'gate.resized',
  'gate.removed',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.retrying',
  'job.cancelled',
  'job.skipped',
  'job.released',
];

/** Every job that moves may change a number here; a person reads no faster than this. */
export const newsGapMs = 1_000;

/** Who is sent to wait is told by no event. */
export const againMs = 3_000;
