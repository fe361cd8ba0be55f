import type { EventType } from '#domain/event-catalogue.ts';

/** Everything that can happen to a schedule, by type of event. */
export const scheduleEventTypes: EventType[] = [
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.ended',
  'schedule.ticked',
];
