/** Invitations: links that make somebody a member. Accepting one needs no session and is a door of its own, /api/invitation. */
import { publicId } from '#domain/value/ids.ts';
import { inviteMember } from '#engine/access/invitation/invite-member.ts';
import { listInvitations } from '#engine/access/invitation/list-invitations.ts';
import { revokeInvitation } from '#engine/access/invitation/revoke-invitation.ts';
import type { InvitationResolvers, MutationResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';
import { actorOf } from './actor.ts';

export const invitationTypes = /* GraphQL */ `
  "How an invitation stands."
  enum InvitationState {
    "Its link works."
    OPEN
    "Nobody accepted it in time."
    EXPIRED
    "Whom it was made for is a member."
    ACCEPTED
    "Somebody ended it, or made another one for the same address."
    REVOKED
  }

  "A link that makes somebody a member of the tenant. Only the hash of its secret is kept."
  type Invitation {
    "Opaque: \`inv_\` and a UUIDv7."
    id: ID!
    "For whom: who has this address, or makes an account with it."
    email: String!
    "The role that they get."
    role: Role!
    "Whether its link still works."
    state: InvitationState!
    "When it was made."
    createdAt: DateTime!
    "When its link stops working."
    expiresAt: DateTime!
    "When it was accepted or revoked; null while it is open."
    endedAt: DateTime
    "Who made it: user, token or duty."
    createdBy: String!
    "Who made it, by name."
    creator: Actor!
  }

  "Whom to invite, as what."
  input InviteMemberInput {
    "Their e-mail address; nothing is sent to it."
    email: String!
    "The role to be; never more than you have."
    role: Role!
    "When the link stops working: in 7 days unless given, in 30 days at the latest."
    expiresAt: DateTime
  }

  "What inviteMember did."
  type InviteMemberPayload {
    "The invitation; null when refused."
    invitation: Invitation
    "Where the person accepts, below the address of the console; it holds a secret and is told this once. Null when refused."
    path: String
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which invitation to end."
  input RevokeInvitationInput {
    "Its id."
    id: ID!
  }

  "What revokeInvitation did."
  type RevokeInvitationPayload {
    "The invitation as it is now; null when refused."
    invitation: Invitation
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "The invitations that nobody has accepted or revoked, those that expired included, the newest first; for those who manage members."
    invitations: [Invitation!]!
  }

  extend type Mutation {
    "Makes a link that makes somebody a member; an open one for the same address ends. The answer does not tell whether the address has an account."
    inviteMember(
      "Whom, as what."
      input: InviteMemberInput!
    ): InviteMemberPayload!
    "Ends an invitation: its link opens nothing any more. One that was accepted is ILLEGAL_TRANSITION."
    revokeInvitation(
      "Which invitation."
      input: RevokeInvitationInput!
    ): RevokeInvitationPayload!
  }
`;

const Invitation: InvitationResolvers = {
  id: ({ id }) => publicId('invitation', id),
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
};

const Query: QueryResolvers = {
  invitations: async (_, __, { engine }) => orThrow(await listInvitations(engine)),
};

const Mutation: MutationResolvers = {
  inviteMember: (_, { input }, { engine }) =>
    answer(
      inviteMember(engine, input),
      // Behind the #, which no browser sends and no log keeps.
      ({ invitation, secret }) => ({ invitation, path: `/join#${secret}` }),
      { invitation: null, path: null },
    ),
  revokeInvitation: (_, { input }, { engine }) =>
    answer(revokeInvitation(engine, { id: bareId('invitation', input.id) }), (invitation) => ({ invitation }), {
      invitation: null,
    }),
};

export const invitationResolvers = { Invitation, Query, Mutation };
