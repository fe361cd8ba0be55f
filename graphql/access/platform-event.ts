/** The platform's log: what happened to what belongs to no tenant. */
import { publicId } from '#domain/value/ids.ts';
import { listPlatformEvents } from '#engine/access/list-platform.ts';
import type { PlatformEventResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { entityIdOf } from '#graphql/plumbing/ids.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { actorOf } from './actor.ts';

export const platformEventTypes = /* GraphQL */ `
  "One line of the platform's log: people, sign-ins and tokens that span tenants. Nobody can change it."
  type PlatformEvent implements Node {
    "Opaque: \`pev_\` and a UUIDv7."
    id: ID!
    "When, by the database's clock."
    at: DateTime!
    "Noun and what happened, for example token.revoked."
    type: String!
    "The id of what it happened to."
    entityId: ID!
    "Who did it: user, token or duty."
    actor: String!
    "Who did it, by name. Outside of a tenant nobody but the platform's admins is a member of anything."
    by: Actor!
    "What else is known, by type of event."
    payload: JSON
  }

  ${connectionTypes('PlatformEvent', 'lines of the log')}

  extend type Query {
    "The platform's log, the newest line first; for platform admins."
    platformEvents(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): PlatformEventConnection!
  }
`;

const PlatformEvent: PlatformEventResolvers = {
  id: (event) => publicId('platformEvent', event.id),
  by: ({ actor }, _, { loaders }) => actorOf(loaders, actor),
  entityId: (event) => entityIdOf(event.type, event.entityId),
};

const Query: QueryResolvers = {
  platformEvents: (_, args, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listPlatformEvents(engine, page), page);
  },
};

export const platformEventResolvers = { PlatformEvent, PlatformEventConnection: connection, Query };
