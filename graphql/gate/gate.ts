/** Mutexes, pools and caps: who holds them and who waits. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { contentionOf } from '#domain/gate/contention.ts';
import { type GateKind, gateKinds } from '#domain/gate/gate.ts';
import { refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { getGate, listGates, listPools } from '#engine/gate/list-gates.ts';
import type {
  AlertResolvers,
  GateHolderResolvers,
  GateResolvers,
  GateWaiterResolvers,
  HoldResolvers,
  JobResolvers,
  QueryResolvers,
  WaitGateResolvers,
  WaitSumResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const meanings: Record<GateKind, string> = {
  MUTEX: 'A key that one running job holds alone, whatever its task.',
  POOL: 'A pool of resources, of which each job takes an amount.',
  TASK: 'The cap of a task.',
  KEY: 'The cap of a task for one value of its key.',
  WORKFLOW: 'The cap of a workflow.',
  RATE: 'The rate of a task: how many of its jobs may start in a span of time. Nobody holds it; what is held are the starts that still count.',
};

export const gateTypes = /* GraphQL */ `
  "What a gate is."
  enum GateKind {
    ${gateKinds.map((kind) => `"${meanings[kind]}"\n    ${kind}`).join('\n    ')}
  }

  """
  What only so many running jobs may hold at once. A job takes all the gates that it needs with its start, or waits at the
  first that is full and holds nothing; it lets go of them when its attempt ends, however that is.
  """
  type Gate implements Node {
    "Opaque: \`gat_\` and a uuid that follows from what the gate is called."
    id: ID!
    "What it is."
    kind: GateKind!
    "The key of a mutex, the name of a pool, a task or a workflow, or the value that a cap counts by."
    key: String!
    "The task whose cap or rate it is, in its latest version; null for mutexes, pools and the cap of a workflow, whose key is its name."
    task: Task
    "How much there is of it: 1 for a mutex; null where nothing limits any more."
    capacity: Int
    "How much of it is held. More than there is only after it was made smaller."
    held: Int!
    "How many jobs wait at it; counting stops at ${gateBounds.waitingCountMax.toLocaleString('en')}."
    waiting: Int!
    """
    Of the jobs that came to it in the last ${gateBounds.contentionMinutes} minutes, the share that had to wait there, 0 to 1. A job comes once with each
    attempt. Counted from the first that had to wait; null while nobody had to.
    """
    contention: Float
    "The minutes of the last hour in which jobs came to it while it was contended, the oldest first."
    minutes: [GateMinute!]!
    "When the one that waits for longest was due, of the first ${gateBounds.waitingLookedAtMax} in its line; null while nobody waits."
    oldestWaiterSince: DateTime
    "Who holds it, who does so for longest first."
    holders(
      "How many at most, 1 to ${gateBounds.partsMax}."
      first: Int = 10
    ): [GateHolder!]!
    "Who waits at it, who is next first."
    waiters(
      "How many at most, 1 to ${gateBounds.partsMax}."
      first: Int = 10
    ): [GateWaiter!]!
  }

  "What came to a gate in a minute."
  type GateMinute {
    "When the minute begins."
    at: DateTime!
    "How many jobs came to it."
    came: Int!
    "How many of them had to wait there."
    waited: Int!
  }

  "A running job that holds a gate."
  type GateHolder {
    "The job."
    job: Job!
    "How much of the gate it holds."
    amount: Int!
    "Since when: the start of its attempt."
    since: DateTime!
    "Whether its worker lives: it believes that it holds the gate then, and only releaseHold with force takes it."
    isAlive: Boolean!
    "The id of its worker; null when the job does not run any more."
    worker: ID
    "Until when its worker is taken to live unless it is heard of again; null when it is forgotten."
    leaseUntil: DateTime
  }

  "A job that waits at a gate."
  type GateWaiter {
    "The job."
    job: Job!
    "How much of the gate it needs."
    amount: Int!
    "Since when it could have started but for what it waits for: when it was due."
    since: DateTime!
    "Its place in the line of the gate, 1 for who is next."
    position: Int!
  }

  "What a running job holds of a gate."
  type Hold {
    "The gate."
    gate: Gate!
    "How much of it."
    amount: Int!
    "Since when."
    since: DateTime!
  }

  ${connectionTypes('Gate', 'gates')}

  "Which gates to list. Every condition must hold."
  input LockFilter {
    "Only those of this kind."
    kind: GateKind
    "Only those whose key has this text in it, in small or capital letters."
    key: String
    "True for only those at which jobs wait."
    waitingOnly: Boolean
  }

  extend type Alert {
    "The mutex, pool or cap that it is about; null when it is about something else, or gone."
    gate: Gate
  }

  extend type WaitGate {
    "The mutex, pool or cap that it is; null for what is none, and for one that nobody needs any more."
    lock: Gate
  }

  extend type WaitSum {
    "The mutex, pool or cap that the first of them waits at; null when it waits for something else."
    lock: Gate
  }

  extend type Job {
    "What it holds while it runs; empty when it runs without, or does not run."
    holds: [Hold!]!
  }

  extend type Query {
    "Mutexes, pools and caps that are held or waited at, and every pool."
    locks(
      "Which of them."
      filter: LockFilter
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): GateConnection!
    "One gate by id; null when this tenant has none such."
    gate(
      "Its id."
      id: ID!
    ): Gate
    "Every pool of the tenant, by name."
    pools: [Gate!]!
  }
`;

