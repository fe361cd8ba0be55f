/** The timeline of the fleet: what ran, row by row, and what will. */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { type IdType, publicId } from '#domain/value/ids.ts';
import type { FleetRowKind } from '#engine/timeline/fleet-rows.ts';
import { readFleetTimeline } from '#engine/timeline/read-fleet-timeline.ts';
import type {
  FleetBarResolvers,
  FleetPlanResolvers,
  FleetRowResolvers,
  QueryResolvers,
} from '#graphql/generated/resolvers.ts';
import { connection } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const { barsPerRowMax, parts, plannedPerScheduleMax, plannedMax, lookBackMax, rowsLookedAtMax } = timelineBounds;

export const timelineTypes = /* GraphQL */ `
  "What a row of the timeline stands for."
  enum FleetRowKind {
    "The runs of a workflow."
    WORKFLOW
    "The jobs and runs that a schedule started."
    SCHEDULE
    "The jobs of a queue."
    QUEUE
    "The jobs of a worker, each at the one of its latest attempt."
    WORKER
  }

  "Where a job or a run that has begun stands."
  enum FleetState {
    "It goes on."
    RUNNING
    "A run that was paused."
    PAUSED
    "It succeeded."
    SUCCEEDED
    "It failed."
    FAILED
    "A job whose last attempt failed."
    DEAD
    "It was cancelled after it had begun."
    CANCELLED
  }

  "A job or a run over time."
  type FleetBar {
    "That of the job or the run."
    id: ID!
    "The task of the job, or the workflow of the run."
    name: String!
    "Where it stands."
    state: FleetState!
    "When its latest attempt began; of a run, when it was started."
    from: DateTime!
    "When it ended; null while it goes on."
    to: DateTime
  }

  "How many jobs or runs are in a state."
  type FleetCount {
    "The state."
    state: FleetState!
    "How many are in it."
    count: Int!
  }

  "What began in one part of a window."
  type FleetPart {
    "Where the part begins; it is as long as the timeline's partMs."
    at: DateTime!
    "How many of what began in it are in each state now; states without any are left out."
    states: [FleetCount!]!
    "False when there may be more of each."
    isExact: Boolean!
  }

  "An instant of a schedule that nobody has dealt with yet. One that has passed is overdue."
  type FleetPlan {
    "The schedule."
    scheduleId: ID!
    "Its name."
    schedule: String!
    "When it is due."
    at: DateTime!
    "How long it takes as a rule, in milliseconds: the median of its successes among its latest ${timelineBounds.durationsLookedAt}; null when there are none."
    expectedMs: Float
  }

  "One row of the timeline: either bars, or where there are more than ${barsPerRowMax} of them, parts."
  type FleetRow {
    "That of the workflow, schedule, queue or worker."
    id: ID!
    "What the row stands for."
    kind: FleetRowKind!
    "Its name; a worker's as in workers."
    name: String!
    "True when something happens in the window: it ran or is planned; of a worker, that it is live."
    isActive: Boolean!
    "True when its bars are runs, false when they are jobs."
    isOfRuns: Boolean!
    "What ran in the window, the earliest first. Of what began before it, the latest ${lookBackMax} of a day are looked at, and what goes on. Empty when there are parts."
    bars: [FleetBar!]!
    "How much began in each of ${parts} equal parts of the window; those in which nothing began are left out. Empty when there are bars."
    parts: [FleetPart!]!
    "False when there may be more than is told: of a very crowded window only the latest of each part are looked at."
    isExact: Boolean!
    "What will fire in the window, the earliest first: at most ${plannedPerScheduleMax} instants of a schedule and ${plannedMax.toLocaleString('en')} of a page. Empty for workers."
    planned: [FleetPlan!]!
    "True when more is planned than is told."
    isPlannedCut: Boolean!
  }

  "A page of the rows of a timeline."
  type FleetTimelineConnection {
    "Where the window begins."
    from: DateTime!
    "Where it ends."
    to: DateTime!
    "The database's clock when it was read."
    now: DateTime!
    "How long a part of a crowded row is, in milliseconds."
    partMs: Float!
    "The rows of this page."
    nodes: [FleetRow!]!
    "The rows of this page, each with its cursor."
    edges: [FleetRowEdge!]!
    "Where this page lies among all rows."
    pageInfo: PageInfo!
    "How many rows there are; at most ${rowsLookedAtMax.toLocaleString('en')} are told apart."
    totalCount: Int!
    "Where the event log stood before anything of this answer was read: subscribe after it to miss nothing."
    eventCursor: Cursor!
  }

  "One of the rows in a page."
  type FleetRowEdge {
    "Its position among the rows."
    cursor: Cursor!
    "The row itself."
    node: FleetRow!
  }

  extend type Query {
    "What ran in a window, row by row, and what its schedules will fire in the rest of it. Rows in which something happens come first, then the quiet ones, each by name; a row that begins to work between two pages may be told twice."
    fleetTimeline(
      "What a row stands for."
      by: FleetRowKind!
      "Where the window begins."
      from: DateTime!
      "Where it ends: at most 31 days after from, and the hour that a clock change adds; at most 7 days ahead. BAD_INPUT when it does not end after it begins, TOO_LARGE when it is too long or ends too far ahead."
      to: DateTime!
      "How many rows, 1 to ${timelineBounds.rowsMax}; ${timelineBounds.rowsDefault} when not named."
      first: Int
      "The endCursor of the page before."
      after: Cursor
    ): FleetTimelineConnection!
  }
`;

const idTypeOf: Record<FleetRowKind, IdType> = {
  WORKFLOW: 'workflow',
  SCHEDULE: 'schedule',
  QUEUE: 'queue',
  WORKER: 'worker',
};

const FleetRow: FleetRowResolvers = {
  id: ({ kind, id }) => publicId(idTypeOf[kind], id),
  isPlannedCut: ({ isCut }) => isCut,
};

const FleetBar: FleetBarResolvers = { id: ({ kind, id }) => publicId(kind, id) };
const FleetPlan: FleetPlanResolvers = { scheduleId: ({ scheduleId }) => publicId('schedule', scheduleId) };

const Query: QueryResolvers = {
  fleetTimeline: async (_, request, { engine }) => {
    const page = orThrow(await readFleetTimeline(engine, request));
    return { ...page, hasPreviousPage: request.after !== undefined && request.after !== null };
  },
};

export const timelineResolvers = { FleetRow, FleetBar, FleetPlan, FleetTimelineConnection: connection, Query };
