/** Schedules: a timetable with a task or a workflow as its target, and the ticks it made. */
import { pageBounds } from '#domain/bounds/page.ts';
import {
  catchUpPolicies,
  laterCatchUpPolicies,
  laterOverlapPolicies,
  overlapPolicies,
} from '#domain/timetable/plan-ticks.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { publicId } from '#domain/value/ids.ts';
import { getSchedule, listSchedules, listTicks, type ScheduleRow } from '#engine/schedule/list-schedules.ts';
import { cursorOfKey } from '#engine/store/reading/page.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { QueryResolvers, ScheduleResolvers, TickResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing, type Loaders } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import type { TickPage } from '#graphql/plumbing/parents.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const scheduleTypes = /* GraphQL */ `
  "Whether a schedule fires."
  enum ScheduleState {
    "Fires at its instants."
    ACTIVE
    "Fires nothing until resumed."
    PAUSED
    "Its last instant passed, or it was deleted; its history stays."
    ENDED
  }

  "What became of one instant of a schedule."
  enum TickOutcome {
    "It made a job or a run."
    FIRED
    "It made nothing, on purpose or because it could not be planned; the reason says why."
    SKIPPED
    "Nobody planned in time and the catch-up policy did not cover it."
    MISSED
    "It waits for the work of an earlier tick."
    BUFFERED
  }

  "What to do while the work of an earlier tick has not settled."
  enum OverlapPolicy {
    "Make nothing; the tick is SKIPPED."
    SKIP
    "Keep one tick waiting."
    BUFFER_ONE
    "Keep every tick waiting."
    BUFFER_ALL
    "Cancel the earlier work."
    CANCEL_OTHER
    "Let them run side by side."
    ALLOW_ALL
  }

  "What to do with instants that passed while nobody planned."
  enum CatchUpPolicy {
    "Record them as MISSED."
    NONE
    "Fire the last of them."
    LAST
    "Fire all of them, one after the other."
    ALL
  }

  "A timetable with a task or a workflow as its target."
  type Schedule implements Node {
    "Opaque: \`sch_\` and a UUIDv7."
    id: ID!
    "Unique in the tenant."
    name: String!
    "As its author wrote it."
    cron: String!
    "The zone whose clock it follows."
    timeZone: TimeZone!
    "Whether it fires."
    state: ScheduleState!
    "What it fires: the task; null when it fires a workflow."
    task: Task
    "What it fires: the workflow; null when it fires a task."
    workflow: Workflow
    "The job's params or the run's variables."
    params: JSON!
    "What happens while earlier work has not settled."
    overlap: OverlapPolicy!
    "What happens with instants that passed unplanned."
    catchUp: CatchUp!
    "Never fires before."
    startAt: DateTime
    "Never fires after."
    endAt: DateTime
    "Since when and by whom it is paused; null unless PAUSED."
    pause: Pause
    "The next instant; null unless ACTIVE."
    nextRunAt: DateTime
    "Its instants and what became of them, the latest first."
    ticks(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
      "Only those with one of these outcomes."
      outcomes: [TickOutcome!]
    ): TickConnection!
    "Who made it: user, token or duty."
    createdBy: String!
    "Who made it, by name."
    creator: Actor!
    "When it was made."
    createdAt: DateTime!
    "When it was last changed."
    updatedAt: DateTime!
  }

  "What happens with instants that passed while nobody planned."
  type CatchUp {
    "Which of them fire."
    policy: CatchUpPolicy!
    "How old one may be to still fire."
    window: Duration
  }

  "One instant of a schedule and what became of it."
  type Tick {
    "The instant that the timetable names."
    scheduledFor: DateTime!
    "When it was dealt with."
    firedAt: DateTime!
    "What became of it."
    outcome: TickOutcome!
    "Why, in a sentence."
    reason: String
    "True when a person triggered it."
    manual: Boolean!
    "The job it made."
    job: Job
    "The run it made."
    run: Run
  }

  "A page of ticks."
  type TickConnection {
    "The ticks of this page."
    nodes: [Tick!]!
    "The ticks of this page, each with its cursor."
    edges: [TickEdge!]!
    "Where this page lies in the whole list."
    pageInfo: PageInfo!
  }

  "One of the ticks in a page."
  type TickEdge {
    "Its position in the list."
    cursor: Cursor!
    "The tick itself."
    node: Tick!
  }

  ${connectionTypes('Schedule', 'schedules')}

  "Which schedules to list. Every given field must match."
  input ScheduleFilter {
    "One of these, at most 1,000."
    ids: [ID!]
    "In one of these states."
    states: [ScheduleState!]
    "Firing the task of this name."
    task: String
    "Firing the workflow of this name."
    workflow: String
    "Whose name contains this."
    query: String
  }

  extend type Query {
    "One schedule; null when this tenant has none of this id."
    schedule(
      "Its id."
      id: ID!
    ): Schedule
    "Schedules, the newest first."
    schedules(
      "Which ones."
      filter: ScheduleFilter
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): ScheduleConnection!
  }
