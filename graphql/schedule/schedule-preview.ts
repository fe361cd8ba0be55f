/** What a timetable would do, before a schedule is saved. */
import { previewSchedule } from '#engine/schedule/preview-schedule.ts';
import type { QueryResolvers } from '#graphql/generated/resolvers.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const schedulePreviewTypes = /* GraphQL */ `
  "A timetable to look at before it is saved."
  input PreviewScheduleInput {
    "Five cron fields, a shorthand such as @daily, or a named expression such as: weekdays at 07:00"
    cron: String!
    "The zone whose clock it follows; the tenant's when absent."
    timeZone: TimeZone
    "Names of calendars whose holidays do not fire."
    calendars: [String!]
    "Spans in which nothing fires."
    blackouts: JSON
    "Instants later than this; now when absent."
    after: DateTime
  }

  "What a timetable would do."
  type SchedulePreview {
    "Its next instants."
    times: [PreviewTime!]!
    "The timetable in words; null when refused."
    description: String
    "What may surprise."
    warnings: [ScheduleWarning!]!
    "Why there is no preview; empty when there is."
    userErrors: [UserError!]!
  }

  "One instant of a previewed timetable."
  type PreviewTime {
    "The instant."
    at: DateTime!
    "The wall clock in the schedule's zone, with its offset."
    local: String!
    "What a clock change did to it."
    note: String
  }

  "Something about a timetable that may surprise."
  type ScheduleWarning {
    "To branch on: DAY_FIELDS_OR or UNEVEN_STEP."
    code: String!
    "A sentence for a person."
    message: String!
  }

  extend type Query {
    "What a timetable would do, before anything is saved."
    previewSchedule(
      "The timetable."
      input: PreviewScheduleInput!
      "How many instants, 1 to 100."
      count: Int = 5
    ): SchedulePreview!
  }
`;

const Query: QueryResolvers = {
  previewSchedule: (_, { input, count }, { engine }) =>
    answer(previewSchedule(engine, input, count ?? undefined), (preview) => preview, {
      times: [],
      description: null,
      warnings: [],
    }),
};

export const schedulePreviewResolvers = { Query };
