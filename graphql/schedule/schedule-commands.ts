/** What is done to schedules: made, changed, paused, resumed, ended, triggered. */
import type { Outcome } from '#domain/refusal.ts';
import { createSchedule, createSchedules } from '#engine/schedule/create-schedules.ts';
import { deleteSchedules } from '#engine/schedule/delete-schedules.ts';
import type { ScheduleRow, TickRow } from '#engine/schedule/list-schedules.ts';
import { pauseSchedules } from '#engine/schedule/pause-schedules.ts';
import { resumeSchedules } from '#engine/schedule/resume-schedules.ts';
import { type TriggeredTick, triggerSchedule } from '#engine/schedule/trigger-schedule.ts';
import { updateSchedule } from '#engine/schedule/update-schedule.ts';
import type { MutationResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import type { Loaders } from '#graphql/plumbing/loaders.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const scheduleCommandTypes = /* GraphQL */ `
  "What a schedule fires: exactly one of the two."
  input ScheduleTargetInput {
    "The name of a registered task."
    task: String
    "The name of a published workflow."
    workflow: String
  }

  "What to do with instants that passed while nobody planned."
  input CatchUpInput {
    "Which of them fire."
    policy: CatchUpPolicy!
    "How old one may be to still fire."
    window: Duration
  }

  "A schedule to be."
  input CreateScheduleInput {
    "Unique in the tenant."
    name: String!
    "Five cron fields, a shorthand such as @daily, or a named expression such as: weekdays at 07:00"
    cron: String!
    "The zone whose clock it follows; the tenant's when absent."
    timeZone: TimeZone
    "What it fires."
    target: ScheduleTargetInput!
    "The job's params or the run's variables."
    params: JSON
    "What happens while earlier work has not settled; SKIP when absent."
    overlap: OverlapPolicy
    "What happens with instants that passed unplanned; NONE when absent."
    catchUp: CatchUpInput
    "Spreads the start over this long, by a stable offset per schedule."
    jitter: Duration
    "Names of calendars whose holidays do not fire."
    calendars: [String!]
    "Spans in which nothing fires."
    blackouts: [JSON!]
    "Names of schedules whose tick must have succeeded first."
    dependsOn: [String!]
    "Never fires before."
    startAt: DateTime
    "Never fires after."
    endAt: DateTime
    "True makes it PAUSED from the start."
    paused: Boolean
  }

  "Schedules to be, all or nothing."
  input CreateSchedulesInput {
    "At most 1,000, each with a name of its own."
    schedules: [CreateScheduleInput!]!
  }

  "What to change about a schedule; what is absent stays, null takes the default."
  input UpdateScheduleInput {
    "Its id."
    id: ID!
    "Unique in the tenant."
    name: String
    "Five cron fields, a shorthand such as @daily, or a named expression such as: weekdays at 07:00"
    cron: String
    "The zone whose clock it follows."
    timeZone: TimeZone
    "What it fires."
    target: ScheduleTargetInput
    "The job's params or the run's variables."
    params: JSON
    "What happens while earlier work has not settled."
    overlap: OverlapPolicy
    "What happens with instants that passed unplanned."
    catchUp: CatchUpInput
    "Never fires before."
    startAt: DateTime
    "Never fires after."
    endAt: DateTime
  }

  "Schedules to act on, all or nothing."
  input ScheduleIdsInput {
    "Their ids, at most 200."
    ids: [ID!]!
  }

  "Which schedule to fire now."
  input TriggerScheduleInput {
    "Its id."
    id: ID!
  }

  "What createSchedule did."
  type CreateSchedulePayload {
    "The schedule; null when refused."
    schedule: Schedule
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What createSchedules did."
  type CreateSchedulesPayload {
    "How many schedules there are."
    count: Int!
    "The schedules, in the order of the input; empty when refused."
    schedules: [Schedule!]!
    "Why nothing was done, each with the place of the schedule that it is about; empty when it was."
    userErrors: [UserError!]!
  }

  "What updateSchedule did."
  type UpdateSchedulePayload {
    "The schedule as it is now; null when refused."
    schedule: Schedule
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What a command on several schedules did."
  type SchedulesPayload {
    "The schedules as they are now; empty when refused."
    schedules: [Schedule!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What triggerSchedule did."
  type TriggerSchedulePayload {
    "The tick it made; null when refused."
    tick: Tick
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Makes a schedule."
    createSchedule(
      "The schedule to be."
      input: CreateScheduleInput!
    ): CreateSchedulePayload!
    "Makes up to 1,000 schedules, all or nothing, in one transaction. Each refusal names its schedule by place: NAME_TAKEN also when two of the call have one name, BAD_CRON, UNKNOWN_TASK and the others as createSchedule says them; TOO_LARGE above 1,000."
    createSchedules(
      "The schedules to be."
      input: CreateSchedulesInput!
    ): CreateSchedulesPayload!
    "Changes a schedule; its history stays."
    updateSchedule(
      "Which one, and what to change."
      input: UpdateScheduleInput!
    ): UpdateSchedulePayload!
    "Pauses schedules: they fire nothing until resumed."
    pauseSchedules(
      "Which ones."
      input: ScheduleIdsInput!
    ): SchedulesPayload!
    "Resumes paused schedules from now on."
    resumeSchedules(
      "Which ones."
      input: ScheduleIdsInput!
    ): SchedulesPayload!
    "Ends schedules; their history stays."
    deleteSchedules(
      "Which ones."
      input: ScheduleIdsInput!
    ): SchedulesPayload!
    "Fires a schedule now, beside its timetable."
    triggerSchedule(
      "Which one."
      input: TriggerScheduleInput!
    ): TriggerSchedulePayload!
  }
`;

const Mutation: MutationResolvers = {
  createSchedule: (_, { input }, { engine, loaders }) =>
    answer(
      createSchedule(engine, { ...input, params: input.params ?? null }),
      async ({ id }) => ({ schedule: await loaders.schedule.load(id) }),
      { schedule: null },
    ),
  createSchedules: async (_, { input }, { engine, loaders }) => {
    const wanted = input.schedules.map((schedule) => ({ ...schedule, params: schedule.params ?? null }));
    const made = await schedulesAfter(createSchedules(engine, { schedules: wanted }), loaders);
    return { ...made, count: made.schedules.length };
  },
  updateSchedule: (_, { input }, { engine, loaders }) => {
    const { id, name, cron, target, ...changes } = input;
    // Name, timetable and target have no default to go back to: null says as little as nothing.
    const named = {
      ...(typeof name === 'string' && { name }),
      ...(typeof cron === 'string' && { cron }),
      ...(target && { target }),
    };
    const outcome = updateSchedule(engine, { ...changes, ...named, id: bareId('schedule', id) });
    return answer(
      outcome,
      async ({ id }) => {
        loaders.scheduleParams.clear(id);
        return { schedule: await loaders.schedule.clear(id).load(id) };
      },
      { schedule: null },
    );
  },
  pauseSchedules: (_, { input }, { engine, loaders }) =>
    schedulesAfter(pauseSchedules(engine, { ids: bareIds(input.ids) }), loaders),
  resumeSchedules: (_, { input }, { engine, loaders }) =>
    schedulesAfter(resumeSchedules(engine, { ids: bareIds(input.ids) }), loaders),
  deleteSchedules: (_, { input }, { engine, loaders }) =>
    schedulesAfter(deleteSchedules(engine, { ids: bareIds(input.ids) }), loaders),
  triggerSchedule: (_, { input }, { engine }) =>
    answer(triggerSchedule(engine, { id: bareId('schedule', input.id) }), (tick) => ({ tick: firedTick(tick) }), {
      tick: null,
    }),
};

export const scheduleCommandResolvers = { Mutation };

function bareIds(ids: readonly string[]): string[] {
  return ids.map((id) => bareId('schedule', id));
}

function schedulesAfter(outcome: Promise<Outcome<{ ids: string[] }>>, loaders: Loaders) {
  const load = async ({ ids }: { ids: string[] }) => {
    const schedules = await Promise.all(ids.map((id) => loaders.schedule.clear(id).load(id)));
    return { schedules: schedules.flatMap((schedule) => schedule ?? []) };
  };
  const none: { schedules: ScheduleRow[] } = { schedules: [] };
  return answer(outcome, load, none);
}

function firedTick(tick: TriggeredTick): TickRow {
  return {
    ...tick,
    firedAt: tick.scheduledFor,
    outcome: 'FIRED',
    reasonCode: 'MANUAL',
    reason: 'a person triggered it',
    manual: true,
  };
}
