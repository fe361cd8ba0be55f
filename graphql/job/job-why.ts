/** Why a job waits, whole: its gates with their holders, and what many waiting jobs wait for in sum. */
import { wayOutActs } from '#domain/job/wait-codes.ts';
import type { Resolvers } from '#graphql/generated/resolvers.ts';
import { fullRow } from './full-row.ts';

const meanings: Record<(typeof wayOutActs)[number], string> = {
  RUN_NOW: 'runJobNow: it need not await its time.',
  RESUME_RUN: 'resumeRun of the run that holds it.',
  RESUME_QUEUE: 'upsertQueue with paused: false.',
  RAISE_CAP: 'Raise what is allowed at once: upsertQueue, updateTenantLimits, or where the cap was set.',
  RAISE_WEIGHT: 'upsertQueue with a higher priority or weight.',
  RELEASE: 'releaseHold of what is held, or cancelJob of the job that holds it.',
  START_WORKER: 'Start a worker that serves the queue.',
  CANCEL_JOB: 'cancelJob.',
};

export const jobWhyTypes = /* GraphQL */ `
  extend type Job {
    "Why it waits, gate by gate; null for a job that runs or has settled. Reads a dozen rows for each job: lists have the same in short as their reason."
    why: JobWhy
  }

  "Every gate between a waiting job and its start, in the order in which it meets them."
  type JobWhy {
    "The code of the first gate that is shut; CLAIMABLE for a job that is next in line. Job.reason tells slots and place in line as CLAIMABLE, too."
    code: String!
    "What that gate says, for a person."
    sentence: String!
    "When it probably starts; null when there is no basis to reckon on."
    estimate: WaitEstimate
    "All gates; those that do not exist for the job are left out."
    gates: [WaitGate!]!
  }

  "How a gate stands."
  enum WaitGateState {
    "It lets the job through."
    PASS
    "It holds the job back."
    FAIL
    "It cannot be told before another gate is open."
    UNKNOWN
  }

  "One thing that a job must get past before it starts."
  type WaitGate {
    "To branch on, for example QUEUE_PAUSED, TENANT_LIMIT, MUTEX, NO_SLOT or CLAIMABLE."
    code: String!
    "What it is called on a screen."
    name: String!
    "Whether it is open."
    state: WaitGateState!
    "How it stands, for a person."
    sentence: String!
    "Since when it holds the job back; null when that is not known, and of an open gate."
    since: DateTime
    "What holds it; null when nothing does, or only a person."
    holder: WaitHolder
    "How many jobs stand before this one in the line of its queue; of the gate CLAIMABLE only."
    ahead: Int
    "False when there are more of them than were counted, some 1,000."
    aheadExact: Boolean
    "When it probably opens; of the first shut gate only, and null when there is no basis to reckon on."
    estimate: WaitEstimate
    "How to end the wait by hand; null for what ends by itself, and of an open gate."
    wayOut: WayOut
  }

  "What a shut gate waits for."
  type WaitHolder {
    "What it is."
    kind: WaitHolderKind!
    "Its id."
    id: ID!
    "What it is called: of a job the name of its task, of a run that of its workflow."
    name: String!
    "How many others hold the same gate."
    others: Int!
  }

  "What may hold a gate."
  enum WaitHolderKind {
    "A job that runs: of several the one that began first."
    JOB
    "The run of the job."
    RUN
    "The queue of the job."
    QUEUE
    "The tenant."
    TENANT
  }

  "A start that is to be expected, told from what was measured."
  type WaitEstimate {
    "Not before."
    from: DateTime!
    "Probably by then."
    to: DateTime!
    "What it was reckoned from, for a person."
    basis: String!
  }

  "How a wait is ended by hand."
  enum WayOutAct {
    ${wayOutActs.map((act) => `"${meanings[act]}"\n    ${act}`).join('\n    ')}
  }

  "The way past a shut gate."
  type WayOut {
    "To branch on."
    act: WayOutAct!
    "For a person."
    sentence: String!
  }

  "What several jobs or steps wait for: all that name the same code."
  type WaitSum {
    "To branch on, like that of a reason."
    code: String!
    "What the first of them says, for a person."
    message: String!
    "How many wait for it."
    count: Int!
    "The first of them; null for a step that has no job yet."
    job: Job
    "The id of its step in the workflow definition; null for a job that is no step."
    stepKey: String
  }
`;

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));

export const jobWhyResolvers: Pick<Resolvers, 'Job' | 'WaitGate' | 'WaitEstimate'> = {
  Job: {
    why: async (job, _, context) => (await context.loaders.waitChain.load(await fullRow(job, context))) ?? null,
  },
  WaitGate: {
    since: ({ sinceMs }) => dateOf(sinceMs),
    ahead: ({ place }) => place?.ahead ?? null,
    aheadExact: ({ place }) => place?.isExact ?? null,
  },
  WaitEstimate: {
    from: ({ fromMs }) => new Date(fromMs),
    to: ({ toMs }) => new Date(toMs),
  },
};
