/** A schedule's timetable as people read it: in words, and as the instants that come next. */

import { describeSchedule, upcomingInstants } from '#engine/schedule/schedule-timetable.ts';
import { inOwnTurn } from '#engine/store/batch/own-turn.ts';
import type { ScheduleResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

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
