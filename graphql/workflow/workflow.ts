/** Workflows: named DAG definitions whose published versions never change. */
import { runBounds } from '#domain/bounds/run.ts';
import { markColours } from '#domain/canvas/layout.ts';
import { refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { listVersions } from '#engine/workflow/list-versions.ts';
import { getWorkflow, listWorkflows } from '#engine/workflow/list-workflows.ts';
import { publishWorkflow, validateWorkflow } from '#engine/workflow/publish-workflow.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  WorkflowResolvers,
  WorkflowVersionResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const workflowTypes = /* GraphQL */ `
  "A named DAG definition."
  type Workflow implements Node {
    "Opaque: \`wfl_\` and a UUIDv7."
    id: ID!
    "Unique in the tenant."
    name: String!
    "What it is for."
    description: String
    "The number of its latest version."
    version: Int!
    "Its latest version."
    latestVersion: WorkflowVersion!
    "Its published versions, the latest first."
    versions(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): WorkflowVersionConnection!
    "The version with a number; null when there is none such."
    versionAt(
      "Its number, counted from 1."
      number: Int!
    ): WorkflowVersion
    "Its latest runs, the latest first."
    recentRuns(
      "How many at most, 1 to 20."
      first: Int = 10
    ): [Run!]!
    "The schedules that start it and have not ended, by name."
    schedules: [Schedule!]!
    "When it was first published."
    createdAt: DateTime!
    "When its latest version was published."
    updatedAt: DateTime!
  }

  "One published version of a workflow; it never changes."
  type WorkflowVersion {
    "Opaque: \`wfv_\` and a UUIDv7."
    id: ID!
    "Counted from 1 within its workflow."
    number: Int!
    "The definition in its normal form."
    definition: JSON!
    "The text as its author wrote it, YAML or JSON."
    source: String!
    "Its steps and dependencies, to be drawn."
    graph: Graph!
    "How many steps it has."
    stepCount: Int!
    "How many runs are on it now, running or paused; of a tenant with more open runs than ${runBounds.openRunsCountedMax.toLocaleString('en')}, the oldest of these are counted."
    openRuns: Int!
    "Who published it."
    createdBy: String!
    "Who published it, by name."
    creator: Actor!
    "When it was published."
    createdAt: DateTime!
    "What its author says of it; null when nothing."
    note: String
  }

  "The steps of a version and how they depend on each other."
  type Graph {
    "The steps, in the order of the definition."
    nodes: [GraphNode!]!
    "The dependencies."
    edges: [GraphEdge!]!
    "Which steps are drawn as belonging together, as the layout of the definition says; a step is in one of them at most."
    groups: [GraphGroup!]!
  }

  "Steps that are drawn as belonging together."
  type GraphGroup {
    "What they are called; no two groups are called the same."
    name: String!
    "The steps, by their ids in the definition."
    steps: [String!]!
    "The colour of its frame: ${markColours.join(', ')}."
    colour: String!
  }

  "A step as a place in a graph."
  type GraphNode {
    "Its id in the definition."
    stepKey: String!
    "The name of the task that carries it out; null for a step that waits instead."
    task: String
    "How many dependencies lie before it at most: its place from left to right."
    level: Int!
    "The expression that must hold when its dependencies are met, or it is skipped; null when there is none."
    condition: String
  }

  "A dependency between two steps."
  type GraphEdge {
    "The step that comes first, by its id in the definition."
    from: String!
    "The step that waits, by its id in the definition."
    to: String!
    "What it waits for: success, failure, completion, skipped or default; compensation where the step undoes the one that comes first."
    on: String!
    "The expression that must hold as well for the dependency to count as met; null when there is none."
    condition: String
  }

  ${connectionTypes('Workflow', 'workflows')}

  ${connectionTypes('WorkflowVersion', 'versions')}

  "A definition to publish: exactly one of the two forms."
  input PublishWorkflowInput {
    "The definition as JSON."
    definition: JSON
    "The definition as YAML text."
    yaml: String
    "The version you edited; another one in between is refused with VERSION_CONFLICT."
    baseVersion: Int
    "What to say of the version, 500 characters at most: why it was made. A definition that means the same as the latest version makes none, and then nothing is said."
    note: String
    "The revision of your draft that this publishes: discarded with the publication. One that was saved since stays."
    draftRevision: String
  }

  "A definition to check: exactly one of the two forms."
  input ValidateWorkflowInput {
    "The definition as JSON."
    definition: JSON
    "The definition as YAML text."
    yaml: String
  }

  "What a check of a definition found."
  type WorkflowValidation {
    "True when it could be published."
    valid: Boolean!
    "What stands in the way, at most 100."
    problems: [WorkflowProblem!]!
    "What is odd without standing in the way, warnings before hints, at most 100."
    warnings: [WorkflowWarning!]!
    "The step ids by level: those of one level may run side by side."
    levels: [[String!]!]!
  }

  "One thing that is wrong with a definition."
  type WorkflowProblem {
    "To branch on."
    code: ErrorCode!
    "A sentence for a person."
    message: String!
    "Where in the definition it lies."
    path: [String!]
    "The step it belongs to."
    stepId: String
    "The line in the YAML, counted from 1."
    line: Int
    "The column in the line or expression, counted from 1."
    column: Int
  }

  "What is odd about a definition."
  enum WorkflowWarningCode {
    "A step can never run, whatever becomes of the others."
    UNREACHABLE_STEP
    "A condition is never true."
    NEVER_TRUE
    "A condition is always true."
    ALWAYS_TRUE
    "A variable is declared that no step reads or writes."
    UNUSED_VARIABLE
  }

  "How much a warning matters."
  enum WorkflowWarningSeverity {
    "Most likely a mistake."
    WARNING
    "Something that may go without changing what runs."
    HINT
  }

  "One thing that is odd about a definition. It may be published all the same."
  type WorkflowWarning {
    "To branch on."
    code: WorkflowWarningCode!
    "How much it matters."
    severity: WorkflowWarningSeverity!
    "A sentence for a person."
    message: String!
    "Where in the definition it lies."
    path: [String!]!
    "The step it belongs to."
    stepId: String
    "The line in the YAML, counted from 1."
    line: Int
    "The column in the line, counted from 1."
    column: Int
  }

  "What publishWorkflow did."
  type PublishWorkflowPayload {
    "The workflow; null when refused."
    workflow: Workflow
    "The version that is now the latest; null when refused."
    version: WorkflowVersion
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "One workflow by id or by name; null when this tenant has none such."
    workflow(
      "Its id."
      id: ID
      "Its name."
      name: String
    ): Workflow
    "Workflows, the newest first."
    workflows(
      "Only those whose name or description has each of these words."
      query: String
      "One of these, at most 1,000."
      ids: [ID!]
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): WorkflowConnection!
    "Checks a definition and stores nothing; for those who may publish it."
    validateWorkflow(
      "The definition."
      input: ValidateWorkflowInput!
    ): WorkflowValidation!
  }

  extend type Mutation {
    "Publishes a definition as the next version of the workflow it names."
    publishWorkflow(
      "The definition."
      input: PublishWorkflowInput!
    ): PublishWorkflowPayload!
  }
`;

const Workflow: WorkflowResolvers = {
  id: (workflow) => publicId('workflow', workflow.id),
  latestVersion: (workflow, _, { loaders }) => existing(loaders.latestVersion.load(workflow.id)),
  versions: (workflow, args, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listVersions(engine, { ...page, workflowId: workflow.id }), page);
  },
  versionAt: async (workflow, { number }, { loaders }) => (await loaders.versionAt(number).load(workflow.id)) ?? null,
  recentRuns: async (workflow, { first }, { loaders }) =>
    (await loaders.recentRuns(recentCount(first)).load(workflow.id)) ?? [],
  schedules: async (workflow, _, { loaders }) => (await loaders.workflowSchedules.load(workflow.id)) ?? [],
};

