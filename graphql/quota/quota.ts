/** Quotas: how much a tenant may use in a day or a month. */
import { type QuotaMeasure, type QuotaPeriod, quotaBounds, quotaMeasures, quotaPeriods } from '#domain/bounds/quota.ts';
import { standingOf } from '#domain/quota/quota.ts';
import { publicId } from '#domain/value/ids.ts';
import { deleteQuota } from '#engine/quota/delete-quota.ts';
import { listQuotas } from '#engine/quota/list-quotas.ts';
import { resetQuota } from '#engine/quota/reset-quota.ts';
import { upsertQuota } from '#engine/quota/upsert-quota.ts';
import type { MutationResolvers, QueryResolvers, QuotaResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

const measures: Record<QuotaMeasure, string> = {
  JOBS: 'Jobs that are made: each that is enqueued, fired or triggered, and each step of a run.',
  RUN_MINUTES: 'Minutes in a slot of a worker, of all attempts that have ended, whatever became of them.',
};
const periods: Record<QuotaPeriod, string> = {
  DAY: "From midnight to midnight in the tenant's time zone: 23 or 25 hours when its clocks change.",
  MONTH: "A calendar month in the tenant's time zone.",
};

export const quotaTypes = /* GraphQL */ `
  "What a quota counts."
  enum QuotaMeasure {
    ${quotaMeasures.map((one) => `"${measures[one]}"\n    ${one}`).join('\n    ')}
  }

  "In what a quota counts; it begins anew with each."
  enum QuotaPeriod {
    ${quotaPeriods.map((one) => `"${periods[one]}"\n    ${one}`).join('\n    ')}
  }

  "How a quota stands."
  enum QuotaStanding {
    "Less than ${quotaBounds.warnedAtPercent} % are used."
    OPEN
    "${quotaBounds.warnedAtPercent} % or more are used: people are warned."
    WARNED
    "All of it is used: nothing new is made."
    EXHAUSTED
  }

  """
  How much the tenant may use in a day or a month. Once it is used up, enqueueJobs, startRun and triggerSchedule are refused
  with QUOTA_EXCEEDED until it begins anew, and instants of schedules are SKIPPED with that reason. What was made goes on:
  steps of runs, retries and reruns are never refused, and count.
  """
  type Quota {
    "Opaque: \`quo_\` and a UUIDv7."
    id: ID!
    "What it counts."
    measure: QuotaMeasure!
    "In what it counts."
    period: QuotaPeriod!
    "How many at most: jobs, or minutes."
    max: Int!
    """
    How many are used: jobs, or minutes with their fraction. Jobs that are enqueued or fired are counted as they are made, and
    never go beyond max; a run counts as one when it starts. Further steps and all minutes are counted some seconds after
    they were, and may go beyond.
    """
    used: Float!
    "Of max, how much is used: 1 when it is used up, more when steps or minutes went beyond."
    share: Float!
    "How it stands."
    standing: QuotaStanding!
    "When the period began that is counted now."
    periodBeganAt: DateTime!
    "What happened before this instant is not counted: the beginning of the period, or when the quota was made or reset in it."
    countsFrom: DateTime!
    "When the period ends, and counting begins anew."
    resetsAt: DateTime!
    "Since when people are warned in this period; null when they are not."
    warnedAt: DateTime
    "Since when it is used up in this period, as told; null when it is not."
    exhaustedAt: DateTime
    "When max was last changed."
    changedAt: DateTime!
    "When a person last began its counting anew; null when nobody did."
    resetAt: DateTime
  }

  "A quota that something did not fit into."
  type ExceededQuota {
    "What it counts."
    measure: QuotaMeasure!
    "In what it counts."
    period: QuotaPeriod!
    "How many at most: jobs, or minutes."
    max: Int!
    "How many are used: jobs, or minutes with their fraction."
    used: Float!
    "When it begins anew."
    resetsAt: DateTime!
  }

  "A quota to be, or how much of it there is from now on."
  input UpsertQuotaInput {
    "What it counts."
    measure: QuotaMeasure!
    "In what it counts. There is one quota for each measure and period; the same again changes it."
    period: QuotaPeriod!
    "How many at most: jobs, or minutes; 1 to ${quotaBounds.amountMax.toLocaleString('en')}."
    max: Int!
  }

  "Which quota to remove."
  input DeleteQuotaInput {
    "Its id."
    id: ID!
  }

  "Which quota to reset, and why."
  input ResetQuotaInput {
    "Its id."
    id: ID!
    "Why; it stands in the event log."
    reason: String!
  }

  "What upsertQuota or resetQuota did."
  type QuotaPayload {
    "The quota as it is now; null when refused."
    quota: Quota
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What deleteQuota did."
  type DeleteQuotaPayload {
    "The id of the quota that is no more; null when refused."
    id: ID
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Every quota of the tenant, by measure and period."
    quotas: [Quota!]!
  }

  extend type Mutation {
    """
    Limits how much the tenant may use in a day or a month, or changes how much; for platform admins. A new quota counts from
    now on. One that is made smaller than what is used already is used up at once. Holds for every call that begins after
    this one is answered.
    """
    upsertQuota(
      "The quota."
      input: UpsertQuotaInput!
    ): QuotaPayload!
    "Takes a quota away; for platform admins. NOT_FOUND when there is none such."
    deleteQuota(
      "Which."
      input: DeleteQuotaInput!
    ): DeleteQuotaPayload!
    """
    Begins the counting of a quota anew within its period; for platform admins. New jobs are accepted again at once. NOT_FOUND
    when there is none such, BAD_INPUT without a reason.
    """
    resetQuota(
      "Which, and why."
      input: ResetQuotaInput!
    ): QuotaPayload!
  }
`;

const Quota: QuotaResolvers = {
  id: ({ id }) => publicId('quota', id),
  share: ({ used, max }) => used / max,
  standing: (quota) => standingOf(quota),
  periodBeganAt: ({ beganAt }) => beganAt,
  resetsAt: ({ endsAt }) => endsAt,
};

const Query: QueryResolvers = {
  quotas: async (_, __, { engine }) => orThrow(await listQuotas(engine)),
};

const Mutation: MutationResolvers = {
  upsertQuota: (_, { input }, { engine }) =>
    answer(upsertQuota(engine, input), (quota) => ({ quota }), { quota: null }),
  deleteQuota: (_, { input }, { engine }) =>
    answer(deleteQuota(engine, { id: bareId('quota', input.id) }), ({ id }) => ({ id: publicId('quota', id) }), {
      id: null,
    }),
  resetQuota: (_, { input: { id, reason } }, { engine }) =>
    answer(resetQuota(engine, { id: bareId('quota', id), reason }), (quota) => ({ quota }), { quota: null }),
};

export const quotaResolvers = { Quota, Query, Mutation };
