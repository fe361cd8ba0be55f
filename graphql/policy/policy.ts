/** What holds, and who says so: every level that could say it, and the one that has its way. */
import { type PolicyLevel, type PolicyRule, policyLevels, policyRules } from '#domain/policy/policy-line.ts';
import { type PolicyKind, policyKinds } from '#domain/policy/task-policies.ts';
import { readEffectivePolicy } from '#engine/policy/read-effective-policy.ts';
import type { EffectivePolicyResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const kindMeanings: Record<PolicyKind, string> = {
  QUEUE: 'The queue that its jobs wait in, by name.',
  PRIORITY: 'The priority of its jobs, a number.',
  TIMEOUT: 'How long an attempt may take, as ISO 8601 duration.',
  RETRY:
    'What happens after a failed attempt: { maxAttempts, strategy, baseDelay, maxDelay, jitter, resultContract }. What a step says takes the place of all of it.',
  START_BY: 'How long after it was due a job must have started, as ISO 8601 duration.',
  MAX_DURATION: 'How long a job may take, as ISO 8601 duration.',
  RUNNING_MAX:
    'How many jobs may run at once: a number of a tenant, a queue or the steps of all runs of a workflow, { max, key } of a task, with a key for each value of it.',
  MUTEX: 'The keys of which each of its jobs holds one alone while it runs: a list of texts.',
  RESOURCES: 'What each of its jobs takes of which pool while it runs: an object of amounts.',
  QUEUE_PRIORITY: 'The priority of its queue, a number.',
  QUEUE_WEIGHT: 'The weight of its queue, a number: its share among the queues of the tenant with the same priority.',
  QUEUE_RUNNING_MAX: 'How many jobs of its queue may run at once. effectivePolicy has it as a level of RUNNING_MAX.',
  TENANT_RUNNING_MAX: 'How many jobs of the tenant may run at once. effectivePolicy has it as a level of RUNNING_MAX.',
  TENANT_QUEUED_MAX: 'How many jobs of the tenant may wait to begin; steps of runs do not count.',
  TENANT_WEIGHT: 'The weight of the tenant, a number: its share among all tenants.',
  RATE: 'How many jobs may start in a span of time: { max, per }.',
  RUN_STEPS_MAX: 'How many steps of one run may be open at once, a number.',
  RUN_DURATION_MAX: 'How long a run may take, as ISO 8601 duration.',
  ON_FAILURE: 'What a run does about a failed step that no other step catches: fail, cancel or continue.',
  OVERLAP: 'What a schedule does while earlier work has not settled: a value of OverlapPolicy.',
  CATCH_UP: 'What a schedule does with instants that passed unplanned: { policy, window }.',
};
const levelMeanings: Record<PolicyLevel, string> = {
  PLATFORM: "Nobody else: it is the platform's default. A version of a task keeps it as it was when it was registered.",
  TENANT: 'The tenant.',
  QUEUE: 'The queue.',
  WORKFLOW: 'The version of the workflow.',
  TASK: 'The version of the task.',
  STEP: 'The step of the workflow.',
  SCHEDULE: 'The schedule.',
  CALL: 'Whoever enqueues the job.',
};
const ruleMeanings: Record<PolicyRule, string> = {
  NEAREST: 'The innermost level that says something has its way; what the outer ones say is shadowed.',
  TIGHTEST: 'All levels hold at once, and the one that allows least binds; of equal ones the outer, which more share.',
  TOGETHER: 'What all levels say holds. A step that names a pool says how much of it, whatever its task says.',
};
const enumOf = <Name extends string>(names: readonly Name[], meanings: Record<Name, string>) =>
  names.map((name) => `"${meanings[name]}"\n    ${name}`).join('\n    ');

export const policyTypes = /* GraphQL */ `
  "Who says what holds, from the outermost to the innermost."
  enum PolicyLevel {
    ${enumOf(policyLevels, levelMeanings)}
  }

  "What holds for the jobs of a task, the runs of a workflow, a queue or a schedule."
  enum PolicyKind {
    ${enumOf(policyKinds, kindMeanings)}
  }

  "How it is decided which level has its way."
  enum PolicyRule {
    ${enumOf(policyRules, ruleMeanings)}
  }

  "What one level says."
  type PolicyAtLevel {
    "Which level."
    level: PolicyLevel!
    "What it says, in the form that the kind names. Null where it says nothing; of the platform, that nothing limits."
    value: JSON
    "True for the level that has its way; with TOGETHER for each that says something."
    isWinning: Boolean!
  }

  "One thing that holds."
  type PolicyLine {
    "What it is about."
    kind: PolicyKind!
    "How it is decided which level has its way."
    rule: PolicyRule!
    "What holds, in the form that the kind names; null where nothing limits."
    value: JSON
    "Who says so; with TOGETHER the innermost of those who do."
    level: PolicyLevel!
    "Every level that can say it, from the outermost to the innermost, the platform first."
    levels: [PolicyAtLevel!]!
  }

  "Everything that holds for what was asked about: what the next job, run or tick of it gets. Jobs that exist keep the version that they were made with."
  type EffectivePolicy {
    "The task that its lines are about; null when they are about none."
    task: Task
    "The queue that its jobs wait in; null for a workflow as a whole."
    queue: Queue
    "The workflow."
    workflow: Workflow
    "The step of the workflow, by its id in the definition."
    step: String
    "The schedule."
    schedule: Schedule
    "The policies, in the order in which work meets them. Those that have no part in what was asked about are left out."
    lines: [PolicyLine!]!
  }

  extend type Query {
    "What holds for a task, a workflow or a step of it, a schedule or a queue, level by level. Exactly one of task, workflow, schedule and queue is given; a queue may stand beside a task, for a call that names it, and version and step beside a workflow. What is not there is refused at its place: UNKNOWN_TASK, UNKNOWN_WORKFLOW, NOT_FOUND."
    effectivePolicy(
      "A task, by name: what a job of it gets that is enqueued now."
      task: String
      "A queue, by name; beside a task the one that a call names."
      queue: String
      "A workflow, by name: what a run of it gets that is started now."
      workflow: String
      "A version of the workflow; the latest unless given."
      version: Int
      "A step of it, by its id in the definition: what its job gets."
      step: String
      "A schedule: what its next tick gets."
      schedule: ID
    ): EffectivePolicy!
  }
`;

const EffectivePolicy: EffectivePolicyResolvers = {
  task: ({ taskId }, _, { loaders }) => (taskId === null ? null : existing(loaders.task.load(taskId))),
  queue: ({ queueId }, _, { loaders }) => (queueId === null ? null : existing(loaders.queue.load(queueId))),
  workflow: ({ workflowId }, _, { loaders }) =>
    workflowId === null ? null : existing(loaders.workflow.load(workflowId)),
  schedule: ({ scheduleId }, _, { loaders }) =>
    scheduleId === null ? null : existing(loaders.schedule.load(scheduleId)),
};

const Query: QueryResolvers = {
  effectivePolicy: async (_, { schedule, ...subject }, { engine }) =>
    orThrow(
      await readEffectivePolicy(engine, {
        ...subject,
        schedule: schedule == null ? null : bareId('schedule', schedule),
      }),
    ),
};

export const policyResolvers = { EffectivePolicy, Query };
