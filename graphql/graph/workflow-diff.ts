/** What changed between versions of a workflow. */
import { isNoDiff } from '#domain/graph/diff/diff-definitions.ts';
import { diffVersions } from '#engine/graph/diff-versions.ts';
import type { EdgeChangeResolvers, QueryResolvers, WorkflowDiffResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const workflowDiffTypes = /* GraphQL */ `
  "How a part of a definition differs from before."
  enum DiffKind {
    "It was not there before."
    ADDED
    "It is not there any more."
    REMOVED
    "It says something else than before."
    CHANGED
  }

  "What a definition says differently from another one: what it means, not how its text is laid out. Nothing is listed that is the same."
  type WorkflowDiff {
    "True when both mean the same."
    isSame: Boolean!
    "What concerns the whole: its description, limits and what happens on a failure."
    settings: [FieldChange!]!
    "Its variables."
    variables: [PartChange!]!
    "Its steps, by id, without their dependencies."
    steps: [PartChange!]!
    "The dependencies between its steps."
    edges: [EdgeChange!]!
  }

  "A field of a definition, by its name there; a limit as limits.maxIterations."
  type FieldChange {
    "Its name."
    field: String!
    "How it differs."
    change: DiffKind!
    "What it said; null where it was not there."
    before: JSON
    "What it says; null where it is not there."
    after: JSON
  }

  "A variable or a step that differs."
  type PartChange {
    "Its name or id."
    name: String!
    "How it differs."
    change: DiffKind!
    "The fields that differ, of one that was changed."
    fields: [FieldChange!]!
  }

  "A dependency that differs; one that is changed has another condition."
  type EdgeChange {
    "The step that comes first."
    from: String!
    "The step that waits."
    to: String!
    "What it waits for: success, failure, completion, skipped or default."
    on: String!
    "How it differs."
    change: DiffKind!
    "Its condition as it was; null when there was none."
    conditionBefore: String
    "Its condition as it is; null when there is none."
    conditionAfter: String
  }

  extend type Query {
    "What a version of a workflow says differently from an earlier one; or a definition that is not published, for those who may publish it."
    workflowDiff(
      "The workflow, by name."
      workflow: String!
      "The number of the version to start from."
      from: Int!
      "The number of the other version; the latest when neither this nor a definition is given."
      to: Int
      "A definition as JSON, in place of the other version."
      definition: JSON
      "A definition as YAML text, in place of the other version."
      yaml: String
    ): WorkflowDiff!
  }
`;

const WorkflowDiff: WorkflowDiffResolvers = { isSame: isNoDiff };

const EdgeChange: EdgeChangeResolvers = {
  conditionBefore: ({ before }) => before,
  conditionAfter: ({ after }) => after,
};

const Query: QueryResolvers = {
  workflowDiff: async (_, input, { engine }) =>
    orThrow(await diffVersions(engine, { ...input, definition: input.definition ?? null })),
};

export const workflowDiffResolvers = { WorkflowDiff, EdgeChange, Query };
