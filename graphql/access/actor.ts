/** Who did something: the name behind what the event log calls `user:<uuid>`, `token:<uuid>` or `system:planner`. */
import type { ActorRow } from '#engine/access/member/load-actors.ts';
import type { ActorKind, ActorResolvers } from '#graphql/generated/resolvers.ts';
import { existing, type Loaders } from '#graphql/plumbing/loaders.ts';

export const actorTypes = /* GraphQL */ `
  "What kind of actor did something."
  enum ActorKind {
    "A person."
    USER
    "An API token."
    TOKEN
    "A worker process."
    WORKER
    "A duty of Taskflow itself."
    SYSTEM
  }

  "Who did something, with the name that they have now."
  type Actor {
    "As the event log names it, for example \`user:\` and a UUID, or system:planner."
    id: String!
    "Person, token, worker or duty."
    kind: ActorKind!
    "The name of a person, token or duty. Null for a worker, and for one of whom nothing is known any more."
    name: String
    "True for a person who is no member of the tenant any more, and for a token that was revoked."
    isRemoved: Boolean!
  }
`;

const kinds: Record<ActorRow['kind'], ActorKind> = { user: 'USER', token: 'TOKEN', worker: 'WORKER', system: 'SYSTEM' };

const Actor: ActorResolvers = {
  id: ({ actor }) => actor,
  kind: ({ kind }) => kinds[kind],
  name: ({ actor, kind, name }) => (kind === 'system' ? actor.replace(/^system:/, '') : name),
};

/** The actor that a row names; every row that names one has this beside the bare text. */
export async function actorOf(loaders: Loaders, actor: string): Promise<ActorRow> {
  return await existing(loaders.actor.load(actor));
}

export const actorResolvers = { Actor };
