import type { FailureEventType } from '#domain/event-catalogue.ts';

/** What tells that failures are in other states. */
export const failureMoves: FailureEventType[] = [
  'failure.opened',
  'failure.reopened',
  'failure.acknowledged',
  'failure.snoozed',
  'failure.resolved',
];
