/** What changes a number of a queue. */
import type { EventType } from '#domain/event-catalogue.ts';

export const queueNews: readonly EventType[] = [
  'queue.updated',
  'job.created',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.retrying',
  'job.cancelled',
  'job.skipped',
  'job.requeued',
  'job.expedited',
  'job.released',
];

/** Every job that moves changes a number here; a person reads no faster than this. */
export const newsGapMs = 1_000;

/** Ages grow, and jobs come due without an event. */
export const againMs = 5_000;
