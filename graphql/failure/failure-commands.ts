/** What people do with failures: one, several, or all that failed in one way. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import type { Outcome } from '#domain/refusal.ts';
import { discardFailure } from '#engine/failure/group/discard-failure.ts';
import type { GroupOutcome } from '#engine/failure/group/operate-on-group.ts';
import { rerunFailure } from '#engine/failure/group/rerun-failure.ts';
import { acknowledgeFailures } from '#engine/failure/triage/acknowledge-failures.ts';
import { assignFailures } from '#engine/failure/triage/assign-failures.ts';
import { commentOnFailure } from '#engine/failure/triage/comment-on-failure.ts';
import { reopenFailures } from '#engine/failure/triage/reopen-failures.ts';
import { resolveFailures } from '#engine/failure/triage/resolve-failures.ts';
import { snoozeFailures } from '#engine/failure/triage/snooze-failures.ts';
import type { MutationResolvers } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const failureCommandTypes = /* GraphQL */ `
  "Which failures to act on, and why."
  input FailureIdsInput {
    "Their ids, at most ${failureBounds.failuresPerCallMax}; all or none."
    ids: [ID!]!
    "Why, in a sentence; kept in the event log."
    reason: String
  }

  "Which failures get which owner."
  input AssignFailuresInput {
    "Their ids, at most ${failureBounds.failuresPerCallMax}; all or none."
    ids: [ID!]!
    "A member of the tenant by their user's id; nobody when absent."
    member: ID
  }

  "Which failures to put off, and until when."
  input SnoozeFailuresInput {
    "Their ids, at most ${failureBounds.failuresPerCallMax}; all or none."
    ids: [ID!]!
    "The instant at which they are OPEN again: later than now, within a year."
    until: DateTime!
    "Why, in a sentence; kept in the event log."
    reason: String
  }

  "What to write about which failure."
  input CommentOnFailureInput {
    "Its id."
    id: ID!
    "The comment, at most 4,000 characters. It is not changed afterwards."
    text: String!
  }

  "All of which failure, and how."
  input FailureGroupInput {
    "Its id."
    id: ID!
    "How many jobs and runs you were told would change; another number is refused with VERSION_CONFLICT and changes nothing."
    expectedCount: Int
    "True changes nothing and answers what would."
    dryRun: Boolean = false
    "Why, in a sentence; kept in the event log."
    reason: String
  }

  "What an act on failures did."
  type FailuresPayload {
    "The failures as they are now; empty when refused."
    failures: [Failure!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What commentOnFailure did."
  type CommentOnFailurePayload {
    "The failure; null when refused."
    failure: Failure
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What was done to all of a failure, or in a dry run would be. It happens in one transaction: after a fault nothing has changed."
  type FailureGroupPayload {
    "The failure as it is now; null when refused."
    failure: Failure
    "How many jobs and runs changed, or would: jobCount and runCount together."
    count: Int!
    "How many jobs that stand alone."
    jobCount: Int!
    "How many runs."
    runCount: Int!
    "The newest of the jobs, steps of the runs among them, at most ${jobBounds.bulkJobsShownMax}."
    jobs: [Job!]!
    "How many steps the new runs keep of the old ones, with their results; 0 for discardFailure."
    keptStepCount: Int!
    "How many steps the new runs do again, as far as their conditions let them; 0 for discardFailure."
    rerunStepCount: Int!
    "Runs that begin at their start and not at what failed, by the reason why."
    fromStart: [BulkSkip!]!
    "What stands and is left as it is, by the reason why."
    skipped: [BulkSkip!]!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Takes failures on. A person becomes the owner of those that have none. ILLEGAL_TRANSITION for one that is RESOLVED."
    acknowledgeFailures(
      "Which ones."
      input: FailureIdsInput!
    ): FailuresPayload!
    "Gives failures an owner, or takes it away; their state stays."
    assignFailures(
      "Which ones, and whose they are."
      input: AssignFailuresInput!
    ): FailuresPayload!
    "Puts failures off; those that are put off already get the new instant. ILLEGAL_TRANSITION for one that is RESOLVED."
    snoozeFailures(
      "Which ones, and until when."
      input: SnoozeFailuresInput!
    ): FailuresPayload!
    "Resolves failures: what caused them is mended. Seen again, they are OPEN."
    resolveFailures(
      "Which ones."
      input: FailureIdsInput!
    ): FailuresPayload!
    "Opens failures again, whatever state they are in."
    reopenFailures(
      "Which ones."
      input: FailureIdsInput!
    ): FailuresPayload!
    "Writes something about a failure, for whoever looks at it next."
    commentOnFailure(
      "What, and about which."
      input: CommentOnFailureInput!
    ): CommentOnFailurePayload!
    "Tries again what stands failed of a failure, at most ${jobBounds.bulkJobsMax.toLocaleString('en')} jobs and ${failureBounds.runsPerRerunMax} runs: jobs get another round of attempts, runs run again from what failed and keep what succeeded, of their own version, with the variables they were started with. A run begins at its start only where that is refused (fromStart). Runs need the permission run.operate as well."
    rerunFailure(
      "All of which failure."
      input: FailureGroupInput!
    ): FailureGroupPayload!
    "Gives up on what stands failed of a failure: it is not rerun with it any more. The failure is RESOLVED; jobs and runs stay as they are."
    discardFailure(
      "All of which failure."
      input: FailureGroupInput!
    ): FailureGroupPayload!
  }
`;

