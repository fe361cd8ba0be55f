/** What a new version of a task does to the workflows that name it. */
import { taskBounds } from '#domain/bounds/task.ts';
import { findTaskImpact } from '#engine/workflow/impact/task-impact.ts';
import type {
  BrokenWorkflowResolvers,
  QueryResolvers,
  RegisterTaskPayloadResolvers,
} from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const taskImpactTypes = /* GraphQL */ `
  "What the results of a task do to the workflows that read them."
  type TaskImpact {
    "The workflows whose latest version would be refused if it were published anew, by name; of the first ${taskBounds.impactWorkflowsMax} that name the task."
    breaks: [BrokenWorkflow!]!
    "How many more workflows name the task and were not looked at; counting stops at ${taskBounds.usesCountMax.toLocaleString('en')}."
    leftOut: Int!
  }

  "A workflow that does not fit a task or a workflow that it names."
  type BrokenWorkflow {
    "The workflow."
    workflow: Workflow!
    "The number of its latest version, which was checked."
    version: Int!
    "What of it would be refused, at most 100. The paths lead into the normal form of the definition."
    problems: [WorkflowProblem!]!
  }

  extend type RegisterTaskPayload {
    "Which workflows the version breaks, as they are published; null when refused. Their runs go on: an expression that cannot be evaluated fails its step."
    impact: TaskImpact
  }

  extend type Query {
    "What a task would do to the workflows that read its results, if they looked like this. Nothing is stored."
    taskImpact(
      "The name of the task."
      name: String!
      "The resultSchema to be; null for none, which breaks nothing."
      resultSchema: JSON
    ): TaskImpact!
  }
`;

const RegisterTaskPayload: RegisterTaskPayloadResolvers = {
  impact: async ({ task }, _, { engine, loaders }) => {
    const registered = await task;
    if (registered === null || registered === undefined) return null;
    const { resultSchema } = await existing(loaders.taskTexts.load(registered.versionId));
    return orThrow(await findTaskImpact(engine, { task: registered.name, resultSchema }));
  },
};

const BrokenWorkflow: BrokenWorkflowResolvers = {
  workflow: ({ workflowId }, _, { loaders }) => existing(loaders.workflow.load(workflowId)),
};

const Query: QueryResolvers = {
  taskImpact: async (_, { name, resultSchema }, { engine }) =>
    orThrow(await findTaskImpact(engine, { task: name, resultSchema: resultSchema ?? null })),
};

export const taskImpactResolvers = { RegisterTaskPayload, BrokenWorkflow, Query };
