/** Saved views: queries with a name. */
import { publicId } from '#domain/value/ids.ts';
import { deleteView, listViews, saveView } from '#engine/view/saved-views.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { MutationResolvers, QueryResolvers, SavedViewResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const viewTypes = /* GraphQL */ `
  "A query of a list under a name: of one person's or token's own, or shared by the tenant."
  type SavedView {
    "Opaque: \`viw_\` and a UUIDv7."
    id: ID!
    "The list that it is of, for example jobs."
    list: String!
    "What it is called; one of a kind in its list, among those that are shared or among those of its owner."
    name: String!
    "What it asks, in the grammar of the query bar."
    query: String!
    "True when everybody in the tenant sees it."
    isShared: Boolean!
    "Who saved it last, by name."
    savedBy: Actor!
    "When it was saved last."
    savedAt: DateTime!
  }

  "A view to be; one of the same name is replaced."
  input SaveViewInput {
    "The list that it is of, for example jobs."
    list: String!
    "What to call it, 40 characters at most."
    name: String!
    "What it asks, 2000 characters at most."
    query: String!
    "True shows it to everybody in the tenant, which needs the permission view.share."
    isShared: Boolean = false
  }

  "What saveView did."
  type SaveViewPayload {
    "The view; null when refused."
    view: SavedView
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which view to delete."
  input DeleteViewInput {
    "Its id."
    id: ID!
  }

  "What deleteView did."
  type DeleteViewPayload {
    "The view as it was; null when refused."
    view: SavedView
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "The saved views of a list that you see: those of the tenant, then your own, by name."
    savedViews(
      "The list, for example jobs."
      list: String!
    ): [SavedView!]!
  }

  extend type Mutation {
    "Saves a query under a name, for yourself or for the tenant: 20 views of each list at most, LIMIT_REACHED beyond."
    saveView(
      "The view to be."
      input: SaveViewInput!
    ): SaveViewPayload!
    "Deletes a view of your own, or one of the tenant with the permission view.share."
    deleteView(
      "Which view."
      input: DeleteViewInput!
    ): DeleteViewPayload!
  }
`;

const SavedView: SavedViewResolvers = {
  id: ({ id }) => publicId('view', id),
  isShared: ({ owner }) => owner === '',
  savedBy: ({ savedBy }, _, { loaders }) => actorOf(loaders, savedBy),
};

const Query: QueryResolvers = {
  savedViews: async (_, { list }, { engine }) => orThrow(await listViews(engine, { list })),
};

const Mutation: MutationResolvers = {
  saveView: (_, { input }, { engine }) => answer(saveView(engine, input), (view) => ({ view }), { view: null }),
  deleteView: (_, { input }, { engine }) =>
    answer(deleteView(engine, { id: bareId('view', input.id) }), (view) => ({ view }), { view: null }),
};

export const viewResolvers = { SavedView, Query, Mutation };
