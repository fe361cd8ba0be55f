/** How a queue stands: its line, what its jobs wait for, its limits, and its share against its weight. */
import { jobBounds } from '#domain/bounds/job.ts';
import type { QueueResolvers } from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';

export const queueLineTypes = /* GraphQL */ `
  extend type Queue {
    "Its jobs that are due, the next one first; steps of paused runs and jobs that wait for a mutex, a pool or a cap of their own stand among them."
    line(
      "How many at most, 1 to ${jobBounds.lineShownMax}."
      first: Int = 20
    ): [Job!]!
    "What its waiting jobs wait for, the most frequent reason first."
    waits: QueueWaits!
    "How many jobs may run at once and wait, and who says so: its own cap, then those of its tenant."
    limits: [QueueLimit!]!
    "What it got in the last hour against what its weight entitles it to."
    share: QueueShare!
  }

  "What the waiting jobs of a queue wait for, asked of the first ${jobBounds.waitsLookedAtMax} of them: those in line, then those that are not due."
  type QueueWaits {
    "How many were asked."
    lookedAt: Int!
    "False when more wait than were asked."
    isExact: Boolean!
    "A line for each reason."
    sums: [WaitSum!]!
  }

  "A limit on what a queue may do."
  type QueueLimit {
    "What it limits: QUEUE_RUNNING_MAX, TENANT_RUNNING_MAX or TENANT_QUEUED_MAX."
    kind: PolicyKind!
    "Who says so; PLATFORM where nobody limits."
    level: PolicyLevel!
    "How many; null for no limit."
    max: Int
    "How many it is now; null where that is not counted."
    now: Int
  }

  "The share of a queue among the queues of its tenant that have the same priority, told from what ended in the last hour."
  type QueueShare {
    "What its weight entitles it to among those in which something ended, 0 to 100."
    expectedPercent: Float!
    "How much of what ended was its own, 0 to 100; null when nothing ended."
    actualPercent: Float
    "In how many others something ended."
    competitors: Int!
  }
`;

const Queue: QueueResolvers = {
  line: async ({ id }, { first }, { loaders }) => (await loaders.queueLine(first ?? 20).load(id)) ?? [],
  waits: async ({ id }, _, { loaders }) => {
    const { sums, ...told } = await existing(loaders.queueWaits.load(id));
    return { ...told, sums: sums.map(({ example, ...sum }) => ({ ...sum, job: example, stepKey: example.stepKey })) };
  },
  limits: async (queue, _, { loaders, engine }) => {
    const tenant = await existing(loaders.tenant.load(engine.tenantId));
    const running = (await loaders.queueLoad.load(queue.id))?.running ?? 0;
    const tenantRunning = (await loaders.tenantRunning.load(engine.tenantId)) ?? 0;
    const levelOf = <Level extends string>(max: number | null, level: Level) => (max === null ? 'PLATFORM' : level);
    const { maxRunningJobs, maxQueuedJobs } = tenant;
    return [
      {
        kind: 'QUEUE_RUNNING_MAX',
        level: levelOf(queue.concurrency, 'QUEUE'),
        max: queue.concurrency,
        now: running,
      },
      {
        kind: 'TENANT_RUNNING_MAX',
        level: levelOf(maxRunningJobs, 'TENANT'),
        max: maxRunningJobs,
        now: tenantRunning,
      },
      { kind: 'TENANT_QUEUED_MAX', level: levelOf(maxQueuedJobs, 'TENANT'), max: maxQueuedJobs, now: null },
    ];
  },
  share: ({ id }, _, { loaders }) => existing(loaders.queueShare.load(id)),
};

export const queueLineResolvers = { Queue };
