/** The viewer: who asks, and what they may do here. */

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
