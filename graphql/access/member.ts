/** The people of a tenant: their roles, and the acts that change who belongs to it. */
import { publicId } from '#domain/value/ids.ts';
import { listMembers } from '#engine/access/list-access.ts';
import { changeMemberRole } from '#engine/access/member/change-member-role.ts';
import { removeMember } from '#engine/access/member/remove-member.ts';
import { offerReset } from '#engine/access/session/offer-reset.ts';
import type { MemberResolvers, MutationResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const memberTypes = /* GraphQL */ `
  "A person and their role in the tenant."
  type Member {
    "The user's id."
    id: ID!
    "For people to read."
    name: String!
    "What they sign in with."
    email: String!
    "The role in this tenant."
    role: Role!
    "Since when they are a member."
    createdAt: DateTime!
  }

  "Which member gets which role."
  input ChangeMemberRoleInput {
    "The user's id."
    user: ID!
    "The role to be; never more than you have."
    role: Role!
  }

  "What changeMemberRole did."
  type ChangeMemberRolePayload {
    "The member as it is now; null when refused."
    member: Member
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Whom to remove."
  input RemoveMemberInput {
    "The user's id."
    user: ID!
    "True revokes the tokens that they made in this tenant too. Without a member behind them these open nothing anyway, until the person comes back."
    revokeTokens: Boolean = false
  }

  "What removeMember did."
  type RemoveMemberPayload {
    "The member as it was; null when refused."
    member: Member
    "How many of their tokens were revoked; null when refused."
    tokensRevoked: Int
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Who needs a new password."
  input OfferPasswordResetInput {
    "The user's id."
    user: ID!
  }

  "What offerPasswordReset did."
  type OfferPasswordResetPayload {
    "Where the person sets the new password, below the address of the console; it holds a secret and is told this once. Null when refused."
    path: String
    "Until when it works; null when refused."
    expiresAt: DateTime
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Every member of the tenant, the first one first."
    members: [Member!]!
  }

  extend type Mutation {
    "Gives a member another role. A tenant keeps its last admin: ILLEGAL_TRANSITION."
    changeMemberRole(
      "Which member, which role."
      input: ChangeMemberRoleInput!
    ): ChangeMemberRolePayload!
    "Takes a person out of the tenant: within seconds they see nothing of it, and what they follow of it ends. Their name stays beside what they did. A tenant keeps its last admin: ILLEGAL_TRANSITION."
    removeMember(
      "Whom."
      input: RemoveMemberInput!
    ): RemoveMemberPayload!
    "Makes a link with which a member sets a new password: once, within a day, and it ends all their sessions. FORBIDDEN for whoever reaches beyond the tenant, unless a platform admin asks."
    offerPasswordReset(
      "For whom."
      input: OfferPasswordResetInput!
    ): OfferPasswordResetPayload!
  }
`;

const Member: MemberResolvers = {
  id: (member) => publicId('user', member.userId),
};

const Query: QueryResolvers = {
  members: async (_, __, { engine }) => orThrow(await listMembers(engine)),
};

const Mutation: MutationResolvers = {
  changeMemberRole: (_, { input: { user, role } }, { engine }) =>
    answer(changeMemberRole(engine, { userId: bareId('user', user), role }), (member) => ({ member }), {
      member: null,
    }),
  removeMember: (_, { input: { user, revokeTokens } }, { engine }) =>
    answer(removeMember(engine, { userId: bareId('user', user), revokeTokens }), (done) => done, {
      member: null,
      tokensRevoked: null,
    }),
  offerPasswordReset: (_, { input: { user } }, { engine }) =>
    answer(
      offerReset(engine, { userId: bareId('user', user) }),
      // Behind the #, which no browser sends and no log keeps.
      ({ secret, expiresAt }) => ({ path: `/reset#${secret}`, expiresAt }),
      { path: null, expiresAt: null },
    ),
};

export const memberResolvers = { Member, Query, Mutation };
