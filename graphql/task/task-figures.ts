/** How tasks have been doing, where they are used, what holds for their jobs, and what their versions say. */
import { taskBounds } from '#domain/bounds/task.ts';
import { policiesOf } from '#domain/policy/task-policies.ts';
import { refuse } from '#domain/refusal.ts';
import { printTask } from '#domain/task/print-task.ts';
import { listTaskVersions } from '#engine/task/list-task-versions.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  TaskDeprecationResolvers,
  TaskResolvers,
  TaskUsesResolvers,
  TaskVersionResolvers,
} from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const most = taskBounds.figuresJobsMax.toLocaleString('en');
export const taskFigureTypes = /* GraphQL */ `
  "How a task has been doing in the last 7 days: of its jobs that were made since and have settled, the latest ${most} at most."
  type TaskFigures {
    "Where the window begins; it ends now."
    from: DateTime!
    "How many of them succeeded, failed or died; cancelled and skipped ones do not count."
    jobs: Int!
    "False when there are more than were looked at: the figures are those of the latest."
    isWhole: Boolean!
    "The share of them that succeeded, 0 to 100; null when there are none."
    successPercent: Float
    "How long the last attempt of those that succeeded took, in milliseconds: half of them took no longer. Null when none did."
    durationP50Ms: Float
    "The same for 95 of 100."
    durationP95Ms: Float
  }

  "How a task has been doing in one of the equal parts of a week."
  type TaskSpan {
    "Where it begins."
    at: DateTime!
    "How many of the jobs that were made in it succeeded, failed or died."
    jobs: Int!
    "How many of them succeeded."
    succeeded: Int!
    "How long the last attempt of those that succeeded took, in milliseconds: half of them took no longer. Null when none did."
    durationP50Ms: Float
    "The same for 95 of 100."
    durationP95Ms: Float
  }

  "Where a task is used. At most ${taskBounds.usesShownMax} of each are named; counting stops at ${taskBounds.usesCountMax.toLocaleString('en')}."
  type TaskUses {
    "How many workflows name it in their latest version."
    workflowCount: Int!
    "The first of them, by name."
    workflows: [Workflow!]!
    "How many schedules make jobs of it and have not ended."
    scheduleCount: Int!
    "The first of them, by name."
    schedules: [Schedule!]!
  }

  "One thing that holds for the jobs of a task, and who says so."
  type TaskPolicy {
    "What it is about."
    kind: PolicyKind!
    "Who says so."
    level: PolicyLevel!
    "What holds, in the form that its kind names; null where nothing limits."
    value: JSON
  }

  "That nothing new is to be made of a task."
  type TaskDeprecation {
    "Since when."
    at: DateTime!
    "Who said so last, by name."
    by: Actor!
    "Why, in their words."
    reason: String
  }

  "One version of a task; it never changes."
  type TaskVersion {
    "Counted from 1 within its task."
    number: Int!
    "All that it says as JSON text, always in the same order, so that two versions can be laid beside each other; values of headers are hidden."
    source: String!
    "What it is for."
    description: String
    "Who registered it, by name."
    creator: Actor!
    "When it was registered."
    createdAt: DateTime!
  }

  ${connectionTypes('TaskVersion', 'versions')}

  extend type Task {
    "How its latest version is carried out, in a word."
    handlerKind: HandlerKind!
    "What is carried out, in a line: the name of a builtin, method and address of a call, or a plugin and where it runs."
    handlerSummary: String!
    "Who registered this version, by name."
    creator: Actor!
    "Since when nothing new is to be made of it; null while something may be."
    deprecated: TaskDeprecation
    "Its versions, the latest first."
    versions(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): TaskVersionConnection!
    "Its latest jobs that have settled, the latest made first; those that were skipped with their branch aside."
    recentJobs(
      "How many at most, 1 to ${taskBounds.recentJobsMax}."
      first: Int = 10
    ): [Job!]!
    "How it has been doing in the last 7 days."
    figures: TaskFigures!
    "The last 7 days in ${taskBounds.historySpans} equal parts, the earliest first: told from the latest ${taskBounds.historyJobsMax.toLocaleString('en')} settled jobs at most that were made in them."
    history: [TaskSpan!]!
    "Which workflows and schedules use it."
    usedBy: TaskUses!
    "What holds for its jobs, each with who says so; effectivePolicy tells what every level says."
    policies: [TaskPolicy!]!
  }
`;

const Task: TaskResolvers = {
  handlerKind: async (task, _, { loaders }) => {
    const { kind } = await existing(loaders.taskHandler.load(task.versionId));
    return kind === 'http' ? 'HTTP' : kind === 'plugin' ? 'PLUGIN' : 'BUILTIN';
  },
  handlerSummary: async (task, _, { loaders }) => (await existing(loaders.taskHandler.load(task.versionId))).summary,
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
  versions: (task, args, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listTaskVersions(engine, { ...page, taskId: task.id }), page);
  },
  recentJobs: async (task, { first }, { loaders }) =>
    (await loaders.recentJobs(recentCount(first)).load(task.id)) ?? [],
  figures: (task, _, { loaders }) => existing(loaders.taskFigures.load(task.id)),
  history: async (task, _, { loaders }) => (await loaders.taskHistory.load(task.id)) ?? [],
  usedBy: ({ id }) => ({ taskId: id }),
  policies: async (task, _, { loaders, engine }) => {
    const queue = await existing(loaders.queue.load(task.queueId));
    return policiesOf({
      task: { ...task, queue: queue.name },
      queue,
      tenant: await existing(loaders.tenant.load(engine.tenantId)),
    });
  },
};

const TaskUses: TaskUsesResolvers = {
  workflowCount: async ({ taskId }, _, { loaders }) => (await existing(loaders.taskWorkflows.load(taskId))).count,
  workflows: async ({ taskId }, _, { loaders }) => {
    const { ids } = await existing(loaders.taskWorkflows.load(taskId));
    return await Promise.all(ids.map((id) => existing(loaders.workflow.load(id))));
  },
  scheduleCount: async ({ taskId }, _, { loaders }) => (await existing(loaders.taskSchedules.load(taskId))).count,
  schedules: async ({ taskId }, _, { loaders }) => {
    const { ids } = await existing(loaders.taskSchedules.load(taskId));
    return await Promise.all(ids.map((id) => existing(loaders.schedule.load(id))));
  },
};

const TaskDeprecation: TaskDeprecationResolvers = { by: ({ by }, _, { loaders }) => actorOf(loaders, by) };

const TaskVersion: TaskVersionResolvers = {
  number: ({ version }) => version,
  source: async (version, _, { loaders }) => {
    const texts = await existing(loaders.taskTexts.load(version.versionId));
    const queue = await existing(loaders.queue.load(version.queueId));
    return printTask({ ...version, ...texts, queue: queue.name });
  },
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
};

export const taskFigureResolvers = { Task, TaskUses, TaskDeprecation, TaskVersion, TaskVersionConnection: connection };

function recentCount(first: number | null | undefined): number {
  const count = first ?? taskBounds.recentJobsMax;
  if (count >= 1 && count <= taskBounds.recentJobsMax) return count;
  return orThrow(refuse('BAD_INPUT', `first is a whole number from 1 to ${taskBounds.recentJobsMax}`, ['first']));
}
