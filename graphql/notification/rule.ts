/** Rules: who is told of what, and how often. */
import { type NoticeKind, noticeKinds } from '#domain/notification/notice-kinds.ts';
import { sayRule } from '#domain/notification/say-rule.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { publicId } from '#domain/value/ids.ts';
import { listRules } from '#engine/notification/rule/list-rules.ts';
import { createRule, pauseRule, removeRule, updateRule } from '#engine/notification/rule/save-rule.ts';
import type { MutationResolvers, NotificationRuleResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

const meanings: Record<NoticeKind, string> = {
  JOB_DEAD: 'A job died: no attempt is left, or it killed its workers. Together by task.',
  JOB_FAILED: 'A job failed in a way that is not tried again. Together by task.',
  RUN_FAILED: 'A run failed. Together by workflow.',
  SCHEDULE_MISSED: 'An instant of a schedule passed while nobody could plan it. Together by schedule.',
  SCHEDULE_FAILING: 'The work of a schedule failed so many times in a row.',
  QUEUE_OLD: 'A job has waited in a queue for so long.',
  NO_WORKER: 'Jobs wait in a queue, and no worker has served it for so long. It takes another worker to notice.',
  SLA_BREACH: 'A job broke its service level. Together by task.',
  LOCK_CONTENTION: 'Most of the jobs that came to a mutex or a pool had to wait there. Together by what they came to.',
  QUOTA_WARNED: 'Four fifths of a quota of the tenant are used: once in each period. All quotas together.',
  QUOTA_EXHAUSTED: 'A quota of the tenant is used up: once in each period. All quotas together.',
  ENGINE_FAULT: 'Taskflow itself could not do some work. All of it together.',
};

const ruleFields = `
    "What it is called; no two rules of a tenant are called the same."
    name: String!
    "Of what it tells."
    on: NoticeKind!
    "Only in the queue of this name. For JOB_DEAD, JOB_FAILED, SLA_BREACH, QUEUE_OLD and NO_WORKER; BAD_INPUT where it would have no effect, as for the fields below."
    queue: String
    "Only of the task of this name. For JOB_DEAD, JOB_FAILED and SLA_BREACH."
    task: String
    "Only of the workflow of this name. For RUN_FAILED."
    workflow: String
    "Only of the schedule of this id. For SCHEDULE_MISSED and SCHEDULE_FAILING."
    schedule: ID
    "How many failures in a row, 1 to 50; 3 when absent. For SCHEDULE_FAILING."
    times: Int
    "For how long, PT1M to P7D; PT15M when absent, PT5M for NO_WORKER. For QUEUE_OLD and NO_WORKER."
    lasts: Duration
    "Whom it tells: ids of 1 to 10 channels."
    channels: [ID!]!
    "Between two messages about the same thing lies this much at least, PT1M to P1D; PT15M when absent. The first goes out at once."
    window: Duration
    "Whether also that it is over; true when absent. Nobody is told so of what somebody acknowledged or resolved."
    tellsEnd: Boolean`;

export const ruleTypes = /* GraphQL */ `
  "What a rule can be about."
  enum NoticeKind {
    ${noticeKinds.map((kind) => `"${meanings[kind]}"\n    ${kind}`).join('\n    ')}
  }

  "Who is told of what, and how often."
  type NotificationRule implements Node {
    "Opaque: \`rul_\` and a UUIDv7."
    id: ID!
    "What it is called."
    name: String!
    "Of what it tells."
    on: NoticeKind!
    "Only in this queue."
    queue: Queue
    "Only of this task."
    task: Task
    "Only of this workflow."
    workflow: Workflow
    "Only of this schedule."
    schedule: Schedule
    "How many failures in a row; null where the kind does not ask."
    times: Int
    "For how long; null where the kind does not ask."
    lasts: Duration
    "Whom it tells."
    channels: [Channel!]!
    "Between two messages about the same thing lies this much at least."
    window: Duration!
    "Whether it also tells that it is over."
    tellsEnd: Boolean!
    "True while it tells nobody."
    paused: Boolean!
    "All of it as a sentence for a person."
    sentence: String!
    "When it was made."
    createdAt: DateTime!
    "Who made it: user, token or duty."
    createdBy: String!
  }

  "A rule to be."
  input CreateNotificationRuleInput {${ruleFields}
  }

  "A rule as it is to be; what is absent is as for a new one. What it is about cannot change."
  input UpdateNotificationRuleInput {
    "Its id."
    id: ID!${ruleFields}
  }

  "Whether a rule tells."
  input PauseNotificationRuleInput {
    "Its id."
    id: ID!
    "True: it tells nobody until it goes on, and what stands under it is over."
    paused: Boolean!
  }

  "Which rule."
  input NotificationRuleInput {
    "Its id."
    id: ID!
  }

  "What became of a rule."
  type NotificationRulePayload {
    "The rule as it is now; null when refused, or removed."
    rule: NotificationRule
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Every rule of the tenant, by name; at most 100. For those who manage the tenant."
    notificationRules: [NotificationRule!]!
  }

  extend type Mutation {
    "Makes a rule. What happened before is not told."
    createNotificationRule(
      "The rule to be."
      input: CreateNotificationRuleInput!
    ): NotificationRulePayload!
    "Says anew what a rule asks for and whom it tells."
    updateNotificationRule(
      "The rule as it is to be."
      input: UpdateNotificationRuleInput!
    ): NotificationRulePayload!
    "Pauses a rule, or lets it tell again."
    pauseNotificationRule(
      "Which rule, and whether."
      input: PauseNotificationRuleInput!
    ): NotificationRulePayload!
    "Removes a rule."
    removeNotificationRule(
      "Which rule."
      input: NotificationRuleInput!
    ): NotificationRulePayload!
  }
`;

const NotificationRule: NotificationRuleResolvers = {
  id: ({ id }) => publicId('rule', id),
  queue: ({ queueId }, _, { loaders }) => (queueId === null ? null : loaders.queue.load(queueId)),
  task: ({ taskId }, _, { loaders }) => (taskId === null ? null : loaders.task.load(taskId)),
  workflow: ({ workflowId }, _, { loaders }) => (workflowId === null ? null : loaders.workflow.load(workflowId)),
  schedule: ({ scheduleId }, _, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
  lasts: ({ lastsMs }) => (lastsMs === null ? null : formatDuration(lastsMs)),
  channels: async ({ channelIds }, _, { loaders }) => {
    const channels = await Promise.all(channelIds.map((id) => loaders.channel.load(id)));
    return channels.filter((channel) => channel !== undefined);
  },
  window: ({ windowMs }) => formatDuration(windowMs),
  sentence: ({ sayable }) => sayRule(sayable),
};

const Query: QueryResolvers = {
  notificationRules: async (_, __, { engine }) => orThrow(await listRules(engine)),
};

const Mutation: MutationResolvers = {
  createNotificationRule: (_, { input }, { engine, loaders }) =>
    answer(createRule(engine, input), async ({ id }) => ({ rule: await loaders.rule.load(id) }), { rule: null }),
  updateNotificationRule: (_, { input }, { engine, loaders }) =>
    answer(
      updateRule(engine, { ...input, id: bareId('rule', input.id) }),
      async ({ id }) => ({ rule: await loaders.rule.clear(id).load(id) }),
      { rule: null },
    ),
  pauseNotificationRule: (_, { input }, { engine, loaders }) =>
    answer(
      pauseRule(engine, { ...input, id: bareId('rule', input.id) }),
      async ({ id }) => ({ rule: await loaders.rule.clear(id).load(id) }),
      { rule: null },
    ),
  removeNotificationRule: (_, { input }, { engine }) =>
    answer(removeRule(engine, { id: bareId('rule', input.id) }), () => ({ rule: null }), { rule: null }),
};

export const ruleResolvers = { NotificationRule, Query, Mutation };
