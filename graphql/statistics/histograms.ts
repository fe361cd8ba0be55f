/** Histograms: how many jobs or runs of a filter were made when, for whoever looks for the hour in which it went wrong. */
import { countJobsOverTime } from '#engine/job/count-jobs-over-time.ts';
import { countRunsOverTime } from '#engine/run/count-runs-over-time.ts';
import type { QueryResolvers } from '#graphql/generated/resolvers.ts';
import { jobFilterOf } from '#graphql/job/job-filter.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { runFilterOf } from '#graphql/run/run-filter.ts';

export const histogramTypes = /* GraphQL */ `
  "How many jobs of a filter were created when, in buckets. The time is the one that their ids carry."
  type JobHistogram {
    "Where the first bucket begins."
    from: DateTime!
    "Where the last one ends; what was created at this instant is outside."
    to: DateTime!
    "The buckets, the earliest first; those without a job too."
    buckets: [JobHistogramBucket!]!
    "False when a bucket holds more than are counted."
    isExact: Boolean!
  }

  "The jobs that were created in one part of a window."
  type JobHistogramBucket {
    "Where it begins."
    at: DateTime!
    "How many of them are in each state now; states without any are left out."
    states: [JobStateCount!]!
    "False when there may be more of each: beyond some thousand jobs a bucket is not counted further."
    isExact: Boolean!
  }

  "How many jobs are in a state."
  type JobStateCount {
    "The state."
    state: JobState!
    "How many are in it."
    count: Int!
  }

  "How many runs of a filter began when, in buckets. The time is the one that their ids carry."
  type RunHistogram {
    "Where the first bucket begins."
    from: DateTime!
    "Where the last one ends; what began at this instant is outside."
    to: DateTime!
    "The buckets, the earliest first; those without a run too."
    buckets: [RunHistogramBucket!]!
    "False when a bucket holds more than are counted."
    isExact: Boolean!
  }

  "The runs that began in one part of a window."
  type RunHistogramBucket {
    "Where it begins."
    at: DateTime!
    "How many of them are in each state now; states without any are left out."
    states: [RunStateCount!]!
    "False when there may be more of each: beyond some thousand runs a bucket is not counted further."
    isExact: Boolean!
  }

  "How many runs are in a state."
  type RunStateCount {
    "The state."
    state: RunState!
    "How many are in it."
    count: Int!
  }

  extend type Query {
    "How many jobs of a filter were created when, by the state they are in now."
    jobHistogram(
      "Which jobs."
      filter: JobFilter
      "Where the window begins."
      from: DateTime!
      "Where it ends: at most 366 days after from."
      to: DateTime!
      "In how many equal buckets to tell it, 1 to 120; in 48 when neither they nor cuts are named."
      buckets: Int
      "Where the buckets after the first begin, in place of equal ones, as for the days of a zone whose clocks change: strictly rising, inside the window, at most 119. BAD_INPUT when they are not, or buckets are named too; TOO_LARGE when they are more."
      cuts: [DateTime!]
    ): JobHistogram!
    "How many runs of a filter began when, by the state they are in now."
    runHistogram(
      "Which runs."
      filter: RunFilter
      "Where the window begins."
      from: DateTime!
      "Where it ends: at most 366 days after from."
      to: DateTime!
      "In how many equal buckets to tell it, 1 to 120; in 48 when neither they nor cuts are named."
      buckets: Int
      "Where the buckets after the first begin, in place of equal ones, as for the days of a zone whose clocks change: strictly rising, inside the window, at most 119. BAD_INPUT when they are not, or buckets are named too; TOO_LARGE when they are more."
      cuts: [DateTime!]
    ): RunHistogram!
  }
`;

const Query: QueryResolvers = {
  jobHistogram: async (_, { filter, ...window }, { engine }) =>
    orThrow(await countJobsOverTime(engine, { filter: jobFilterOf(filter), ...window })),
  runHistogram: async (_, { filter, ...window }, { engine }) =>
    orThrow(await countRunsOverTime(engine, { filter: runFilterOf(filter), ...window })),
};

export const histogramResolvers = { Query };
