/** What the jobs of a filter are made of, for whoever wants to narrow it. */
import { countJobFacets } from '#engine/job/count-job-facets.ts';
import type { QueryResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { jobFilterOf } from './job-filter.ts';

export const jobFacetTypes = /* GraphQL */ `
  "How many of the newest jobs of a filter are in each state, queue and task; the most frequent value first."
  type JobFacets {
    "By state."
    states: [Facet!]!
    "By queue."
    queues: [Facet!]!
    "By task; at most 100."
    tasks: [Facet!]!
    "False when only the newest jobs were looked at, some 5,000: there may be more of everything."
    isExact: Boolean!
  }

  "A value and how often it occurs."
  type Facet {
    "A state, or the name of a queue, task or workflow."
    value: String!
    "How many jobs or runs have it."
    count: Int!
  }

  extend type Query {
    "What the jobs of a filter are made of, counted over the newest of them."
    jobFacets(
      "Which jobs."
      filter: JobFilter
    ): JobFacets!
  }
`;

const Query: QueryResolvers = {
  jobFacets: async (_, { filter }, { engine }) =>
    orThrow(await countJobFacets(engine, { filter: jobFilterOf(filter) })),
};

export const jobFacetResolvers = { Query };
