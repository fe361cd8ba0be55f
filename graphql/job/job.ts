/** Jobs: one execution of a task, stand-alone or as a step of a run. */

import { publicId } from '#domain/value/ids.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { getJob } from '#engine/job/get-job.ts';
import { listJobs } from '#engine/job/list-jobs.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  AttemptResolvers,
  JobResolvers,
  QueryResolvers,
  TransitionResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { fullRow } from './full-row.ts';
import { jobFilterOf } from './job-filter.ts';

export const jobTypes = /* GraphQL */ `
  "Where a job is in its life."
  enum JobState {
    "May start when something it waits for is free or finished; its reason says what."
    PENDING
    "Has a time: not due yet, or waiting for its retry."
    SCHEDULED
    "A worker holds it."
    RUNNING
    "Its handler finished."
    SUCCEEDED
    "Its handler failed in a way that may not be retried."
    FAILED
    "Its last attempt failed, or it killed its worker too often."
    DEAD
    "An operator or its run cancelled it."
    CANCELLED
    "A step whose branch was not taken."
    SKIPPED
  }

  "One execution of a task, stand-alone or as a step of a run."
  type Job implements Node {
    "Opaque: \`job_\` and a UUIDv7."
    id: ID!
    "Where it is in its life."
    state: JobState!
    "What it executes, in the version it was made with."
    task: Task!
    "The lane it waits in."
    queue: Queue!
    "Higher goes first within its queue: a point is worth a minute of waiting, so that nothing starves."
    priority: Int!
    "What its handler gets."
    params: JSON
    "What its handler gave back."
    result: JSON
    "Why its latest attempt failed."
    error: JobError
    "Why it is not running, or why it ended as it did."
    reason: Reason
    "How many attempts were begun."
    attempt: Int!
    "How many attempts it has at most."
    maxAttempts: Int!
    "When it may start; null means at once."
    runAt: DateTime
    "When it was enqueued."
    createdAt: DateTime!
    "When its latest attempt began."
    startedAt: DateTime
    "When it settled."
    finishedAt: DateTime
    "The caller's own id for the work this belongs to."
    correlationId: String
    "The caller's own names and values."
    labels: JSON!
    "Every attempt, the first one first."
    attempts: [Attempt!]!
    "Every change of its state, the first one first."
    transitions: [Transition!]!
    "The run it is a step of."
    run: Run
    "The id of its step in the workflow definition."
    stepKey: String
    "Which item of a foreach step or which round of a while step it carries out, counted from 0; null for any other job."
    item: Int
    "The schedule that made it."
    schedule: Schedule
    "The failure it was seen in last: all jobs that failed in the same way. Null for one that never settled as failed, or whose run caught it; grouping is a second or two behind."
    failure: Failure
  }

  "Why an attempt failed, as its handler or the engine said it."
  type JobError {
    "To branch on, for example TIMEOUT or HTTP_503."
    type: String!
    "A sentence for a person."
    message: String!
    "False when another attempt would be pointless."
    retryable: Boolean!
    "Where in the handler it arose, when the handler tells."
    stack: String
  }

  "Why something is as it is."
  type Reason {
    "To branch on, for example TENANT_LIMIT, QUEUE_PAUSED, NOT_DUE or DEPENDENCY."
    code: String!
    "A sentence for a person."
    message: String!
  }

  "One try of a job by one worker."
  type Attempt {
    "Counted from 1."
    number: Int!
    "RUNNING, SUCCEEDED, FAILED, RELEASED, LOST or CANCELLED."
    state: String!
    "When the worker took it."
    startedAt: DateTime!
    "When it ended; null while it runs."
    finishedAt: DateTime
    "The worker's name as the list of workers tells it; null when the worker is forgotten."
    worker: String
    "Why it failed."
    error: JobError
    "What followed from it, in a sentence."
    decision: String
    "What it was given: a person may have given the job other params since."
    params: JSON
  }

  "One change of state, as the event log holds it."
  type Transition {
    "The state before; null when it was made."
    from: JobState
    "The state after."
    to: JobState!
    "Why, in a sentence."
    reason: String
    "Who did it: user, token or duty."
    actor: String!
    "Who did it, by name."
    by: Actor!
    "When, by the database's clock."
    at: DateTime!
    "The attempt that it belongs to."
    attempt: Int
  }

  ${connectionTypes('Job', 'jobs')}

  "Which jobs to list. Every given field must match."
  input JobFilter {
    "One of these, at most 1,000: a selection made by hand."
    ids: [ID!]
    "In one of these states."
    states: [JobState!]
    "In the queue of this name."
    queue: String
    "Of the task of this name."
    task: String
    "Steps of this run."
    run: ID
    "Made by this schedule."
    schedule: ID
    "Carrying all of these labels."
    labels: JSON
    "With this correlation id."
    correlationId: String
    "Enqueued at or after."
    createdAfter: DateTime
    "Enqueued before."
    createdBefore: DateTime
    "Settled at or after."
    finishedAfter: DateTime
    "Settled before."
    finishedBefore: DateTime
    "The console's query bar, for example: state:failed queue:billing"
    query: String
  }

  extend type Query {
    "One job; null when this tenant has none of this id."
    job(
      "Its id."
      id: ID!
    ): Job
    "Jobs, the newest first."
    jobs(
      "Which ones."
      filter: JobFilter
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): JobConnection!
  }
`;

