/** Batches of reruns: many runs run again one after the other, at a rate. */
import { rerunBounds } from '#domain/bounds/run.ts';
import { publicId } from '#domain/value/ids.ts';
import { getRerunBatch, listRerunBatches, listRerunItems } from '#engine/rerun/list-rerun-batches.ts';
import { type BatchAct, cancelRerunBatch, pauseRerunBatch, resumeRerunBatch } from '#engine/rerun/move-rerun-batch.ts';
import { startRerunBatch } from '#engine/rerun/start-rerun-batch.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  RerunBatchResolvers,
  RerunItemResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';
import { runFilterOf } from '#graphql/run/run-filter.ts';

const acts = [
  { name: 'pauseRerunBatch', verb: 'pause', must: 'it must be RUNNING' },
  { name: 'resumeRerunBatch', verb: 'resume', must: 'it must be PAUSED' },
  { name: 'cancelRerunBatch', verb: 'cancel', must: 'it must be RUNNING or PAUSED' },
].map(({ name, verb, must }) => {
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return /* GraphQL */ `
  "Which batch to ${verb}."
  input ${title}Input {
    "Its id; ${must}."
    id: ID!
    "Why, in a sentence; kept in the event log."
    reason: String
  }

  "What ${name} did."
  type ${title}Payload {
    "The batch as it is now; null when refused."
    batch: RerunBatch
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }
`;
});

export const rerunTypes = /* GraphQL */ `
  "Where a batch of reruns is in its life."
  enum RerunBatchState {
    "Its runs start one after the other, or the last of them run."
    RUNNING
    "An operator paused it: no further run starts."
    PAUSED
    "An operator cancelled it: what waited never starts, what runs goes on."
    CANCELLED
    "All of its runs have ended or were refused."
    DONE
  }

  "What became of one run of a batch."
  enum RerunItemState {
    "Its turn has not come."
    WAITING
    "Its new run is open."
    RUNNING
    "Its new run succeeded."
    SUCCEEDED
    "Its new run failed."
    FAILED
    "Its new run was cancelled, or the batch was before its turn came."
    CANCELLED
    "It could not be run again; the reason says why."
    REFUSED
  }

  "Many runs that are run again one after the other, at a rate. A run of it counts as started when its new run is stored."
  type RerunBatch implements Node {
    "Opaque: \`rrb_\` and a UUIDv7."
    id: ID!
    "Where it is in its life."
    state: RerunBatchState!
    "Where each of its runs begins: FAILED or START."
    from: RetryFrom!
    "Of which version its new runs are."
    version: RerunVersion!
    "How many of its runs start in a minute at most, spread evenly."
    perMinute: Int!
    "Why, in a sentence; kept with each new run."
    reason: String
    "How many runs it has, and where they stand."
    counts: RerunCounts!
    "Who made it: user or token."
    createdBy: String!
    "Who made it, by name."
    creator: Actor!
    "When it was made."
    createdAt: DateTime!
    "When the last of its runs had ended; null until then."
    finishedAt: DateTime
    "Why runs were refused, the most frequent reason first, at most 20."
    refusals: [BulkSkip!]!
    "Its runs, in the order in which they start: the oldest first."
    items(
      "Those in one of these states."
      states: [RerunItemState!]
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): RerunItemConnection!
  }

  "How many runs of a batch stand where; the six numbers after the total make the total."
  type RerunCounts {
    "All of them."
    total: Int!
    "Their turn has not come."
    waiting: Int!
    "Their new runs are open."
    running: Int!
    "Their new runs succeeded."
    succeeded: Int!
    "Their new runs failed."
    failed: Int!
    "Their new runs were cancelled, or the batch was before their turn came."
    cancelled: Int!
    "They could not be run again."
    refused: Int!
  }

  "One run of a batch, and what became of it."
  type RerunItem {
    "The run that is to be run again."
    run: Run
    "The new run; null until it has started, and for one that was refused."
    rerun: Run
    "What became of it."
    state: RerunItemState!
    "Why it was refused: a code and a sentence."
    reason: Reason
  }

  ${connectionTypes('RerunBatch', 'batches')}
  ${connectionTypes('RerunItem', 'runs of the batch')}

  "Which runs to run again, and at which rate."
  input StartRerunBatchInput {
    "Every run that matches, at most ${rerunBounds.itemsMax.toLocaleString('en')}; at least one condition must be named. Open runs stay as they are, and so do SUCCEEDED ones with from: FAILED."
    filter: RunFilter!
    "Where each of them begins: FAILED or START."
    from: RetryFrom! = FAILED
    "Of which version the new runs are."
    version: RerunVersion! = ORIGINAL
    "How many start in a minute at most, 1 to ${rerunBounds.perMinuteMax}."
    perMinute: Int! = ${rerunBounds.perMinuteDefault}
    "Why, in a sentence; kept with each new run and in the event log."
    reason: String
    "How many runs you were told would run again; another number is refused with VERSION_CONFLICT and changes nothing."
    expectedCount: Int
    "True makes no batch and answers what would run again."
    dryRun: Boolean = false
    "Makes the call safe to repeat: same key and same body give the first batch back, whatever matches by then; another body is refused with IDEMPOTENCY_CONFLICT. A dry run takes none. Through a short outage of the database the server repeats it by itself."
    idempotencyKey: String
  }

  "What startRerunBatch did, or in a dry run would do."
  type RerunBatchPayload {
    "The batch; null in a dry run, when nothing would run again, and when refused."
    batch: RerunBatch
    "True when the batch was made by an earlier call with the same idempotency key."
    idempotentReplay: Boolean!
    "How many runs it has, or would have."
    count: Int!
    "The newest of them, at most ${rerunBounds.runsShownMax}."
    runs: [Run!]!
    "Runs that match and are left out, by the reason why."
    skipped: [BulkSkip!]!
    "Why nothing was done; empty when it was. At most ${rerunBounds.openBatchesMax} batches of a tenant are open at once (LIMIT_REACHED)."
    userErrors: [UserError!]!
  }
${acts.join('')}
  extend type Query {
    "One batch of reruns; null when this tenant has none of this id."
    rerunBatch(
      "Its id."
      id: ID!
    ): RerunBatch
    "Batches of reruns, the newest first."
    rerunBatches(
      "One of these."
      ids: [ID!]
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): RerunBatchConnection!
  }

  extend type Mutation {
    "Runs every run of the filter again as a new one, one after the other; each as retryRun does, when its turn comes."
    startRerunBatch(
      "Which runs, and at which rate."
      input: StartRerunBatchInput!
    ): RerunBatchPayload!
    "Pauses a batch: no further run of it starts."
    pauseRerunBatch(
      "Which batch."
      input: PauseRerunBatchInput!
    ): PauseRerunBatchPayload!
    "Resumes a paused batch."
    resumeRerunBatch(
      "Which batch."
      input: ResumeRerunBatchInput!
    ): ResumeRerunBatchPayload!
    "Cancels a batch: what waits never starts, what runs goes on."
    cancelRerunBatch(
      "Which batch."
      input: CancelRerunBatchInput!
    ): CancelRerunBatchPayload!
  }
`;

