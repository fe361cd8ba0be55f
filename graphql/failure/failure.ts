/** Failures: kinds of them, whoever they happened to, with what is known of each. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { workedBefore } from '#domain/failure/lessons.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { publicId } from '#domain/value/ids.ts';
import { listFailureTenants, readGroupedUpTo } from '#engine/failure/list-failure-tenants.ts';
import { getFailure, listFailures } from '#engine/failure/list-failures.ts';
import type {
  FailureExampleResolvers,
  FailureFilter,
  FailureResolvers,
  FailureTenantResolvers,
  QueryResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const failureTypes = /* GraphQL */ `
  "Where a failure is between being seen and being mended."
  enum FailureState {
    "Nobody looks after it."
    OPEN
    "Somebody looks after it."
    ACKNOWLEDGED
    "Put off until snoozedUntil, then OPEN; being seen does not end it."
    SNOOZED
    "Mended, or given up. Seen again it is OPEN."
    RESOLVED
  }

  "How much tells one kind of failure from another."
  enum FailureDetail {
    "What failed, the type of its error, and its message."
    MESSAGE
    "What failed and the type of its error: the tenant had ${failureBounds.kindsPerTenantMax.toLocaleString('en')} kinds already."
    TYPE
    "What failed: the tenant had ${(2 * failureBounds.kindsPerTenantMax).toLocaleString('en')} kinds already."
    SUBJECT
  }

  "What there is among the jobs of a failure."
  enum FailureKind {
    "Jobs that are DEAD."
    DEAD
    "Runs that failed by it."
    RUN
  }

  """
  All jobs and runs that failed in the same way: the same task, or step of a workflow, with the same type of error and the
  same message when numbers, ids, dates and quoted parts are taken out. A run that failed by a step is one concern with
  it; a step whose failure its run caught is none. Grouping follows the event log, a second or two behind.
  """
  type Failure implements Node {
    "Opaque: \`flr_\` and a UUIDv7."
    id: ID!
    "Whether somebody looks after it."
    state: FailureState!
    "How much tells this kind."
    detail: FailureDetail!
    "The task whose jobs failed; null for a run of which no step failed."
    task: Task
    "The workflow whose step or run failed."
    workflow: Workflow
    "The step that failed."
    stepKey: String
    "The type of the error; the reason code where there is no error; empty when detail is SUBJECT."
    errorType: String!
    "The message as all of them have it: # stands for a number or id, \\"…\\" for what was quoted. Empty unless detail is MESSAGE."
    message: String!
    "How often it was seen: each time that a job ended so counts once, and each run."
    count: Int!
    "How many of these ended DEAD."
    deadCount: Int!
    "How many of these were runs."
    runCount: Int!
    "When it was seen first."
    firstSeenAt: DateTime!
    "When it was seen last."
    lastSeenAt: DateTime!
    "Who looks after it; null for nobody, or when they left the tenant."
    assignee: Member
    "When its snooze ends, by the database's clock; null unless SNOOZED."
    snoozedUntil: DateTime
    "When it was resolved; null unless RESOLVED."
    resolvedAt: DateTime
    "Why it was resolved; null unless RESOLVED."
    reason: String
    "How often it was seen in each of the last hours, the oldest first; the last one is not over."
    trend(
      "How many hours, 1 to ${failureBounds.hoursKeptMax}."
      hours: Int! = ${failureBounds.trendHoursDefault}
    ): [FailureHour!]!
    "What retries of it taught, those that happen by themselves and those of people; null before the first."
    workedBefore: WorkedBefore
    "The newest times that it was seen."
    examples(
      "How many at most, 1 to ${failureBounds.examplesMax}."
      first: Int! = ${failureBounds.examplesDefault}
    ): [FailureExample!]!
    "What was done with it and what became of it, comments included, the newest first; at most the last ${failureBounds.actsKeptMax}."
    history(
      "How many at most, 1 to ${failureBounds.actsKeptMax}."
      first: Int! = ${failureBounds.historyDefault}
    ): [FailureAct!]!
  }

  "How often a failure was seen in an hour."
  type FailureHour {
    "When the hour begins."
    at: DateTime!
    "How often."
    count: Int!
  }

  "The wait after which a retry most surely worked."
  type WorkedBefore {
    "At least how long was waited; null when no retry worked."
    after: Duration
    "How many retries after such a wait worked."
    worked: Int!
    "How many retries after such a wait there were; all of them when none worked."
    tried: Int!
  }

  "One time that a failure was seen."
  type FailureExample {
    "When."
    at: DateTime!
    "The job that ended so; null for a run of which no step failed."
    job: Job
    "The run that failed by it."
    run: Run
  }

  "Something that was done with a failure, or that became of it."
  type FailureAct {
    "The type of its event, for example failure.commented."
    type: String!
    "When."
    at: DateTime!
    "Who, for people to read."
    by: String!
    "Who, as the event log names them."
    actor: String!
    "The state before, where it changed."
    from: FailureState
    "The state after, where it changed."
    to: FailureState
    "Why."
    reason: String
    "What else its event tells: the text of a comment, the instant of a snooze, the new owner."
    payload: JSON
  }

  ${connectionTypes('Failure', 'failures')}

  "Which failures to list. Every condition must hold; an absent one holds always."
  input FailureFilter {
    "One of these, at most 1,000."
    ids: [ID!]
    "In one of these states."
    states: [FailureState!]
    "Looked after by this user."
    assignee: ID
    "Of this task, by name."
    task: String
    "Of this workflow, by name: its steps and its runs."
    workflow: String
    "With such jobs."
    kind: FailureKind
    "Seen first at or after this instant."
    firstSeenAfter: DateTime
    "Seen first before this instant."
    firstSeenBefore: DateTime
    "Seen last at or after this instant."
    lastSeenAfter: DateTime
    "Seen last before this instant."
    lastSeenBefore: DateTime
    "Fields state, task, workflow, type, kind, assignee, first, last, and words of the message or a name: state:open assignee:me type:TIMEOUT last:>-2h disk."
    query: String
  }

  "A tenant that meets the error of a failure."
  type FailureTenant {
    "The tenant's id."
    id: ID!
    "Its name in addresses."
    slug: String!
    "For people to read."
    name: String!
    "How often the error was seen there, whatever failed of it."
    count: Int!
    "Its part of all of them, 0 to 1."
    share: Float!
    "When it was seen there last."
    lastSeenAt: DateTime!
  }

  extend type Query {
    "Kinds of failures, the one that was seen last first."
    failures(
      "Which ones."
      filter: FailureFilter
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): FailureConnection!
    "One failure; null when the tenant has none of this id."
    failure(
      "Its id."
      id: ID!
    ): Failure
    "The tenants that meet the same error, the most concerned first, at most ${failureBounds.tenantsShownMax}. For those who manage the platform."
    failureTenants(
      "A failure of this tenant."
      failure: ID!
    ): [FailureTenant!]!
    "Up to when everything that failed has been grouped; null before the first worker looked. What failed later is still to come."
    failuresGroupedUpTo: DateTime
  }
`;

