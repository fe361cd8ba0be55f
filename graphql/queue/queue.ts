/** Queues: named lanes with a priority and a cap. */
import { queueBounds } from '#domain/bounds/queue.ts';
import { publicId } from '#domain/value/ids.ts';
import { getQueue, listQueues } from '#engine/queue/list-queues.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { MutationResolvers, QueryResolvers, QueueResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const queueTypes = /* GraphQL */ `
  "A named lane with a priority, a weight and a cap."
  type Queue implements Node {
    "Opaque: \`que_\` and a UUIDv7."
    id: ID!
    "Unique in the tenant."
    name: String!
    "Higher goes first among the queues of the tenant, however long the others wait. Between tenants their weights decide."
    priority: Int!
    "How many of its jobs may run at once; null means no cap."
    concurrency: Int
    "Its share among the queues of the same priority of the tenant that have jobs waiting, 1 to 1,000: with 3 beside a queue of weight 1 it starts three jobs for each of the other. A queue of higher priority goes first, whatever its weight."
    weight: Int!
    "How many of its jobs may start in a span of time; null means no rate."
    rate: Rate
    "True while nothing of it starts."
    paused: Boolean!
    "Since when, by whom and why it is paused; null while it is open."
    pause: Pause
    "How many of its jobs are due and wait: PENDING ones, and SCHEDULED ones whose time has come; at most 100,000."
    depth: Int!
    "How many of those that are due stand aside until something else happens: a mutex, a pool, a limit or a rate lets them in, or their run is resumed; at most 100,000."
    aside: Int!
    "How many of its jobs are PENDING; at most 100,000."
    waiting: Int!
    "How many of its jobs are SCHEDULED, due or not; at most 100,000."
    scheduled: Int!
    "How many of its jobs run."
    running: Int!
    "How long its oldest due job has waited, in milliseconds; null when none waits."
    oldestAgeMs: Float
    "Since when its oldest due job has waited; null when none waits."
    oldestWaitingAt: DateTime
    "When a worker that serves it was last heard of; null when nobody remembers one."
    lastHeardAt: DateTime
    "What it has done in the last hour."
    activity: QueueActivity!
  }

  "What a queue has done in the last hour, told from its ended jobs that were made within the day before. Of a very busy queue the latest of each part are looked at."
  type QueueActivity {
    "Where the hour begins, on a whole part."
    from: DateTime!
    "Where its last part ends."
    to: DateTime!
    "Its parts of five minutes, the earliest first; those without a job too."
    parts: [QueueActivityPart!]!
    "Jobs that succeeded."
    succeeded: Int!
    "Jobs that failed or died."
    failed: Int!
    "Of the jobs that succeeded, failed or died, the share that did not succeed, 0 to 100; null when none ended."
    errorPercent: Float
    "How long the latest attempt of these jobs took, in milliseconds: 95 of 100 took no longer; null when none ended."
    p95Ms: Float
    "False when there may be more jobs than were counted."
    isExact: Boolean!
  }

  "What a queue has done in five minutes."
  type QueueActivityPart {
    "Where they begin."
    at: DateTime!
    "Jobs that succeeded."
    succeeded: Int!
    "Jobs that failed or died."
    failed: Int!
  }

  "A queue to be, or what to change about it; what is absent stays."
  input UpsertQueueInput {
    "Unique in the tenant."
    name: String!
    "Higher goes first among the queues of the tenant, however long the others wait. Between tenants their weights decide."
    priority: Int
    "How many of its jobs may run at once; null takes the cap away."
    concurrency: Int
    "Its share among the queues of the same priority of the tenant, 1 to 1,000; 1 for a new one."
    weight: Int
    "How many of its jobs may start in a span of time; null takes the rate away. Holds for every start after this call is answered; starts from before the queue had its first rate are not counted."
    rate: RateInput
    "True stops it: nothing of it starts. False lets it go on."
    paused: Boolean
    "Why it is paused, in words for whoever finds it so, at most ${queueBounds.pausedReasonLengthMax.toLocaleString('en')} characters; with paused: true only. Said again of a queue that is paused already, it takes the place of the words before."
    pausedReason: String
  }

  "What upsertQueue did."
  type UpsertQueuePayload {
    "The queue as it is now; null when refused."
    queue: Queue
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "One queue by id or name, of which exactly one is given; null when this tenant has none such."
    queue(
      "Its id."
      id: ID
      "Its name."
      name: String
    ): Queue
    "Every queue of the tenant, by name."
    queues: [Queue!]!
  }

  extend type Mutation {
    "Makes a queue or changes it."
    upsertQueue(
      "The queue."
      input: UpsertQueueInput!
    ): UpsertQueuePayload!
  }
`;

const Queue: QueueResolvers = {
  id: (queue) => publicId('queue', queue.id),
  depth: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.depth ?? 0,
  aside: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.aside ?? 0,
  waiting: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.waiting ?? 0,
  scheduled: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.scheduled ?? 0,
  oldestWaitingAt: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.oldestWaitingAt ?? null,
  running: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.running ?? 0,
  lastHeardAt: async (queue, _, { loaders }) => (await loaders.lastHeard.load(queue.id))?.at ?? null,
  activity: async (queue, _, { loaders }) => await existing(loaders.queueActivity.load(queue.id)),
  oldestAgeMs: async (queue, _, { loaders }) => (await loaders.queueLoad.load(queue.id))?.oldestAgeMs ?? null,
};

const Query: QueryResolvers = {
  queue: async (_, { id, name }, { engine }) => {
    const wanted = id != null ? { id: bareId('queue', id) } : { name: name ?? '' };
    return orThrow(await getQueue(engine, wanted)) ?? null;
  },
  queues: async (_, __, { engine }) => orThrow(await listQueues(engine)),
};

const Mutation: MutationResolvers = {
  upsertQueue: (_, { input }, { engine }) =>
    answer(upsertQueue(engine, input), (queue) => ({ queue }), { queue: null }),
};

export const queueResolvers = { Queue, Query, Mutation };
