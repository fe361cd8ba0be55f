/** The viewer: who asks, and what they may do here. */
import { publicId } from '#domain/value/ids.ts';
import { getViewer } from '#engine/tenant/list-tenants.ts';
import type { QueryResolvers, ViewerKind, ViewerResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const viewerTypes = /* GraphQL */ `
  "What somebody may do; each includes reading."
  enum Role {
    "Reads."
    VIEWER
    "Reads, enqueues, cancels, retries, pauses."
    OPERATOR
    "Operates, and edits tasks, workflows, schedules and queues."
    EDITOR
    "Edits, and manages members, tokens and the tenant."
    ADMIN
    "Reads everything, the audit trail included."
    AUDITOR
    "Everything, in every tenant."
    PLATFORM_ADMIN
  }

  "What kind of caller the viewer is."
  enum ViewerKind {
    "A person with a session."
    USER
    "An API token."
    TOKEN
    "A duty of Taskflow itself."
    SYSTEM
  }

  "Who asks."
  type Viewer {
    "The user's or token's id."
    id: ID!
    "For people to read."
    name: String!
    "Person or token."
    kind: ViewerKind!
    "The role in this tenant."
    role: Role!
    "What the viewer may do in this tenant, by name, for example job.enqueue."
    permissions: [String!]!
    "The tenant that this request is about; null when none is chosen."
    tenant: Tenant
  }

  extend type Query {
    "Who asks, and what they may do here."
    viewer: Viewer!
  }
`;

const kinds: Record<'user' | 'token' | 'system', ViewerKind> = { user: 'USER', token: 'TOKEN', system: 'SYSTEM' };

const Viewer: ViewerResolvers = {
  id: ({ actor }) => publicId(actor.kind === 'user' ? 'user' : 'token', actor.id),
  name: ({ actor }) => actor.name,
  kind: ({ actor }) => kinds[actor.kind],
  role: ({ actor }) => actor.role,
  permissions: ({ actor }) => [...actor.permissions].sort(),
};

const Query: QueryResolvers = {
  viewer: async (_, __, { engine }) => orThrow(await getViewer(engine)),
};

export const viewerResolvers = { Viewer, Query };
