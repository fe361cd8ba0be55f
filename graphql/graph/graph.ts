/** What the graphs of versions and runs tell: their text for other tools, what decides how long they take, what depends on what. */
import { graphBounds } from '#domain/bounds/graph.ts';
import { analyseRun } from '#domain/graph/analysis/analyse-run.ts';
import { analyseDefinition } from '#domain/graph/analysis/analysis.ts';
import { type DiagramFormat, isTooLargeToPrint, printDiagram } from '#domain/graph/diagram/diagram.ts';
import { impactOf } from '#domain/graph/impact.ts';
import { type Outcome, refuse } from '#domain/refusal.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import type { WorkflowRow } from '#engine/workflow/list-workflows.ts';
import type { RunResolvers, TaskUsesResolvers, WorkflowVersionResolvers } from '#graphql/generated/resolvers.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

/** A step of a workflow that runs a task. */
export type TaskStepParent = { workflow: WorkflowRow; stepKey: string };

export const graphTypes = /* GraphQL */ `
  "In which tool's words a diagram is written."
  enum DiagramFormat {
    "A flowchart of Mermaid, as Markdown of many places shows it. By itself Mermaid draws no more than 500 edges."
    MERMAID
    "A digraph of Graphviz."
    DOT
  }

  "With which of its durations a step is counted."
  enum DurationPercentile {
    "Half of its runs took no longer."
    P50
    "95 of 100 of its runs took no longer."
    P95
  }

  "What decides how long a workflow takes. All times are in milliseconds."
  type GraphAnalysis {
    "Every step, in the order of the definition."
    steps: [StepAnalysis!]!
    "The chain of steps, by their ids, that decides how long the whole takes: shorten any other step, and it is no shorter."
    criticalPath: [String!]!
    "How long the chain takes: the least that the whole takes, when nothing has to wait."
    totalMs: Float!
    "How long all steps together take."
    workMs: Float!
    "The step of the chain that takes longest; null when nothing took any time."
    bottleneck: String
    "How many levels the steps stand on."
    levelCount: Int!
    "How many steps are under way at once at most, when each starts as soon as its dependencies allow. Where no time is known it is the widest level."
    parallelismMax: Int!
    "How many are on average: the work over the total."
    parallelismAverage: Float!
    "How many steps are counted with no time at all: those without history, or those that took no part in the run."
    unknownSteps: Int!
  }

  "What one step adds to how long the whole takes. All times are in milliseconds."
  type StepAnalysis {
    "Its id in the definition."
    stepKey: String!
    "How many dependencies lie before it at most."
    level: Int!
    "What it is counted with. In a run: from the end of the last step that it waited for to its own end, waiting included. Null when it has no history, or took no part in the run."
    durationMs: Float
    "In a run: how much of its duration went by before its latest attempt began. Null for a definition."
    waitMs: Float
    "How long its latest runs took; null for a run, and for a step that never succeeded in them."
    history: StepHistory
    "When it starts at the earliest, counted from the start of the whole; null when it took no part in the run."
    startMs: Float
    "How much later it could end without the whole ending later: 0 on the critical path. Null when it took no part in the run."
    slackMs: Float
    "True when it is on the critical path."
    isCritical: Boolean!
  }

  "How long a step took in the latest runs of its workflow, of whichever version. At most ${graphBounds.historyRunsMax} runs are looked at, fewer of a large workflow."
  type StepHistory {
    "How many of them it succeeded in."
    runs: Int!
    "The latest attempt of half of them took no longer, in milliseconds."
    p50Ms: Float!
    "The same for 95 of 100."
    p95Ms: Float!
  }

  "Why a step depends on something."
  enum ImpactCause {
    "It waits for the step, whichever end of it."
    WAITS
    "An expression of it reads the step's state, result or error."
    READS_STEP
    "An expression of it reads the variable."
    READS_VARIABLE
  }

  "A step that a change reaches."
  type ImpactedStep {
    "Its id in the definition."
    stepKey: String!
    "Why, by the shortest way."
    cause: ImpactCause!
    "The step or variable that it depends on itself, by id or name."
    of: String!
    "How many such ways lie between; 1 is direct."
    distance: Int!
  }

  "A step that runs a task."
  type TaskStep {
    "The workflow whose latest version has it."
    workflow: Workflow!
    "Its id in the definition."
    stepKey: String!
  }

  extend type TaskUses {
    "The steps of these workflows' latest versions that run it, at most ${graphBounds.taskStepsShownMax}."
    steps: [TaskStep!]!
  }

  extend type WorkflowVersion {
    "The steps and dependencies as text of another tool; refused with TOO_LARGE above ${graphBounds.diagramEdgesMax.toLocaleString('en')} dependencies."
    diagram(
      "In whose words."
      format: DiagramFormat = MERMAID
    ): String!
    "What decides how long its runs take, judged by the history of its steps."
    analysis(
      "With which of its durations each step is counted."
      percentile: DurationPercentile = P50
    ): GraphAnalysis!
    "What depends on a step or on a variable, the nearest first: exactly one of the two. Refused with NOT_FOUND when it has no such step."
    impact(
      "A step, by its id in the definition."
      step: String
      "A variable, by name."
      variable: String
    ): [ImpactedStep!]!
  }

  extend type Run {
    "Its steps with their states, and the dependencies, as text of another tool; refused with TOO_LARGE above ${graphBounds.diagramEdgesMax.toLocaleString('en')} dependencies."
    diagram(
      "In whose words."
      format: DiagramFormat = MERMAID
    ): String!
    "What decided when it ended, or how long it takes so far."
    analysis: GraphAnalysis!
  }
`;

