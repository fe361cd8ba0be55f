/** A person's own account: their password, and where they are signed in. */
import { publicId } from '#domain/value/ids.ts';
import { changePassword } from '#engine/access/session/change-password.ts';
import { endSessions } from '#engine/access/session/end-sessions.ts';
import { listSessions } from '#engine/access/session/list-sessions.ts';
import type { MutationResolvers, QueryResolvers, SessionResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const accountTypes = /* GraphQL */ `
  "A browser in which you are signed in."
  type Session {
    "Opaque: \`ses_\` and a UUIDv7."
    id: ID!
    "When you signed in."
    createdAt: DateTime!
    "When it was last used, to within a minute."
    lastSeenAt: DateTime!
    "When it ends at the latest; unused it ends after some hours."
    expiresAt: DateTime!
    "What the browser said of itself when you signed in."
    userAgent: String
    "The network address from which you signed in."
    address: String
    "True for the session that asks."
    isCurrent: Boolean!
  }

  "The old password and the new one."
  input ChangePasswordInput {
    "The password of today."
    current: String!
    "The password to be: 8 characters at least, 1024 bytes at most."
    password: String!
  }

  "What changePassword did."
  type ChangePasswordPayload {
    "How many other sessions of yours it ended; null when refused."
    sessionsEnded: Int
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which of your sessions to end."
  input EndSessionsInput {
    "Their ids; what has ended already, or is not yours, is left out in silence."
    ids: [ID!]
    "True ends every one but this, whatever ids say."
    allOthers: Boolean = false
  }

  "What endSessions did."
  type EndSessionsPayload {
    "How many ended; null when refused."
    count: Int
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Where you are signed in, the latest used first. A token is signed in nowhere."
    sessions: [Session!]!
  }

  extend type Mutation {
    "Changes your password and ends your other sessions. A token has none: UNSUPPORTED. Wrong guesses at the old one have to wait: LIMIT_REACHED."
    changePassword(
      "The old one and the new one."
      input: ChangePasswordInput!
    ): ChangePasswordPayload!
    "Ends sessions of yours: within seconds nobody gets in with them. A token has none: UNSUPPORTED."
    endSessions(
      "Which."
      input: EndSessionsInput!
    ): EndSessionsPayload!
  }
`;

const Session: SessionResolvers = {
  id: ({ id }) => publicId('session', id),
};

const Query: QueryResolvers = {
  sessions: (_, __, { engine }) => listSessions(engine),
};

const Mutation: MutationResolvers = {
  changePassword: (_, { input }, { engine }) =>
    answer(changePassword(engine, input), (done) => done, { sessionsEnded: null }),
  endSessions: (_, { input: { ids, allOthers } }, { engine }) =>
    answer(endSessions(engine, { ids: ids?.map((id) => bareId('session', id)), allOthers }), (done) => done, {
      count: null,
    }),
};

export const accountResolvers = { Session, Query, Mutation };
