/** Statistics: what a window of time amounts to. */
import { readStatistics } from '#engine/statistics/read-statistics.ts';
import type { QueryResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const statisticsTypes = /* GraphQL */ `
  "What happened in a window of time, and how well. Percentages are 0 to 100."
  type Statistics {
    "Where the window begins."
    from: DateTime!
    "Where it ends; what happens at this instant is outside."
    to: DateTime!
    "Of the jobs that were made in the window and have come due, the share that started in time: within its SLA's startBy, else within a minute of being due. A job that still waits counts once it is late. Told from at most some 4,000 jobs, spread over the window; null when there are none. The target is 98."
    onTimePercent: Float
    "Of the jobs that succeeded, failed or died in the window, the share that succeeded; null when none did. The target is 97."
    successPercent: Float
    "How long a job waited from being due to its first start, in milliseconds: 95 of 100 waited no longer. Of the same jobs as onTimePercent; null when none started. The target is a minute."
    triggerLatencyP95Ms: Float
    "How often each thing happened in the window."
    counts: StatisticsCounts!
    "The window in its parts, the earliest first."
    buckets: [StatisticsBucket!]!
  }

  "How often each thing happened in a window. A job that is tried again can be counted more than once."
  type StatisticsCounts {
    "Jobs made, steps of runs included."
    created: Int!
    "Attempts begun."
    started: Int!
    "Jobs that succeeded."
    succeeded: Int!
    "Jobs that failed in a way that may not be retried."
    failed: Int!
    "Jobs that failed on their last attempt, or killed their worker too often."
    dead: Int!
    "Jobs cancelled by a person or with their run."
    cancelled: Int!
    "Attempts that failed and are tried again, and jobs that an operator retried."
    retried: Int!
    "Instants of schedules that nobody dealt with in time; those that passed by somebody's hand, as during a pause, aside."
    missed: Int!
  }

  "What happened in one part of a window."
  type StatisticsBucket {
    "Where it begins."
    at: DateTime!
    "Jobs made."
    created: Int!
    "Jobs that succeeded."
    succeeded: Int!
    "Jobs that failed or died."
    failed: Int!
    "How many jobs were PENDING at its end, or are now if its end lies ahead; null when the window ended more than 31 days ago or a million jobs wait."
    depth: Int
  }

  extend type Query {
    "What happened in a window of time, and how well."
    statistics(
      "Where the window begins."
      from: DateTime!
      "Where it ends: at most 31 days after from, and the hour that a clock change adds."
      to: DateTime!
      "In how many equal parts to tell it, 1 to 500; in 60 when neither they nor cuts are named."
      buckets: Int
      "Where the parts after the first begin, in place of equal ones, as for the days of a zone whose clocks change: strictly rising, inside the window, at most 119. BAD_INPUT when they are not, or buckets are named too; TOO_LARGE when they are more."
      cuts: [DateTime!]
    ): Statistics!
  }
`;

const Query: QueryResolvers = {
  statistics: async (_, window, { engine }) => orThrow(await readStatistics(engine, window)),
};

export const statisticsResolvers = { Query };
