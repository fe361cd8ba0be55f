/** What is done to jobs: enqueued, cancelled, tried again, run before their time. */
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { runJobNow } from '#engine/bulk/run-jobs-now.ts';
import { enqueueJobs, type EnqueueJobInput as NewJob } from '#engine/job/enqueue-jobs.ts';
import type { EnqueueJobInput, MutationResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { labelsOf } from '#graphql/plumbing/inputs.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const jobCommandTypes = /* GraphQL */ `
  "A job to be."
  input EnqueueJobInput {
    "The name of a registered task."
    task: String!
    "What its handler gets; checked against the task's input schema."
    params: JSON
    "Another queue than the task's, by name."
    queue: String
    "Another priority than the task's. Within a queue higher goes first: a point is worth a minute of waiting."
    priority: Int
    "Not before this instant."
    runAt: DateTime
    "Not before this long from now; instead of runAt."
    delay: Duration
    "Makes the call safe to repeat: same key and same body give the first job back. Through a short outage of the database the server repeats it by itself."
    idempotencyKey: String
    "Your own id for the work this belongs to."
    correlationId: String
    "Your own names and values, at most 32."
    labels: JSON
  }

  "Jobs to be, all or nothing."
  input EnqueueJobsInput {
    "At most 1,000."
    jobs: [EnqueueJobInput!]!
  }

  "Which job to cancel."
  input CancelJobInput {
    "Its id."
    id: ID!
    "Why, in a sentence; kept with the job and in the event log."
    reason: String
  }

  "Which job to try again."
  input RetryJobInput {
    "Its id; it must be FAILED, DEAD or CANCELLED."
    id: ID!
    "Other params, whole; its version of the task must take them. Those it had stay with the attempts that went with them."
    params: JSON
    "Why, in a sentence; kept with the job and in the event log."
    reason: String
  }

  "Which job to run now."
  input RunJobNowInput {
    "Its id; it must be SCHEDULED: delayed, or waiting for its next attempt."
    id: ID!
    "Why, in a sentence; kept with the job and in the event log."
    reason: String
  }

  "What enqueueJob did."
  type EnqueueJobPayload {
    "The job; null when refused."
    job: Job
    "True when the idempotency key had been used and this is the first job."
    idempotentReplay: Boolean!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What enqueueJobs did."
  type EnqueueJobsPayload {
    "How many jobs there are."
    count: Int!
    "The jobs, in the order of the input."
    jobs: [Job!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What cancelJob did."
  type CancelJobPayload {
    "The job as it is now; null when refused."
    job: Job
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What retryJob did."
  type RetryJobPayload {
    "The job as it is now; null when refused."
    job: Job
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What runJobNow did."
  type RunJobNowPayload {
    "The job as it is now; null when refused."
    job: Job
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Enqueues one job."
    enqueueJob(
      "The job to be."
      input: EnqueueJobInput!
    ): EnqueueJobPayload!
    "Enqueues up to 1,000 jobs, all or nothing."
    enqueueJobs(
      "The jobs to be."
      input: EnqueueJobsInput!
    ): EnqueueJobsPayload!
    "Cancels a job that has not settled; a running one is told to stop."
    cancelJob(
      "Which job."
      input: CancelJobInput!
    ): CancelJobPayload!
    "Gives a FAILED, DEAD or CANCELLED job another round of attempts, with other params when some are given. A step is refused: it runs again with its run."
    retryJob(
      "Which job."
      input: RetryJobInput!
    ): RetryJobPayload!
    "Lets a SCHEDULED job start before its time; its attempts count on, and what else holds it back still does."
    runJobNow(
      "Which job."
      input: RunJobNowInput!
    ): RunJobNowPayload!
  }
`;

const Mutation: MutationResolvers = {
  enqueueJob: async (_, { input }, { engine }) => {
    const none = { job: null, idempotentReplay: false };
    const jobs = newJobs([input]);
    const outcome = jobs.ok ? await enqueueJobs(engine, { jobs: jobs.value }) : jobs;
    // The place in a list of one says nothing to somebody who sent one job.
    if (!outcome.ok)
      return {
        ...none,
        userErrors: outcome.refusals.map((refusal) => ({ ...refusal, path: withoutPlace(refusal.path) })),
      };
    const [job = null] = outcome.value.jobs;
    return { job, idempotentReplay: outcome.value.idempotentReplay, userErrors: [] };
  },
  enqueueJobs: async (_, { input }, { engine }) => {
    const jobs = newJobs(input.jobs);
    if (!jobs.ok) return { count: 0, jobs: [], userErrors: jobs.refusals };
    return await answer(
      enqueueJobs(engine, { jobs: jobs.value }),
      (made) => ({ count: made.jobs.length, jobs: made.jobs }),
      { count: 0, jobs: [] },
    );
  },
  cancelJob: (_, { input }, { engine, loaders }) =>
    answer(
      cancelJob(engine, { ...input, id: bareId('job', input.id) }),
      async ({ id }) => ({ job: await loaders.job.clear(id).load(id) }),
      { job: null },
    ),
  retryJob: (_, { input }, { engine, loaders }) =>
    answer(
      retryJob(engine, { ...input, id: bareId('job', input.id), params: input.params ?? undefined }),
      async ({ id }) => ({ job: await loaders.job.clear(id).load(id) }),
      { job: null },
    ),
  runJobNow: (_, { input }, { engine, loaders }) =>
    answer(
      runJobNow(engine, { ...input, id: bareId('job', input.id) }),
      async ({ id }) => ({ job: await loaders.job.clear(id).load(id) }),
      { job: null },
    ),
};

export const jobCommandResolvers = { Mutation };

function newJobs(inputs: readonly EnqueueJobInput[]): Outcome<NewJob[]> {
  const refusals: Refusal[] = [];
  const jobs = inputs.map((input, n): NewJob => {
    const labels = labelsOf(input.labels, ['jobs', String(n), 'labels']);
    if (!labels.ok) refusals.push(...labels.refusals);
    return { ...input, params: input.params ?? null, labels: labels.ok ? labels.value : null };
  });
  return refusals.length > 0 ? refuseAll(refusals) : done(jobs);
}

function withoutPlace(path: string[]): string[] {
  return path[0] === 'jobs' && path[1] === '0' ? path.slice(2) : path;
}
