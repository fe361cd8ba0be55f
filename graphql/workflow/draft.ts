/** Drafts: definitions that somebody writes and has not published. */
import { publicId } from '#domain/value/ids.ts';
import { discardDraft } from '#engine/workflow/draft/discard-draft.ts';
import { listDrafts } from '#engine/workflow/draft/drafts.ts';
import { saveDraft } from '#engine/workflow/draft/save-draft.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  WorkflowDraftAuthorResolvers,
  WorkflowDraftResolvers,
  WorkflowResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const draftTypes = /* GraphQL */ `
  "A definition that somebody writes and has not published: seen by whoever wrote it and by nobody else. Each person and each token has one for a workflow, and one for each key of a workflow that is not there yet."
  type WorkflowDraft {
    "Opaque: \`wfd_\` and a UUIDv7."
    id: ID!
    "The workflow that it changes; null for a new one."
    workflow: Workflow
    "What its author calls it while it belongs to no workflow; null for a change of one."
    key: String
    "The text as it was written. It may be broken."
    text: String!
    "How many bytes the text has."
    sizeBytes: Int!
    "The version that it was begun from; 0 for a new workflow."
    baseVersion: Int!
    "Opaque; another one with each save."
    revision: String!
    "When it was begun."
    begunAt: DateTime!
    "When it was saved last."
    savedAt: DateTime!
  }

  "That somebody has a draft of a workflow; what they write is their own."
  type WorkflowDraftAuthor {
    "Who."
    author: Actor!
    "The version that it was begun from."
    baseVersion: Int!
    "When it was saved last."
    savedAt: DateTime!
  }

  extend type Workflow {
    "Your own draft of it; null when you have none."
    draft: WorkflowDraft
    "Who else has a draft of it, whoever saved last first; at most 20."
    draftAuthors: [WorkflowDraftAuthor!]!
  }

  "What to keep of a text under work: for a workflow or under a key, one of the two."
  input SaveWorkflowDraftInput {
    "The workflow that it changes."
    workflow: ID
    "What to call it while there is no workflow, 80 characters at most: one draft under each."
    key: String
    "The text, in any state: what cannot be read yet is kept as well. As many bytes as a definition may have."
    text: String!
    "The version that it was begun from; 0 for a new workflow."
    baseVersion: Int!
    "The revision that you saw last; none says that there is no draft yet. Where another one was saved since, or the draft was ended, this is refused with VERSION_CONFLICT."
    revision: String
  }

  "What saveWorkflowDraft did."
  type SaveWorkflowDraftPayload {
    "The draft with its next revision; null when refused."
    draft: WorkflowDraft
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which draft to discard."
  input DiscardWorkflowDraftInput {
    "Its id."
    id: ID!
    "Only as it was saved then: another revision is refused with VERSION_CONFLICT. None discards it whatever it says."
    revision: String
  }

  "What discardWorkflowDraft did."
  type DiscardWorkflowDraftPayload {
    "True when it is gone."
    discarded: Boolean!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Your own drafts, the latest saved first; at most 50."
    workflowDrafts(
      "Only the one of this workflow."
      workflow: ID
      "Only the one under this key."
      key: String
    ): [WorkflowDraft!]!
  }

  extend type Mutation {
    "Keeps what you have written of a definition: 50 drafts of each author at most, of 32 MiB together, LIMIT_REACHED beyond. Nothing is checked and nothing published; for those who may publish."
    saveWorkflowDraft(
      "The text and where it belongs."
      input: SaveWorkflowDraftInput!
    ): SaveWorkflowDraftPayload!
    "Discards a draft of your own; for those who may publish."
    discardWorkflowDraft(
      "Which draft."
      input: DiscardWorkflowDraftInput!
    ): DiscardWorkflowDraftPayload!
  }
`;

const WorkflowDraft: WorkflowDraftResolvers = {
  id: ({ id }) => publicId('draft', id),
  workflow: async ({ workflowId }, _, { loaders }) =>
    workflowId === null ? null : await existing(loaders.workflow.load(workflowId)),
  key: ({ key }) => (key === '' ? null : key),
  text: ({ id }, _, { loaders }) => existing(loaders.draftText.load(id)),
};

const WorkflowDraftAuthor: WorkflowDraftAuthorResolvers = {
  author: ({ owner }, _, { loaders }) => actorOf(loaders, owner),
};

const Workflow: WorkflowResolvers = {
  draft: async ({ id }, _, { loaders }) => (await loaders.ownDraft.load(id)) ?? null,
  draftAuthors: async ({ id }, _, { loaders }) => (await loaders.draftAuthors.load(id)) ?? [],
};

const Query: QueryResolvers = {
  workflowDrafts: async (_, { workflow, key }, { engine }) =>
    orThrow(await listDrafts(engine, { workflowId: bareIdIfGiven('workflow', workflow) ?? null, key: key ?? null })),
};

const Mutation: MutationResolvers = {
  saveWorkflowDraft: (_, { input: { workflow, ...input } }, { engine, loaders }) =>
    answer(
      saveDraft(engine, { ...input, workflowId: bareIdIfGiven('workflow', workflow) ?? null }),
      (draft) => {
        loaders.draftText.clear(draft.id).prime(draft.id, input.text);
        return { draft };
      },
      { draft: null },
    ),
  discardWorkflowDraft: (_, { input: { id, revision } }, { engine }) =>
    answer(discardDraft(engine, { id: bareId('draft', id), revision: revision ?? null }), () => ({ discarded: true }), {
      discarded: false,
    }),
};

export const draftResolvers = { WorkflowDraft, WorkflowDraftAuthor, Workflow, Query, Mutation };
