/** What is done to gates: pools are made and removed, a hold is released by hand. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { deletePool } from '#engine/gate/pool/delete-pool.ts';
import { upsertPool } from '#engine/gate/pool/upsert-pool.ts';
import { releaseHold } from '#engine/gate/release-hold.ts';
import type { MutationResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const gateCommandTypes = /* GraphQL */ `
  "A pool to be, or how much there is of it from now on."
  input UpsertPoolInput {
    "Unique in the tenant; an existing name changes the pool."
    name: String!
    "How much there is of it, 0 to ${gateBounds.capacityMax.toLocaleString('en')}."
    capacity: Int!
  }

  "Which pool to remove."
  input DeletePoolInput {
    "Its name."
    name: String!
  }

  "Which hold to release."
  input ReleaseHoldInput {
    "The id of the gate."
    gate: ID!
    "The id of the job that holds it."
    job: ID!
    "Why; it stands in the event log."
    reason: String!
    "True although the worker of the job lives: its handler goes on as if it held the gate."
    force: Boolean
  }

  "What upsertPool or releaseHold did."
  type GatePayload {
    "The gate as it is now; null when refused."
    gate: Gate
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What deletePool did."
  type DeletePoolPayload {
    "The name of the pool that is no more; null when refused."
    name: String
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    """
    Makes a pool of resources or changes how much there is of it, from the next start on: jobs that hold more keep it until
    they end. A job that needs more than there is waits, and those that need less pass it. A tenant has at most
    ${gateBounds.poolsMax.toLocaleString('en')} pools; more are LIMIT_REACHED.
    """
    upsertPool(
      "The pool."
      input: UpsertPoolInput!
    ): GatePayload!
    "Removes a pool. ILLEGAL_TRANSITION while the latest version of a task needs it, a running job holds of it, or one waits for it."
    deletePool(
      "Which."
      input: DeletePoolInput!
    ): DeletePoolPayload!
    """
    Takes a gate from the job that holds it, and lets in who waits. The job runs on. ILLEGAL_TRANSITION without force while
    the worker of the job lives; who is not sure that the job is done with what the gate guards cancels it instead, which
    frees all that it holds.
    """
    releaseHold(
      "Which, and why."
      input: ReleaseHoldInput!
    ): GatePayload!
  }
`;

const Mutation: MutationResolvers = {
  upsertPool: (_, { input }, { engine, loaders }) =>
    answer(upsertPool(engine, input), async ({ id }) => ({ gate: (await loaders.gate.clear(id).load(id)) ?? null }), {
      gate: null,
    }),
  deletePool: (_, { input }, { engine }) => answer(deletePool(engine, input), ({ name }) => ({ name }), { name: null }),
  releaseHold: (_, { input: { gate, job, reason, force } }, { engine, loaders }) =>
    answer(
      releaseHold(engine, {
        gateId: bareId('gate', gate),
        jobId: bareId('job', job),
        reason,
        force: force ?? null,
      }),
      async ({ gateId }) => ({ gate: (await loaders.gate.clear(gateId).load(gateId)) ?? null }),
      { gate: null },
    ),
};

export const gateCommandResolvers = { Mutation };
