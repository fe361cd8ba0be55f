/** Deliveries: what was sent to whom, what came back, and another try. */
import { type DeliveryState, deliveryStates } from '#domain/machines.ts';
import { publicId } from '#domain/value/ids.ts';
import { listDeliveries } from '#engine/notification/deliver/list-deliveries.ts';
import { retryDelivery } from '#engine/notification/deliver/retry-delivery.ts';
import { testChannel } from '#engine/notification/deliver/test-channel.ts';
import type { DeliveryResolvers, MutationResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

const meanings: Record<DeliveryState, string> = {
  PENDING: 'It is on its way.',
  FAILED: 'It did not get through, and is tried again at nextTryAt.',
  HELD: 'Its channel is quiet; it is told when that ends, together with others as a summary.',
  SENT: 'Its receiver took it.',
  GIVEN_UP: 'It is not tried any more.',
};

export const deliveryTypes = /* GraphQL */ `
  "How far a message has got."
  enum DeliveryState {
    ${deliveryStates.map((state) => `"${meanings[state]}"\n    ${state}`).join('\n    ')}
  }

  "One message on its way through one channel. It may reach its receiver more than once, each time under the same id."
  type Delivery implements Node {
    "Opaque: \`dlv_\` and a UUIDv7. A webhook carries it as webhook-id, a mail in its Message-ID."
    id: ID!
    "FIRST, MORE and END of something that goes on; TEST, or a SUMMARY of quiet hours."
    kind: String!
    "How far it has got."
    state: DeliveryState!
    "How heavy it is."
    severity: Severity!
    "Its first line, with the tenant in front."
    subject: String!
    "All of it."
    text: String!
    "Through which channel it goes."
    channel: Channel!
    "The rule that it follows; null for a test or a summary."
    rule: NotificationRule
    "How often it was tried since it was made, or since a person asked for it again."
    tries: Int!
    "When it is tried next, or told after quiet hours; null when it is over, or told by a summary."
    nextTryAt: DateTime
    "What came back at the last try, at most 500 characters."
    answer: String
    "Why the last try failed; null when it did not."
    error: String
    "When it was made."
    createdAt: DateTime!
    "When it was sent or given up; null before."
    endedAt: DateTime
  }

  ${connectionTypes('Delivery', 'deliveries')}

  "What testChannel did."
  type TestChannelPayload {
    "What came of it; PENDING when no worker had sent it within some seconds. Null when refused."
    delivery: Delivery
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which message to send again."
  input RetryDeliveryInput {
    "Its id; it must be FAILED, HELD or GIVEN_UP."
    id: ID!
  }

  "What retryDelivery did."
  type RetryDeliveryPayload {
    "The delivery as it is now; null when refused."
    delivery: Delivery
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "What was sent, or could not be, the newest first. Kept for some three months. For those who manage the tenant."
    deliveries(
      "In one of these states; all when absent."
      states: [DeliveryState!]
      "Through this channel."
      channel: ID
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): DeliveryConnection!
  }

  extend type Mutation {
    "Sends a message through a channel now and tells what came back. Quiet hours and a pause do not hold it, and it is tried once."
    testChannel(
      "Which channel."
      input: ChannelInput!
    ): TestChannelPayload!
    "Sends a message again now."
    retryDelivery(
      "Which message."
      input: RetryDeliveryInput!
    ): RetryDeliveryPayload!
  }
`;

const Delivery: DeliveryResolvers = {
  id: ({ id }) => publicId('delivery', id),
  channel: ({ channelId }, _, { loaders }) => existing(loaders.channel.load(channelId)),
  rule: ({ ruleId }, _, { loaders }) => (ruleId === null ? null : loaders.rule.load(ruleId)),
  nextTryAt: ({ dueAt }) => dueAt,
};

const Query: QueryResolvers = {
  deliveries: (_, { states, channel, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const channelId = bareIdIfGiven('channel', channel) ?? null;
    return pageOf(listDeliveries(engine, { ...page, states: states ?? null, channelId }), page);
  },
};

const Mutation: MutationResolvers = {
  testChannel: (_, { input }, { engine, loaders, links }) =>
    answer(
      testChannel(engine, { id: bareId('channel', input.id), links }),
      async ({ id }) => ({ delivery: await loaders.delivery.load(id) }),
      { delivery: null },
    ),
  retryDelivery: (_, { input }, { engine, loaders }) =>
    answer(
      retryDelivery(engine, { id: bareId('delivery', input.id) }),
      async ({ id }) => ({ delivery: await loaders.delivery.clear(id).load(id) }),
      { delivery: null },
    ),
};

export const deliveryResolvers = { Delivery, DeliveryConnection: connection, Query, Mutation };