const RerunBatch: RerunBatchResolvers = {
  id: (batch) => publicId('rerun', batch.id),
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
  from: ({ startFrom }) => startFrom,
  version: ({ latest }) => (latest ? 'LATEST' : 'ORIGINAL'),
  counts: ({ total, waiting, running, succeeded, failed, cancelled, refused }) => ({
    total,
    waiting,
    running,
    succeeded,
    failed,
    cancelled,
    refused,
  }),
  refusals: async (batch, _, { loaders }) => (await loaders.rerunRefusals.load(batch.id)) ?? [],
  items: (batch, { states, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listRerunItems(engine, { ...page, batchId: batch.id, states: states ?? null }), page);
  },
};

const RerunItem: RerunItemResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
  rerun: ({ newRunId }, _, { loaders }) => (newRunId === null ? null : loaders.run.load(newRunId)),
  reason: ({ code, message }) => (code === null ? null : { code, message: message ?? code }),
};

const Query: QueryResolvers = {
  rerunBatch: async (_, { id }, { engine }) =>
    orThrow(await getRerunBatch(engine, { id: bareId('rerun', id) })) ?? null,
  rerunBatches: (_, { ids, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listRerunBatches(engine, { ...page, ids: ids?.map((id) => bareId('rerun', id)) ?? null }), page);
  },
};

const moved = (act: typeof pauseRerunBatch, input: BatchAct, { engine, loaders }: RequestContext) =>
  answer(
    act(engine, { ...input, id: bareId('rerun', input.id) }),
    async ({ id }) => ({ batch: await loaders.rerunBatch.clear(id).load(id) }),
    { batch: null },
  );

const Mutation: MutationResolvers = {
  startRerunBatch: (_, { input }, { engine, loaders }) =>
    answer(
      startRerunBatch(engine, { ...input, filter: runFilterOf(input.filter) }),
      async ({ batchId, idempotentReplay, count, runIds, skipped }) => ({
        idempotentReplay,
        batch: batchId === null ? null : await loaders.rerunBatch.load(batchId),
        count,
        runs: await Promise.all(runIds.map((id) => existing(loaders.run.load(id)))),
        skipped,
      }),
      { batch: null, idempotentReplay: false, count: 0, runs: [], skipped: [] },
    ),
  pauseRerunBatch: (_, { input }, context) => moved(pauseRerunBatch, input, context),
  resumeRerunBatch: (_, { input }, context) => moved(resumeRerunBatch, input, context),
  cancelRerunBatch: (_, { input }, context) => moved(cancelRerunBatch, input, context),
};

export const rerunResolvers = {
  RerunBatch,
  RerunItem,
  RerunBatchConnection: connection,
  RerunItemConnection: connection,
  Query,
  Mutation,
};
