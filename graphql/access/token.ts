/** API tokens: keys for integrators. The secret is shown once and only its hash is kept. */
import { publicId } from '#domain/value/ids.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import { listTokens } from '#engine/access/list-access.ts';
import { listPlatformTokens } from '#engine/access/list-platform.ts';
import { revokeApiToken } from '#engine/access/revoke-api-token.ts';
import type { ApiTokenResolvers, MutationResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer } from '#graphql/plumbing/user-error.ts';
import { actorOf } from './actor.ts';

export const tokenTypes = /* GraphQL */ `
  "A key for integrators."
  type ApiToken implements Node {
    "Opaque: \`tok_\` and a UUIDv7."
    id: ID!
    "What it is for."
    name: String!
    "What it may do."
    role: Role!
    "Narrows the role to these permissions; empty means all of the role."
    scopes: [String!]!
    "When it was made."
    createdAt: DateTime!
    "When it stops working; null means never."
    expiresAt: DateTime
    "When it was last used, to within some minutes."
    lastUsedAt: DateTime
    "When it was revoked; null while it is not."
    revokedAt: DateTime
    "Who revoked it: user, token or duty; null while it is not revoked."
    revokedBy: String
    "Who revoked it, by name; null while it is not revoked."
    revoker: Actor
    "Who made it: user, token or duty."
    createdBy: String!
    "Who made it, by name."
    creator: Actor!
  }

  ${connectionTypes('ApiToken', 'API tokens')}

  "A token to be."
  input CreateApiTokenInput {
    "What it is for."
    name: String!
    "What it may do; never more than you may."
    role: Role!
    "Narrows the role to these permissions."
    scopes: [String!]
    "When it stops working."
    expiresAt: DateTime
  }

  "What createApiToken did."
  type CreateApiTokenPayload {
    "The token; null when refused."
    token: ApiToken
    "The secret, shown this once; null when refused."
    plaintext: String
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which token to revoke."
  input RevokeApiTokenInput {
    "Its id."
    id: ID!
  }

  "What revokeApiToken did."
  type RevokeApiTokenPayload {
    "The token as it is now; null when refused."
    token: ApiToken
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "The API tokens of the tenant, the newest first; for those who may manage them."
    apiTokens(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
      "Only those that this person made, by their id."
      createdBy: ID
    ): ApiTokenConnection!
    "The API tokens that span tenants, the newest first; for platform admins."
    platformTokens(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): ApiTokenConnection!
  }

  extend type Mutation {
    "Makes an API token of the tenant, or with the role PLATFORM_ADMIN one that spans tenants."
    createApiToken(
      "The token to be."
      input: CreateApiTokenInput!
    ): CreateApiTokenPayload!
    "Ends an API token of the tenant, or for platform admins one that spans tenants: within seconds nobody gets in with it. It stays in the list."
    revokeApiToken(
      "Which token."
      input: RevokeApiTokenInput!
    ): RevokeApiTokenPayload!
  }
`;

const ApiToken: ApiTokenResolvers = {
  id: (token) => publicId('token', token.id),
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
  revoker: ({ revokedBy }, _, { loaders }) => (revokedBy === null ? null : actorOf(loaders, revokedBy)),
};

const Mutation: MutationResolvers = {
  createApiToken: (_, { input }, { engine }) =>
    answer(createApiToken(engine, input), (made) => made, { token: null, plaintext: null }),
  revokeApiToken: (_, { input }, { engine }) =>
    answer(revokeApiToken(engine, { id: bareId('token', input.id) }), (token) => ({ token }), { token: null }),
};

const Query: QueryResolvers = {
  apiTokens: (_, args, { engine }, info) => {
    const page = pageRequest(args, info);
    const maker = bareIdIfGiven('user', args.createdBy);
    return pageOf(listTokens(engine, page, { createdBy: maker === undefined ? undefined : `user:${maker}` }), page);
  },
  platformTokens: (_, args, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listPlatformTokens(engine, page), page);
  },
};

export const tokenResolvers = { ApiToken, ApiTokenConnection: connection, Query, Mutation };
