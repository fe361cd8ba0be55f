/** Which news may concern a list of jobs. */
import type { EventType } from '#domain/event-catalogue.ts';
import { type JobState, jobStates } from '#domain/machines.ts';

// What an event of the log is called when a job has just come into a state.
const arrivalTypes: Record<JobState, EventType[]> = {
  PENDING: ['job.created', 'job.released', 'job.requeued', 'job.expedited'],
  SCHEDULED: ['job.created', 'job.retrying'],
  RUNNING: ['job.started'],
  SUCCEEDED: ['job.succeeded'],
  FAILED: ['job.failed'],
  DEAD: ['job.dead'],
  CANCELLED: ['job.cancelled'],
  SKIPPED: ['job.skipped'],
};

/** The event types with which a job comes into a state, whichever it is. */
export const movedTypes: EventType[] = [...new Set(Object.values(arrivalTypes).flat())];

/** The event types after which a list of these states may have new rows. */
export function arrivalTypesOf(states: readonly JobState[]): EventType[] {
  if (states.length === 0) return ['job.created', 'job.skipped'];
  return [...new Set(jobStates.filter((state) => states.includes(state)).flatMap((state) => arrivalTypes[state]))];
}
