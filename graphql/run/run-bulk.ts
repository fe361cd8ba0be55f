/** What is done to many runs at once: every run of a filter cancelled, paused or resumed, after a dry run. */
import { runBounds } from '#domain/bounds/run.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { BulkRunsOutcome } from '#engine/bulk/bulk-runs.ts';
import { cancelRuns } from '#engine/bulk/cancel-runs.ts';
import { pauseRuns, resumeRuns } from '#engine/bulk/pause-runs.ts';
import type { BulkRunsInput, MutationResolvers } from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { answer } from '#graphql/plumbing/user-error.ts';
import { runFilterOf } from './run-filter.ts';

export const runBulkTypes = /* GraphQL */ `
  "Which runs to change, and how."
  input BulkRunsInput {
    "Every run that matches, at most ${runBounds.bulkRunsMax.toLocaleString('en')}; at least one condition must be named."
    filter: RunFilter!
    "How many runs you were told would change; another number is refused with VERSION_CONFLICT and changes nothing."
    expectedCount: Int
    "True changes nothing and answers what would."
    dryRun: Boolean = false
    "Why, in a sentence; kept with each run and in the event log."
    reason: String
  }

  "What a bulk command did, or in a dry run would do. It happens in one transaction: after a fault no run has changed."
  type BulkRunsPayload {
    "How many runs changed, or would."
    count: Int!
    "In which state these were before."
    states: [RunStateCount!]!
    "The newest of them, at most ${runBounds.bulkRunsShownMax}, as they are now."
    runs: [Run!]!
    "Runs that match and stay as they are, by the reason why, the most frequent first."
    skipped: [BulkSkip!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Cancels every run of the filter that is not over, and every step of it; running steps are told to stop, and what a run ends with comes then. Runs that are ending are left as they are. Refused with TOO_LARGE when more than ${runBounds.bulkStepsMax.toLocaleString('en')} of their steps are open."
    cancelRuns(
      "Which runs."
      input: BulkRunsInput!
    ): BulkRunsPayload!
    "Pauses every RUNNING run of the filter: steps that run may finish, none starts."
    pauseRuns(
      "Which runs."
      input: BulkRunsInput!
    ): BulkRunsPayload!
    "Resumes every PAUSED run of the filter."
    resumeRuns(
      "Which runs."
      input: BulkRunsInput!
    ): BulkRunsPayload!
  }
`;

const Mutation: MutationResolvers = {
  cancelRuns: (_, { input }, context) => bulkAnswer(cancelRuns(context.engine, bulkInput(input)), context),
  pauseRuns: (_, { input }, context) => bulkAnswer(pauseRuns(context.engine, bulkInput(input)), context),
  resumeRuns: (_, { input }, context) => bulkAnswer(resumeRuns(context.engine, bulkInput(input)), context),
};

export const runBulkResolvers = { Mutation };

function bulkInput({ filter, ...input }: BulkRunsInput) {
  return { ...input, filter: runFilterOf(filter) };
}

function bulkAnswer(outcome: Promise<Outcome<BulkRunsOutcome>>, { loaders }: RequestContext) {
  return answer(
    outcome,
    async ({ runIds, ...told }) => ({
      ...told,
      runs: await Promise.all(runIds.map((id) => existing(loaders.run.clear(id).load(id)))),
    }),
    { count: 0, states: [], runs: [], skipped: [] },
  );
}
