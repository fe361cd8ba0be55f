/** Runs that steps of other runs start: which started which, and how far they are. */
import type {
  ParentStepResolvers,
  RunResolvers,
  RunStepResolvers,
  StepChildrenResolvers,
  WorkflowResolvers,
} from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';

export const subflowTypes = /* GraphQL */ `
  "The step of a run that started another run."
  type ParentStep {
    "The run of the step."
    run: Run!
    "The id of the step in the definition."
    stepKey: String!
    "Which item of its list the run is for, counted from 0; null for a step without a list."
    item: Int
  }

  "The runs that a step of kind WORKFLOW starts: one, or one for each item of its list."
  type StepChildren {
    "The name of the workflow."
    workflow: String!
    "How many runs the step asks for."
    total: Int!
    "How many of them were started."
    started: Int!
    "How many have not ended."
    running: Int!
    "How many succeeded, those that are kept among them."
    succeeded: Int!
    "How many of them a rerun keeps from an earlier run: they count as started and are listed there, under the run that started them."
    kept: Int!
    "How many failed."
    failed: Int!
    "How many were cancelled."
    cancelled: Int!
    "True when the step has a list, even of one item."
    hasItems: Boolean!
    "The only one; of several one that failed, else one that has not ended, else the last. Null before the first. All of them: runs, with the filter parent."
    run: Run
  }

  extend type Run {
    "The step that started it; null for a run that was started otherwise, also for a rerun of one that a step had started."
    parent: ParentStep
    "The steps above it, the outermost first and its own parent last; at most 7, empty without a parent."
    ancestors: [ParentStep!]!
    "Its steps of kind WORKFLOW that have begun, in the order of the definition."
    workflowSteps: [RunStep!]!
  }

  extend type RunStep {
    "The runs that it has started; null for a step of another kind, and until it is ready. Of a kept step they are those of the earlier run."
    children: StepChildren
  }

  extend type GraphNode {
    "The name of the workflow that it runs; null for a step of another kind."
    workflow: String
  }

  extend type Workflow {
    "The workflows that its latest version runs as steps, by name, at most 100."
    calls: [Workflow!]!
    "The workflows whose latest version runs this one as a step, by name, at most 100."
    calledBy: [Workflow!]!
    "What a step that runs it has as its result, as a JSON Schema: the variables of its latest version, as far as their types are known beforehand. Of a step with a list it is one of the results. Null where nothing is known."
    resultSchema: JSON
  }
`;

const Run: Pick<RunResolvers, 'parent' | 'ancestors' | 'workflowSteps'> = {
  parent: async ({ id }, _, { loaders }) => (await loaders.parents.load(id))?.at(-1) ?? null,
  ancestors: async ({ id }, _, { loaders }) => (await loaders.parents.load(id)) ?? [],
  workflowSteps: async ({ id }, _, { loaders }) =>
    ((await loaders.runSteps.load(id)) ?? []).filter(({ wait }) => wait?.kind === 'WORKFLOW'),
};

const ParentStep: ParentStepResolvers = {
  run: ({ run }, _, { loaders }) => existing(loaders.run.load(run.id)),
};

const RunStep: Pick<RunStepResolvers, 'children'> = {
  children: async ({ runId, index, wait }, _, { loaders }) =>
    wait?.kind === 'WORKFLOW' ? ((await loaders.children.load(`${runId} ${index}`)) ?? null) : null,
};

const StepChildren: StepChildrenResolvers = {
  running: ({ started, succeeded, failed, cancelled }) => started - succeeded - failed - cancelled,
  run: ({ shown }, _, { loaders }) => (shown === null ? null : loaders.run.load(shown)),
};

const Workflow: Pick<WorkflowResolvers, 'calls' | 'calledBy' | 'resultSchema'> = {
  calls: async ({ id }, _, { loaders }) => {
    const { calls = [] } = (await loaders.workflowCalls.load(id)) ?? {};
    return await Promise.all(calls.map((one) => existing(loaders.workflow.load(one))));
  },
  calledBy: async ({ id }, _, { loaders }) => {
    const { calledBy = [] } = (await loaders.workflowCalls.load(id)) ?? {};
    return await Promise.all(calledBy.map((one) => existing(loaders.workflow.load(one))));
  },
  resultSchema: async ({ id }, _, { loaders }) => (await loaders.resultSchema.load(id)) ?? null,
};

export const subflowResolvers = { Run, ParentStep, RunStep, StepChildren, Workflow };
