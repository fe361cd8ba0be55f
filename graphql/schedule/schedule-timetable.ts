/** A schedule's timetable as people read it: in words, and as the instants that come next. */

import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { countOverdueInstants } from '#engine/schedule/overdue-instants.ts';
import { describeSchedule, upcomingInstants } from '#engine/schedule/schedule-timetable.ts';
import { inOwnTurn } from '#engine/store/batch/own-turn.ts';
import type { QueryResolvers, ScheduleResolvers } from '#graphql/generated/resolvers.ts';
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

  "The instants of schedules that have passed and that nobody dealt with. Beside a planner that works, those that are due for less than a minute are on their way and not counted."
  type OverdueInstants {
    "How many instants; counting stops at ${scheduleBounds.overdueInstantsMax.toLocaleString('en')}."
    instants: Int!
    "Of how many schedules; counting stops at ${scheduleBounds.overdueSchedulesMax}."
    schedules: Int!
    "False when counting stopped: there are more."
    isExact: Boolean!
    "The first of them; null when there is none."
    oldestAt: DateTime
    "False when no worker is live, and so nobody plans."
    hasPlanner: Boolean!
    "When a planner was last heard of; null when nobody remembers one."
    plannerSeenAt: DateTime
  }

  extend type Query {
    "How many instants of schedules are overdue, counted as it is asked and without the planner."
    overdueInstants: OverdueInstants!
  }
`;

const Schedule: ScheduleResolvers = {
  description: (schedule) => describeSchedule(schedule),
  upcoming: async (schedule, { first }) =>
    orThrow(await inOwnTurn(() => upcomingInstants(schedule, first ?? countDefault))),
};

const Query: QueryResolvers = {
  overdueInstants: async (_, __, { engine }) => orThrow(await countOverdueInstants(engine)),
};

export const scheduleTimetableResolvers = { Schedule, Query };