const Failure: FailureResolvers = {
  id: ({ id }) => publicId('failure', id),
  task: async ({ taskId }, _, { loaders }) => (taskId === null ? null : ((await loaders.task.load(taskId)) ?? null)),
  workflow: async ({ workflowId }, _, { loaders }) =>
    workflowId === null ? null : ((await loaders.workflow.load(workflowId)) ?? null),
  assignee: async ({ assigneeId }, _, { loaders }) =>
    assigneeId === null ? null : ((await loaders.member.load(assigneeId)) ?? null),
  trend: async ({ id }, { hours }, { loaders }) => (await loaders.failureTrend(hours).load(id)) ?? [],
  workedBefore: (failure) => workedBefore(failure) ?? null,
  examples: async ({ id }, { first }, { loaders }) => (await loaders.failureExamples(first).load(id)) ?? [],
  history: async (failure, { first }, { loaders }) =>
    ((await loaders.failureActs.load(failure)) ?? []).slice(0, Math.max(1, first)),
};

const FailureExample: FailureExampleResolvers = {
  job: ({ jobId }, _, { loaders }) => (jobId === null ? null : loaders.job.load(jobId)),
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
};

const FailureTenant: FailureTenantResolvers = {
  id: ({ tenantId }) => publicId('tenant', tenantId),
};

const Query: QueryResolvers = {
  failures: (_, { filter, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listFailures(engine, { ...page, filter: filterOf(filter ?? {}) }), page);
  },
  failure: async (_, { id }, { engine }) => orThrow(await getFailure(engine, { id: bareId('failure', id) })) ?? null,
  failureTenants: async (_, { failure }, { engine }) =>
    orThrow(await listFailureTenants(engine, { id: bareId('failure', failure) })),
  failuresGroupedUpTo: async (_, __, { engine }) => orThrow(await readGroupedUpTo(engine)),
};

const WorkedBefore = {
  after: ({ afterMs }: { afterMs: number | null }) => (afterMs === null ? null : formatDuration(afterMs)),
};

export const failureResolvers = {
  Failure,
  FailureConnection: connection,
  FailureExample,
  FailureTenant,
  WorkedBefore,
  Query,
};

function filterOf({ ids, assignee, ...filter }: FailureFilter) {
  return {
    ...filter,
    ids: ids?.map((id) => bareId('failure', id)) ?? null,
    assignee: bareIdIfGiven('user', assignee) ?? null,
  };
}