const Mutation: MutationResolvers = {
  acknowledgeFailures: (_, { input }, context) => several(acknowledgeFailures(context.engine, withIds(input)), context),
  assignFailures: (_, { input }, context) => {
    const member = bareIdIfGiven('user', input.member) ?? null;
    return several(assignFailures(context.engine, { ...withIds(input), member }), context);
  },
  snoozeFailures: (_, { input }, context) => several(snoozeFailures(context.engine, withIds(input)), context),
  resolveFailures: (_, { input }, context) => several(resolveFailures(context.engine, withIds(input)), context),
  reopenFailures: (_, { input }, context) => several(reopenFailures(context.engine, withIds(input)), context),
  commentOnFailure: (_, { input }, { engine, loaders }) => {
    const id = bareId('failure', input.id);
    return answer(
      commentOnFailure(engine, { ...input, id }),
      async () => ({ failure: await loaders.failure.clear(id).load(id) }),
      { failure: null },
    );
  },
  rerunFailure: (_, { input }, context) =>
    allOf(rerunFailure(context.engine, { ...input, id: bareId('failure', input.id) }), context),
  discardFailure: (_, { input }, context) =>
    allOf(discardFailure(context.engine, { ...input, id: bareId('failure', input.id) }), context),
};

export const failureCommandResolvers = { Mutation };

function withIds<Input extends { ids: readonly string[] }>(input: Input): Input & { ids: string[] } {
  return { ...input, ids: input.ids.map((id) => bareId('failure', id)) };
}

function several(outcome: Promise<Outcome<{ ids: string[] }>>, { loaders }: RequestContext) {
  return answer(
    outcome,
    async ({ ids }) => ({
      failures: await Promise.all(ids.map((id) => existing(loaders.failure.clear(id).load(id)))),
    }),
    { failures: [] },
  );
}

function allOf(outcome: Promise<Outcome<GroupOutcome>>, { loaders }: RequestContext) {
  return answer(
    outcome,
    async ({ id, jobs, runs, jobIds, skipped, keptSteps, rerunSteps, fromStart }) => ({
      failure: await loaders.failure.clear(id).load(id),
      count: jobs + runs,
      jobCount: jobs,
      runCount: runs,
      jobs: await Promise.all(jobIds.map((jobId) => existing(loaders.job.clear(jobId).load(jobId)))),
      keptStepCount: keptSteps,
      rerunStepCount: rerunSteps,
      fromStart,
      skipped,
    }),
    {
      failure: null,
      count: 0,
      jobCount: 0,
      runCount: 0,
      jobs: [],
      keptStepCount: 0,
      rerunStepCount: 0,
      fromStart: [],
      skipped: [],
    },
  );
}
