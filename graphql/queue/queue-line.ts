/** How a queue stands: its line, what its jobs wait for, its limits, and its share against its weight. */
import { jobBounds } from '#domain/bounds/job.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { bindingLimit } from '#domain/queue/binding-limit.ts';
import type { QueueResolvers, QueueTaskResolvers } from '#graphql/generated/resolvers.ts';
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
    "What came, succeeded and failed in the last ${queueBounds.flowMinutes.join(' and in the last ')} minutes."
    flows: [QueueFlow!]!
    "Which tasks its jobs are of, the one with most in line and at work first, at most ${queueBounds.tasksShownMax}: told from the first ${queueBounds.tasksLookedAtMax.toLocaleString('en')} in line, at work and lately ended."
    tasks: [QueueTask!]!
  }

  "What went through a queue in the last minutes."
  type QueueFlow {
    "In how many."
    minutes: Int!
    "Jobs that were made."
    made: Int!
    "Jobs that succeeded, of those made within the day before."
    succeeded: Int!
    "Jobs that failed or died, of those made within the day before."
    failed: Int!
    "False when there may be more than were counted."
    isExact: Boolean!
  }

  "The jobs of one task in a queue."
  type QueueTask {
    "The task."
    task: Task!
    "How many are PENDING."
    waiting: Int!
    "Since when the first of these has been due; null when none waits."
    oldestWaitingAt: DateTime
    "How many run."
    running: Int!
    "How many succeeded in the last hour."
    succeeded: Int!
    "How many failed or died in the last hour."
    failed: Int!
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
    "True for the limit on what runs that has the least room left: it holds jobs up first."
    isBinding: Boolean!
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
    const { maxRunningJobs, maxQueuedJobs } = await existing(loaders.tenant.load(engine.tenantId));
    const running = (await loaders.queueLoad.load(queue.id))?.running ?? 0;
    const tenantRunning = (await loaders.tenantRunning.load(engine.tenantId)) ?? 0;
    const limits = [
      { kind: 'QUEUE_RUNNING_MAX', level: 'QUEUE', max: queue.concurrency, now: running },
      { kind: 'TENANT_RUNNING_MAX', level: 'TENANT', max: maxRunningJobs, now: tenantRunning },
      { kind: 'TENANT_QUEUED_MAX', level: 'TENANT', max: maxQueuedJobs, now: null },
    ] as const;
    const binding = bindingLimit(limits);
    return limits.map((limit) => ({
      ...limit,
      level: limit.max === null ? ('PLATFORM' as const) : limit.level,
      isBinding: limit === binding,
    }));
  },
  flows: ({ id }, _, { loaders }) => existing(loaders.queueFlows.load(id)),
  tasks: async ({ id }, _, { loaders }) => (await loaders.queueTasks.load(id)) ?? [],
  share: ({ id }, _, { loaders }) => existing(loaders.queueShare.load(id)),
};

const QueueTask: QueueTaskResolvers = { task: ({ taskId }, _, { loaders }) => existing(loaders.task.load(taskId)) };

export const queueLineResolvers = { Queue, QueueTask };
