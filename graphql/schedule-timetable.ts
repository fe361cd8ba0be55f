/** A schedule's timetable as people read it: in words, and as the instants that come next. */

import { inOwnTurn } from '#engine/queries/own-turn.ts';
import { describeSchedule, upcomingInstants } from '#engine/queries/schedule-timetable.ts';
import type { ScheduleResolvers } from './generated/resolvers.ts';
import { orThrow } from './user-error.ts';

const countDefault = 5;

export const scheduleTimetableTypes = /* GraphQL */ `
  extend type Schedule {
    "Its timetable in words, for example: At 07:00, Monday through Friday (Europe/Berlin)"
    description: String!
    "Its next instants; empty unless ACTIVE."
    upcoming(
      "How many at most, 1 to 100."
      first: Int = ${countDefault}
    ): [PreviewTime!]!
  }
`;

const Schedule: ScheduleResolvers = {
  description: (schedule) => describeSchedule(schedule),
  upcoming: async (schedule, { first }) =>
    orThrow(await inOwnTurn(() => upcomingInstants(schedule, first ?? countDefault))),
};

export const scheduleTimetableResolvers = { Schedule };
