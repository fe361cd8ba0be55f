/** Schedules: a timetable with a task or a workflow as its target, and the ticks it made. */
import { connectionTypes } from './page.ts';

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
    "It made nothing on purpose; the reason says why."
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
    "The next instant; null unless ACTIVE."
    nextRunAt: DateTime
    "Its instants and what became of them, the latest first."
    ticks(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): TickConnection!
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
    "In one of these states."
    states: [ScheduleState!]
    "Firing the task of this name."
    task: String
    "Firing the workflow of this name."
    workflow: String
    "Whose name contains this."
    query: String
  }

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
    blackouts: JSON
    "Names of schedules whose tick must have succeeded first."
    dependsOn: [String!]
    "Never fires before."
    startAt: DateTime
    "Never fires after."
    endAt: DateTime
    "True makes it PAUSED from the start."
    paused: Boolean
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
    "To branch on, for example BOTH_DAY_FIELDS."
    code: String!
    "A sentence for a person."
    message: String!
  }

  "What createSchedule did."
  type CreateSchedulePayload {
    "The schedule; null when refused."
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
    "What a timetable would do, before anything is saved."
    previewSchedule(
      "The timetable."
      input: PreviewScheduleInput!
      "How many instants, 1 to 100."
      count: Int = 5
    ): SchedulePreview!
  }

  extend type Mutation {
    "Makes a schedule."
    createSchedule(
      "The schedule to be."
      input: CreateScheduleInput!
    ): CreateSchedulePayload!
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