`;

const Schedule: ScheduleResolvers = {
  id: (schedule) => publicId('schedule', schedule.id),
  task: ({ taskId }, _, { loaders }) => (taskId === null ? null : loaders.task.load(taskId)),
  workflow: ({ workflowId }, _, { loaders }) => (workflowId === null ? null : loaders.workflow.load(workflowId)),
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
  params: ({ id }, _, { loaders }) => existing(loaders.scheduleParams.load(id)),
  overlap: (schedule) => oneOf(overlaps, schedule.overlap),
  catchUp: ({ catchUp }) => ({
    policy: oneOf(catchUps, catchUp.policy),
    window: catchUp.windowMs === 0 ? null : formatDuration(catchUp.windowMs),
  }),
  nextRunAt: (schedule) => schedule.nextAt,
  ticks: async (schedule, { first, after, outcomes = null }, { engine, loaders }) => {
    const count = first ?? pageBounds.pageSizeDefault;
    // Many schedules' first pages are read in one statement; what is odd is refused by the list itself.
    if (typeof after !== 'string' && outcomes === null && count >= 1 && count < pageBounds.pageSizeMax)
      return latestTicks(loaders, schedule, count);
    const page = orThrow(
      await listTicks(engine, { scheduleId: schedule.id, first: count, after: after ?? null, outcomes }),
    );
    return { ...page, hasPreviousPage: typeof after === 'string' };
  },
};

const Tick: TickResolvers = {
  job: ({ jobId }, _, { loaders }) => (jobId === null ? null : loaders.job.load(jobId)),
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
};

const Query: QueryResolvers = {
  schedule: async (_, { id }, { engine }) => orThrow(await getSchedule(engine, { id: bareId('schedule', id) })) ?? null,
  schedules: (_, { filter, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const ids = filter?.ids?.map((id) => bareId('schedule', id)) ?? null;
    return pageOf(listSchedules(engine, { ...page, filter: { ...filter, ids } }), page);
  },
};

export const scheduleResolvers = {
  Schedule,
  Tick,
  ScheduleConnection: connection,
  TickConnection: connection,
  Query,
};

const overlaps = [...overlapPolicies, ...laterOverlapPolicies] as const;
const catchUps = [...catchUpPolicies, ...laterCatchUpPolicies] as const;

function oneOf<const T extends string>(values: readonly T[], text: string): T {
  const value = values.find((each) => each === text);
  if (value === undefined)
    throw new Error(`broken invariant: "${text}" is stored where only ${values.join(', ')} may be`);
  return value;
}

async function latestTicks(loaders: Loaders, schedule: ScheduleRow, first: number): Promise<TickPage> {
  // One more than asked for tells whether there are more.
  const ticks = (await loaders.latestTicks(first + 1).load(schedule.id)) ?? [];
  const nodes = ticks.slice(0, first);
  const cursors = nodes.map((tick) => cursorOfKey(String(tick.scheduledFor.getTime())));
  return {
    nodes,
    cursors,
    hasNextPage: ticks.length > first,
    endCursor: cursors.at(-1) ?? null,
    hasPreviousPage: false,
  };
}
