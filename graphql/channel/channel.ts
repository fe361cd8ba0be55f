/** Channels: the ways on which people and programs are told. */
import { channelKinds } from '#domain/channel/read-channel.ts';
import { sayMinute } from '#domain/notification/quiet-hours.ts';
import { publicId } from '#domain/value/ids.ts';
import { readMeans } from '#engine/channel/channel-means.ts';
import { createChannel } from '#engine/channel/create-channel.ts';
import { listChannels } from '#engine/channel/list-channels.ts';
import { removeChannel } from '#engine/channel/remove-channel.ts';
import { rotateChannelSecret } from '#engine/channel/rotate-channel-secret.ts';
import { updateChannel } from '#engine/channel/update-channel.ts';
import type {
  ChannelResolvers,
  MutationResolvers,
  QueryResolvers,
  QuietHoursResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

const meanings: Record<(typeof channelKinds)[number], string> = {
  EMAIL:
    'Mail, by the mail server of the installation. Each message has a Message-ID of its own, the same in every try.',
  WEBHOOK:
    'A POST to a URL with a JSON body, signed by Standard Webhooks: the headers webhook-id, webhook-timestamp and webhook-signature. Any 2xx is success; redirects are not followed. The same webhook-id may come more than once.',
  SLA_BREACH:
    'A POST to /notifications/sla-breach below a URL, signed like a webhook, for breaches of service levels only. Its body: tenant, breachId, state (BREACHED or RECOVERED), task, severity, headline, count, since, at, url, and breaches with id, kind, job, run, message and raisedAt each; an example is in docs/notifications.md.',
};

export const channelTypes = /* GraphQL */ `
  "How a channel reaches somebody."
  enum ChannelKind {
    ${channelKinds.map((kind) => `"${meanings[kind]}"\n    ${kind}`).join('\n    ')}
  }

  "How heavy something is."
  enum Severity {
    "It stands still, or somebody waits in vain."
    CRITICAL
    "It is late, and may still end well."
    WARNING
    "Good to know."
    INFO
  }

  "When a channel is left alone. What happens meanwhile is held, and told as a summary when they end."
  type QuietHours {
    "When they begin, as 22:00 on the clock of the tenant."
    from: String!
    "When they end, as 07:00; the next day when that is earlier than from."
    to: String!
    "What is told all the same."
    through: [Severity!]!
  }

  "A way on which people or programs are told."
  type Channel implements Node {
    "Opaque: \`chn_\` and a UUIDv7."
    id: ID!
    "What it is called; no two channels of a tenant are called the same."
    name: String!
    "How it reaches somebody."
    kind: ChannelKind!
    "Addresses of mail; empty for the other kinds."
    to: [String!]!
    "Where it calls; null for mail."
    url: String
    "When it is left alone; null for never."
    quietHours: QuietHours
    "True while nothing goes through it; what is on its way waits."
    paused: Boolean!
    "Since when its present secret signs; null for mail. The secret itself was told once and is told by nothing."
    secretSince: DateTime
    "Until when the secret before signs beside the present one; null when it does not."
    previousSecretEndsAt: DateTime
    "When it was made."
    createdAt: DateTime!
    "Who made it: user, token or duty."
    createdBy: String!
  }

  "What the installation can send by."
  type NotificationMeans {
    "From whom mail comes; null when no mail server is set up (SMTP_URL, SMTP_FROM)."
    mailFrom: String
    "Whether secrets can be kept, so that calls can be signed (TASKFLOW_SECRET_KEY)."
    canSign: Boolean!
  }

  "Quiet hours to be."
  input QuietHoursInput {
    "When they begin, as 22:00 on the clock of the tenant."
    from: String!
    "When they end, as 07:00; the next day when that is earlier than from."
    to: String!
    "What is told all the same; nothing when absent."
    through: [Severity!]
  }

  "A channel to be."
  input CreateChannelInput {
    "What it is called."
    name: String!
    "How it reaches somebody. UNSUPPORTED when the installation cannot send in this way."
    kind: ChannelKind!
    "For EMAIL: 1 to 20 addresses of mail."
    to: [String!]
    "For WEBHOOK and SLA_BREACH: where to call, over http or https, at most 2,048 characters. It must lie in the public network or be listed in OUTBOUND_ALLOW."
    url: String
    "When it is left alone."
    quietHours: QuietHoursInput
  }

  "What createChannel did."
  type CreateChannelPayload {
    "The channel; null when refused."
    channel: Channel
    "What it signs with, whsec_ and base64, shown this once; null for mail and when refused."
    secret: String
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What of a channel to change; what is absent stays."
  input UpdateChannelInput {
    "Its id."
    id: ID!
    "What it is called."
    name: String
    "For EMAIL: its addresses."
    to: [String!]
    "For WEBHOOK and SLA_BREACH: where to call."
    url: String
    "When it is left alone; null ends its quiet hours."
    quietHours: QuietHoursInput
    "Whether nothing goes through it for now."
    paused: Boolean
  }

  "What became of a channel."
  type ChannelPayload {
    "The channel as it is now; null when refused, or removed."
    channel: Channel
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which channel."
  input ChannelInput {
    "Its id."
    id: ID!
  }

  "What rotateChannelSecret did."
  type RotateChannelSecretPayload {
    "The channel as it is now; null when refused."
    channel: Channel
    "What it signs with from now on, shown this once; null when refused."
    secret: String
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Every channel of the tenant, by name; at most 50. For those who manage the tenant."
    channels: [Channel!]!
    "What the installation can send by. For those who manage the tenant."
    notificationMeans: NotificationMeans!
  }

  extend type Mutation {
    "Makes a channel."
    createChannel(
      "The channel to be."
      input: CreateChannelInput!
    ): CreateChannelPayload!
    "Changes a channel."
    updateChannel(
      "What to change."
      input: UpdateChannelInput!
    ): ChannelPayload!
    "Gives a channel that signs another secret. For a day the one before signs beside it. UNSUPPORTED for mail."
    rotateChannelSecret(
      "Which channel."
      input: ChannelInput!
    ): RotateChannelSecretPayload!
    "Removes a channel. ILLEGAL_TRANSITION while a rule tells it."
    removeChannel(
      "Which channel."
      input: ChannelInput!
    ): ChannelPayload!
  }
`;

const Channel: ChannelResolvers = {
  id: ({ id }) => publicId('channel', id),
  to: ({ recipients }) => recipients,
  quietHours: ({ quiet }) => quiet,
};

const QuietHours: QuietHoursResolvers = {
  from: ({ fromMinute }) => sayMinute(fromMinute),
  to: ({ toMinute }) => sayMinute(toMinute),
  through: ({ through }) => [...through],
};

const Query: QueryResolvers = {
  channels: async (_, __, { engine }) => orThrow(await listChannels(engine)),
  notificationMeans: (_, __, { engine, means }) => orThrow(readMeans(engine, means)),
};

const Mutation: MutationResolvers = {
  createChannel: (_, { input }, { engine, loaders, means }) =>
    answer(
      createChannel(engine, means, input),
      async ({ id, secret }) => ({ channel: await loaders.channel.load(id), secret }),
      { channel: null, secret: null },
    ),
  updateChannel: (_, { input }, { engine, loaders }) =>
    answer(
      updateChannel(engine, { ...input, id: bareId('channel', input.id) }),
      async ({ id }) => ({ channel: await loaders.channel.clear(id).load(id) }),
      { channel: null },
    ),
  rotateChannelSecret: (_, { input }, { engine, loaders, means }) =>
    answer(
      rotateChannelSecret(engine, means, { id: bareId('channel', input.id) }),
      async ({ id, secret }) => ({ channel: await loaders.channel.clear(id).load(id), secret }),
      { channel: null, secret: null },
    ),
  removeChannel: (_, { input }, { engine }) =>
    answer(removeChannel(engine, { id: bareId('channel', input.id) }), () => ({ channel: null }), { channel: null }),
};

export const channelResolvers = { Channel, QuietHours, Query, Mutation };
