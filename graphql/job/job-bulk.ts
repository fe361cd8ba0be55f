/** What is done to many jobs at once: every job of a filter cancelled, tried again or run now, after a dry run. */
import type { Outcome } from '#domain/refusal.ts';
import type { BulkOutcome } from '#engine/bulk/bulk-jobs.ts';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { retryJobs } from '#engine/bulk/retry-jobs.ts';
import { runJobsNow } from '#engine/bulk/run-jobs-now.ts';
import type { BulkJobsInput, MutationResolvers } from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { answer } from '#graphql/plumbing/user-error.ts';
import { jobFilterOf } from './job-filter.ts';

export const jobBulkTypes = /* GraphQL */ `
  "Which jobs to change, and how."
  input BulkJobsInput {
    "Every job that matches, at most 10,000, and steps of at most 2,000 runs; at least one condition must be named."
    filter: JobFilter!
    "How many jobs you were told would change; another number is refused with VERSION_CONFLICT and changes nothing."
    expectedCount: Int
    "True changes nothing and answers what would."
    dryRun: Boolean = false
    "Why, in a sentence; kept with each job and in the event log."
    reason: String
  }

  "What a bulk command did, or in a dry run would do. It happens in one transaction: after a fault no job has changed."
  type BulkJobsPayload {
    "How many jobs changed, or would."
    count: Int!
    "The newest of them, at most 20, as they are now."
    jobs: [Job!]!
    "Jobs that match and stay as they are, by the reason why, the most frequent first."
    skipped: [BulkSkip!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Jobs that a bulk command leaves as they are, for one reason."
  type BulkSkip {
    "Why, for example: already SUCCEEDED."
    reason: String!
    "How many."
    count: Int!
  }

  extend type Mutation {
    "Cancels every job of the filter that has not settled; running ones are told to stop."
    cancelJobs(
      "Which jobs."
      input: BulkJobsInput!
    ): BulkJobsPayload!
    "Gives every FAILED, DEAD or CANCELLED job of the filter another round of attempts; steps are retried with their runs."
    retryJobs(
      "Which jobs."
      input: BulkJobsInput!
    ): BulkJobsPayload!
    "Lets every SCHEDULED job of the filter start before its time; their attempts count on."
    runJobsNow(
      "Which jobs."
      input: BulkJobsInput!
    ): BulkJobsPayload!
  }
`;

const Mutation: MutationResolvers = {
  cancelJobs: (_, { input }, context) => bulkAnswer(cancelJobs(context.engine, bulkInput(input)), context),
  retryJobs: (_, { input }, context) => bulkAnswer(retryJobs(context.engine, bulkInput(input)), context),
  runJobsNow: (_, { input }, context) => bulkAnswer(runJobsNow(context.engine, bulkInput(input)), context),
};

export const jobBulkResolvers = { Mutation };

function bulkInput({ filter, ...input }: BulkJobsInput) {
  return { ...input, filter: jobFilterOf(filter) };
}

function bulkAnswer(outcome: Promise<Outcome<BulkOutcome>>, { loaders }: RequestContext) {
  return answer(
    outcome,
    async ({ count, jobIds, skipped }) => ({
      count,
      jobs: await Promise.all(jobIds.map((id) => existing(loaders.job.clear(id).load(id)))),
      skipped,
    }),
    { count: 0, jobs: [], skipped: [] },
  );
}