type Diagram = Parameters<typeof printDiagram>[1];
type DrawnStep = Diagram['nodes'][number] & { workflow?: string | null };
type Drawn = Omit<Diagram, 'nodes'> & { nodes: readonly DrawnStep[] };

function print(format: DiagramFormat | null | undefined, diagram: Drawn): Outcome<string> {
  if (isTooLargeToPrint(diagram))
    return refuse('TOO_LARGE', `a diagram has at most ${graphBounds.diagramEdgesMax} dependencies`, ['diagram']);
  return { ok: true, value: printDiagram(format ?? 'MERMAID', { ...diagram, nodes: diagram.nodes.map(withWorkflow) }) };
}

// A step that runs a workflow is told by its name.
function withWorkflow(node: DrawnStep): DrawnStep {
  const { task, workflow = null } = node;
  return workflow === null ? node : { ...node, task: task ?? `workflow ${workflow}` };
}

const WorkflowVersion: WorkflowVersionResolvers = {
  diagram: async ({ id, workflowId, number }, { format }, { loaders }) => {
    const { name } = await existing(loaders.workflow.load(workflowId));
    const graph = await existing(loaders.graph.load(id));
    return orThrow(print(format, { ...graph, name: `${name}, version ${number}` }));
  },
  analysis: async ({ id, workflowId }, { percentile }, { loaders }) => {
    const graph = await existing(loaders.graph.load(id));
    const history = await existing(loaders.stepHistory.load(workflowId));
    return analyseDefinition(graph, { history, percentile: percentile ?? 'P50' });
  },
  impact: async ({ id }, { step, variable }, { loaders }) => {
    const plan = await existing(loaders.versionPlan.load(id));
    const hasStep = typeof step === 'string';
    if (hasStep === (typeof variable === 'string'))
      return orThrow(refuse('BAD_INPUT', 'give either a step or a variable', ['step']));
    const impacted = impactOf(plan, hasStep ? { step } : { variable: variable ?? '' });
    return impacted ?? orThrow(refuse('NOT_FOUND', `it has no step ${step}`, ['step']));
  },
};

const Run: RunResolvers = {
  diagram: async (run, { format }, { loaders }) => {
    const { id, workflowId } = run;
    const { name } = await existing(loaders.workflow.load(workflowId));
    const graph = await existing(loaders.graph.load(planIdOf(run)));
    const steps = (await loaders.runSteps.load(id)) ?? [];
    const states = new Map(steps.map(({ stepKey, state }) => [stepKey, state]));
    const nodes = graph.nodes.map((node) => ({ ...node, state: states.get(node.stepKey) ?? 'PENDING' }));
    return orThrow(print(format, { name, nodes, edges: graph.edges }));
  },
  analysis: async (run, _, { loaders }) => {
    const { id } = run;
    const { edges } = await existing(loaders.graph.load(planIdOf(run)));
    const { startedAt, until } = await existing(loaders.runSpan.load(id));
    const steps = (await loaders.runSteps.load(id)) ?? [];
    const times = steps.map(({ stepKey, job, startedAt: began, finishedAt }) => ({
      stepKey,
      readyMs: (job?.createdAt ?? began)?.getTime() ?? null,
      startedMs: began?.getTime() ?? null,
      finishedMs: finishedAt?.getTime() ?? null,
    }));
    return analyseRun({ steps: times, edges, startedMs: startedAt.getTime(), untilMs: until.getTime() });
  },
};

const TaskUses: TaskUsesResolvers = {
  steps: async ({ taskId }, _, { loaders }) => {
    const { name } = await existing(loaders.task.load(taskId));
    const { ids } = await existing(loaders.taskWorkflows.load(taskId));
    const steps = await Promise.all(
      ids.map(async (id) => {
        const workflow = await existing(loaders.workflow.load(id));
        const { id: versionId } = await existing(loaders.latestVersion.load(id));
        const { nodes } = await existing(loaders.graph.load(versionId));
        return nodes.filter(({ task }) => task === name).map(({ stepKey }) => ({ workflow, stepKey }));
      }),
    );
    return steps.flat().slice(0, graphBounds.taskStepsShownMax);
  },
};

export const graphResolvers = { WorkflowVersion, Run, TaskUses };
