/** What a run would do, asked before there is one. */
import { runBounds } from '#domain/bounds/run.ts';
import { dryRunWorkflow } from '#engine/dry-run/dry-run-workflow.ts';
import { findingCodes } from '#engine/dry-run/findings.ts';
import type { DryRunResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const meanings: Record<(typeof findingCodes)[number], string> = {
  MAY_NOT_START: 'You may not start runs.',
  QUOTA_USED_UP: 'A quota of the tenant is used up.',
  QUOTA_NEARLY_USED: 'A quota of the tenant is nearly used up, or would be by this run.',
  QUEUE_PAUSED: 'A queue is paused: its steps would wait.',
  QUEUE_BUSY: 'As many jobs of a queue run as it allows: its steps would wait.',
  NO_WORKER: 'No live worker serves a queue.',
  LOCK_HELD: 'Somebody holds a mutex that a step needs.',
  POOL_SHORT: 'Less of a pool is free than a step needs.',
};

export const dryRunTypes = /* GraphQL */ `
  "What to try out: a definition in one of its forms, or the name of a published workflow."
  input DryRunWorkflowInput {
    "The definition as JSON."
    definition: JSON
    "The definition as YAML text."
    yaml: String
    "The name of a published workflow."
    workflow: String
    "The number of its version; the latest unless given."
    version: Int
    "The variables of the run, an object, as startRun takes them."
    variables: JSON
    """
    How steps end, an object by their ids. A value is the result of a step that succeeds; { state, result, error } with
    the state SUCCEEDED, FAILED or DEAD says more, and { state: SKIPPED } that somebody skips it where it would run. A
    step that is not named succeeds, and leaves what nobody knows.
    """
    results: JSON
  }

  "What a run would do. Nothing is stored, taken or told to anybody."
  type DryRun {
    "What is wrong with the definition, the variables or the results, at most 100; with an unknown task alone the rest is told all the same."
    problems: [WorkflowProblem!]!
    "How the run would end, SUCCEEDED or FAILED, as far as that is known; null when the problems keep it from being told."
    outcome: RunState
    "The first step that fails and is caught by no other, by its id; null when there is none."
    failedStep: String
    "The steps, in the order of the definition."
    steps: [DryRunStep!]!
    "The dependencies, and which of them are taken."
    edges: [DryRunEdge!]!
    "The variables at the end of the run, as far as they are known."
    variables: JSON
    "What would keep the run from starting or its steps waiting as things stand now, at most ${runBounds.findingsMax}."
    findings: [DryRunFinding!]!
    "The published workflow of that name, with the schedules that start it; null when there is none."
    workflow: Workflow
  }

  "What becomes of a step."
  enum DryRunOutcome {
    "It runs."
    RUNS
    "It is skipped, with the reason."
    SKIPPED
    "It fails before it starts, with the reason: an expression cannot be evaluated."
    FAILS
    "That depends on results that nobody pretended: those of the steps in 'ask'."
    UNKNOWN
    "The run is over before."
    NOT_REACHED
  }

  "What becomes of one step in a dry run."
  type DryRunStep {
    "Its id in the definition."
    stepKey: String!
    "How many dependencies lie before it at most."
    level: Int!
    "What becomes of it."
    outcome: DryRunOutcome!
    "How it ends, as it was pretended; null when it does not run."
    state: JobState
    "Why it is skipped or fails; null otherwise."
    reason: DryRunReason
    "The params of its job, filled in; null when it does not run, when they are unknown, and when isParamsCut."
    params: JSON
    "True when the params were left out because those of all steps are too large for an answer."
    isParamsCut: Boolean!
    "The steps whose results would tell more, by their ids."
    ask: [String!]!
  }

  "Why a step would be skipped or fail."
  type DryRunReason {
    "To branch on: as the reason of a step of a run."
    code: String!
    "A sentence for a person."
    message: String!
  }

  "A dependency in a dry run."
  type DryRunEdge {
    "The step that comes first, by its id in the definition."
    from: String!
    "The step that waits, by its id in the definition."
    to: String!
    "What it waits for: success, failure, completion, skipped or default."
    on: String!
    "Whether it is taken; null when that depends on results that nobody pretended."
    taken: Boolean
  }

  "What a dry run found in the way."
  enum DryRunFindingCode {
    ${findingCodes.map((code) => `"${meanings[code]}"\n    ${code}`).join('\n    ')}
  }

  "Something in the way of a run as things stand now."
  type DryRunFinding {
    "To branch on."
    code: DryRunFindingCode!
    "A sentence for a person."
    message: String!
    "The steps that it is about by their ids, at most ${runBounds.findingStepsMax}; none when it is about the run."
    stepKeys: [String!]!
  }

  extend type Query {
    """
    What a run would do with these variables, if its steps ended as pretended: which steps run with which params, which
    are skipped and why, and what stands in the way now. It has no side effects. A definition may be tried by those who
    may publish it, a published workflow by whoever may read.
    """
    dryRunWorkflow(
      "What to try out."
      input: DryRunWorkflowInput!
    ): DryRun!
  }
`;

const DryRun: DryRunResolvers = {
  outcome: ({ simulation }) => simulation?.outcome ?? null,
  failedStep: ({ simulation }) => simulation?.failedStep ?? null,
  steps: ({ simulation }) => simulation?.steps ?? [],
  edges: ({ simulation }) => simulation?.edges ?? [],
  variables: ({ simulation }) => simulation?.variables ?? null,
  workflow: async ({ workflowId }, _, { loaders }) =>
    workflowId === null ? null : ((await loaders.workflow.load(workflowId)) ?? null),
};

const Query: QueryResolvers = {
  dryRunWorkflow: async (_, { input }, { engine }) => orThrow(await dryRunWorkflow(engine, input)),
};

export const dryRunResolvers = { DryRun, Query };
