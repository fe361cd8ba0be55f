/** How one schedule is read, and what tells that it is another one now. */
import { ask } from '#components/api/ask.ts';
import { ScheduleDocument, type ScheduleQuery } from '#components/generated/schedules.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';

export type ScheduleDetails = NonNullable<ScheduleQuery['schedule']>;

export const oneSchedule: ThingAsked<ScheduleDetails> = {
  read: (id) => ask(ScheduleDocument, { id }, ({ schedule }) => schedule),
  topicOf: (id) => ({ kind: 'events', filter: { schedules: [id] } }),
};