const Job: JobResolvers = {
  id: (job) => publicId('job', job.id),
  task: async (job, _, context) =>
    existing(context.loaders.taskVersion.load((await fullRow(job, context)).taskVersionId)),
  queue: async (job, _, context) => existing(context.loaders.queue.load((await fullRow(job, context)).queueId)),
  priority: async (job, _, context) => (await fullRow(job, context)).priority,
  params: async (job, _, { loaders }) => (await loaders.jobPayload.load(job.id))?.params ?? null,
  result: async (job, _, { loaders }) => (await loaders.jobPayload.load(job.id))?.result ?? null,
  error: async (job, _, { loaders }) => jobErrorOf((await loaders.jobPayload.load(job.id))?.error),
  reason: async (job, _, context) => (await context.loaders.jobReason.load(await fullRow(job, context))) ?? null,
  attempt: async (job, _, context) => (await fullRow(job, context)).attempt,
  maxAttempts: async (job, _, context) => (await fullRow(job, context)).maxAttempts,
  createdAt: async (job, _, context) => (await fullRow(job, context)).createdAt,
  startedAt: async (job, _, context) => (await fullRow(job, context)).startedAt,
  finishedAt: async (job, _, context) => (await fullRow(job, context)).finishedAt,
  correlationId: async (job, _, context) => (await fullRow(job, context)).correlationId,
  labels: async (job, _, context) => (await fullRow(job, context)).labels,
  stepKey: async (job, _, context) => (await fullRow(job, context)).stepKey,
  item: async (job, _, context) => (await fullRow(job, context)).item,
  run: async (job, _, context) => {
    const { runId } = await fullRow(job, context);
    return runId === null ? null : await context.loaders.run.load(runId);
  },
  schedule: async (job, _, context) => {
    const { scheduleId } = await fullRow(job, context);
    return scheduleId === null ? null : await context.loaders.schedule.load(scheduleId);
  },
  failure: async ({ id }, _, { loaders }) => (await loaders.failureOfJob.load(id)) ?? null,
  attempts: async (job, _, context) => (await context.loaders.attempts.load(await fullRow(job, context))) ?? [],
  transitions: async (job, _, context) => (await context.loaders.transitions.load(await fullRow(job, context))) ?? [],
};

const Attempt: AttemptResolvers = {
  error: (attempt) => jobErrorOf(attempt.error),
  params: async ({ jobId, fence }, _, { loaders }) => {
    const earlier = (await loaders.earlierParams.load(jobId))?.find(({ upToFence }) => fence <= upToFence);
    return earlier === undefined ? (await existing(loaders.jobPayload.load(jobId))).params : earlier.params;
  },
};

const Query: QueryResolvers = {
  job: async (_, { id }, { engine }) => orThrow(await getJob(engine, { id: bareId('job', id) })) ?? null,
  jobs: (_, { filter, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listJobs(engine, { ...page, filter: jobFilterOf(filter) }), page);
  },
};

const Transition: TransitionResolvers = {
  by: ({ actor }, _, { loaders }) => actorOf(loaders, actor),
};

export const jobResolvers = { Job, Attempt, Transition, JobConnection: connection, Query };

function jobErrorOf(error: Json | undefined) {
  if (!isJsonObject(error)) return null;
  const { type, message, retryable, stack } = error;
  return {
    type: typeof type === 'string' ? type : 'UNKNOWN',
    message: typeof message === 'string' ? message : '',
    retryable: retryable !== false,
    stack: typeof stack === 'string' ? stack : null,
  };
}