const WorkflowVersion: WorkflowVersionResolvers = {
  id: (version) => publicId('version', version.id),
  creator: ({ createdBy }, _, { loaders }) => actorOf(loaders, createdBy),
  definition: async (version, _, { loaders }) => (await existing(loaders.versionText.load(version.id))).definition,
  source: async (version, _, { loaders }) => (await existing(loaders.versionText.load(version.id))).source,
  graph: (version, _, { loaders }) => existing(loaders.graph.load(version.id)),
  openRuns: async ({ id }, _, { loaders }) => (await loaders.openRuns.load(id)) ?? 0,
};

const Query: QueryResolvers = {
  workflow: async (_, { id, name }, { engine }) =>
    orThrow(await getWorkflow(engine, { id: bareIdIfGiven('workflow', id) ?? null, name: name ?? null })) ?? null,
  workflows: (_, { query, ids, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const wanted = { query: query ?? null, ids: ids?.map((id) => bareId('workflow', id)) ?? null };
    return pageOf(listWorkflows(engine, { ...page, ...wanted }), page);
  },
  validateWorkflow: async (_, { input }, { engine }) =>
    orThrow(await validateWorkflow(engine, { ...input, definition: input.definition ?? null })),
};

const Mutation: MutationResolvers = {
  publishWorkflow: (_, { input }, { engine, loaders }) =>
    answer(
      publishWorkflow(engine, { ...input, definition: input.definition ?? null }),
      async ({ workflowId, versionId }) => ({
        workflow: await loaders.workflow.clear(workflowId).load(workflowId),
        version: await loaders.version.load(versionId),
      }),
      { workflow: null, version: null },
    ),
};

export const workflowResolvers = {
  Workflow,
  WorkflowVersion,
  WorkflowConnection: connection,
  WorkflowVersionConnection: connection,
  Query,
  Mutation,
};

function recentCount(first: number | null | undefined): number {
  const count = first ?? runBounds.recentRunsMax;
  if (count >= 1 && count <= runBounds.recentRunsMax) return count;
  return orThrow(refuse('BAD_INPUT', `first is a whole number from 1 to ${runBounds.recentRunsMax}`, ['first']));
}
