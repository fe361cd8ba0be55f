/** Everything that can happen to a schedule, by type of event. */
export const scheduleEventTypes = [
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.ended',
  'schedule.ticked',
];
