/** Workers: the processes that carry out jobs. */
import { publicId } from '#domain/value/ids.ts';
import { countWorkersLeftOut, listWorkers } from '#engine/worker/list-workers.ts';
import type { QueryResolvers, WorkerResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const workerTypes = /* GraphQL */ `
  "Whether a worker takes jobs."
  enum WorkerState {
    "It takes jobs."
    LIVE
    "It was told to stop and finishes what it holds."
    DRAINING
    "It stopped with nothing left."
    STOPPED
    "Its lease ran out; its jobs were given to others."
    LOST
  }

  "A process that carries out jobs."
  type Worker implements Node {
    "Opaque: \`wrk_\` and a UUIDv7."
    id: ID!
    "What to call it: an alias made of its id; for platform admins machine and process."
    name: String!
    "Whether it takes jobs."
    state: WorkerState!
    "Its last heartbeat."
    lastSeenAt: DateTime!
    "When it started."
    startedAt: DateTime!
    "How many jobs it can hold at once."
    slots: Int!
    "How many jobs of this tenant it holds; for platform admins of all."
    running: Int!
    "The queues of this tenant that it serves, by name; empty means all. Platform admins see every name."
    queues: [String!]!
    "The version of Taskflow that it runs."
    version: String!
  }

  extend type Query {
    "The workers seen lately that serve this tenant, the newest first: at most 1,000, those that were heard of last."
    workers: [Worker!]!
    "How many more workers were seen lately than the list holds; counting stops at 1,000."
    workersLeftOut: Int!
  }
`;

const Worker: WorkerResolvers = {
  id: (worker) => publicId('worker', worker.id),
};

const Query: QueryResolvers = {
  workers: async (_, __, { engine }) => orThrow(await listWorkers(engine)),
  workersLeftOut: async (_, __, { engine }) => orThrow(await countWorkersLeftOut(engine)),
};

export const workerResolvers = { Worker, Query };
