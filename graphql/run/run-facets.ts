/** What the runs of a filter are made of, for whoever wants to narrow it. */
import { countRunFacets } from '#engine/run/selection/count-run-facets.ts';
import type { QueryResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { runFilterOf } from './run-filter.ts';

export const runFacetTypes = /* GraphQL */ `
  "How many of the newest runs of a filter are in each state and of each workflow; the most frequent value first."
  type RunFacets {
    "By state."
    states: [Facet!]!
    "By workflow; at most 100."
    workflows: [Facet!]!
    "False when only the newest runs were looked at, some 5,000: there may be more of everything."
    isExact: Boolean!
  }

  extend type Query {
    "What the runs of a filter are made of, counted over the newest of them."
    runFacets(
      "Which runs."
      filter: RunFilter
    ): RunFacets!
  }
`;

const Query: QueryResolvers = {
  runFacets: async (_, { filter }, { engine }) =>
    orThrow(await countRunFacets(engine, { filter: runFilterOf(filter) })),
};

export const runFacetResolvers = { Query };