const Gate: GateResolvers = {
  id: ({ id }) => publicId('gate', id),
  task: async ({ ownerId }, _, { loaders }) => (ownerId === null ? null : ((await loaders.task.load(ownerId)) ?? null)),
  contention: async ({ id }, _, { loaders }) => contentionOf(await loaders.gateComers.load(id)),
  minutes: async ({ id }, _, { loaders }) => (await loaders.gateMinutes.load(id)) ?? [],
  holders: async ({ id }, { first }, { loaders }) => (await loaders.gateHolders(partCount(first)).load(id)) ?? [],
  waiters: async ({ id }, { first }, { loaders }) => (await loaders.gateWaiters(partCount(first)).load(id)) ?? [],
};

const GateHolder: GateHolderResolvers = {
  job: ({ jobId }, _, { loaders }) => existing(loaders.job.load(jobId)),
  worker: ({ workerId }) => (workerId === null ? null : publicId('worker', workerId)),
};

const GateWaiter: GateWaiterResolvers = {
  job: ({ jobId }, _, { loaders }) => existing(loaders.job.load(jobId)),
  since: ({ dueAt }) => dueAt,
};

const Hold: HoldResolvers = { gate: ({ gateId }, _, { loaders }) => existing(loaders.gate.load(gateId)) };

const Alert: AlertResolvers = {
  gate: async ({ gateId }, _, { loaders }) => (gateId === null ? null : ((await loaders.gate.load(gateId)) ?? null)),
};

const WaitGate: WaitGateResolvers = {
  lock: async ({ gateId }, _, { loaders }) => (gateId === null ? null : ((await loaders.gate.load(gateId)) ?? null)),
};

const WaitSum: WaitSumResolvers = {
  lock: async ({ job }, _, { loaders }) => (job ? ((await loaders.gateWaitedAt.load(job.id)) ?? null) : null),
};

const Job: JobResolvers = { holds: async ({ id }, _, { loaders }) => (await loaders.holdsOfJob.load(id)) ?? [] };

const Query: QueryResolvers = {
  locks: (_, { filter, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const { kind = null, key = null, waitingOnly = null } = filter ?? {};
    return pageOf(listGates(engine, { ...page, kind, key, waitingOnly }), page);
  },
  gate: async (_, { id }, { engine }) => orThrow(await getGate(engine, { id: bareId('gate', id) })) ?? null,
  pools: async (_, __, { engine }) => orThrow(await listPools(engine)),
};

function partCount(first: number | null | undefined): number {
  const count = first ?? 10;
  if (count >= 1 && count <= gateBounds.partsMax) return count;
  return orThrow(refuse('BAD_INPUT', `first is a whole number from 1 to ${gateBounds.partsMax}`, ['first']));
}

export const gateResolvers = {
  Gate,
  GateHolder,
  GateWaiter,
  Hold,
  Alert,
  Job,
  WaitGate,
  WaitSum,
  GateConnection: connection,
  Query,
};
