/** Two runs of one workflow beside each other. */
import { comparisonBounds } from '#domain/bounds/run.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { diffFields } from '#domain/graph/diff/diff-definitions.ts';
import { refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { type ComparedRuns, compareRuns, loadRunInputs } from '#engine/graph/compare-runs.ts';
import { diffVersions } from '#engine/graph/diff-versions.ts';
import type { QueryResolvers, RunComparisonResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const stepsMax = 2 * workflowBounds.stepsMax;

export const runComparisonTypes = /* GraphQL */ `
  "Two runs of one workflow beside each other. Before is what the left one has, after is what the right one has."
  type RunComparison {
    "The run that is compared with."
    left: Run!
    "The run that is looked at."
    right: Run!
    "The steps of both, what became slower by most first; those of which nothing can be said come last."
    steps(
      "How many at most, 1 to ${stepsMax.toLocaleString('en')}."
      first: Int = ${comparisonBounds.stepsShownDefault}
    ): [StepPair!]!
    "What they were started with, by variable; only what differs."
    given: [FieldChange!]!
    "Their variables as they are now; only what differs."
    variables: [FieldChange!]!
    "What the version of the right one says differently; null when both are of one version."
    versionDiff: WorkflowDiff
  }

  "A step in two runs. All times are in milliseconds."
  type StepPair {
    "Its id in the definition."
    stepKey: String!
    "In the left run; null when its version has no such step."
    left: ComparedStep
    "In the right run; null when its version has no such step."
    right: ComparedStep
    "How much longer it took in the right one; null when one of both is not known."
    differenceMs: Float
  }

  "A step in one of two runs. All times are in milliseconds."
  type ComparedStep {
    "Where it is."
    state: JobState!
    "How many of its attempts count."
    attempts: Int!
    "True when the run did not carry it out but keeps how it ended in an earlier one."
    isKept: Boolean!
    "From when it was ready to its end: waiting and all attempts. Null before its end, and when this run did not carry it out."
    durationMs: Float
    "How long its latest attempt took of that."
    runMs: Float
  }

  extend type Query {
    "Two runs of one workflow beside each other, also of different versions. Refused with NOT_FOUND when there is no such run, and with BAD_INPUT when both are one run, or runs of two workflows."
    compareRuns(
      "The run to compare with, by id."
      left: ID!
      "The run to look at, by id."
      right: ID!
    ): RunComparison!
  }
`;

const objectOf = (value: Json) => (isJsonObject(value) ? value : {});

const RunComparison: RunComparisonResolvers = {
  left: ({ left }: ComparedRuns, _, { loaders }) => existing(loaders.run.load(left.id)),
  right: ({ right }: ComparedRuns, _, { loaders }) => existing(loaders.run.load(right.id)),
  steps: ({ steps }, { first }) => {
    const count = first ?? comparisonBounds.stepsShownDefault;
    if (count < 1 || count > stepsMax) return orThrow(refuse('BAD_INPUT', `first is 1 to ${stepsMax}`, ['first']));
    return steps.slice(0, count);
  },
  given: async ({ left, right }, _, { engine }) => {
    const inputs = orThrow(await loadRunInputs(engine, [left.id, right.id]));
    return diffFields(inputs.get(left.id) ?? {}, inputs.get(right.id) ?? {}, []);
  },
  variables: async ({ left, right }, _, { loaders }) => {
    const [before, after] = await Promise.all([left, right].map(({ id }) => existing(loaders.runVariables.load(id))));
    return diffFields(objectOf(before ?? null), objectOf(after ?? null), []);
  },
  versionDiff: async ({ left, right }, _, { engine, loaders }) => {
    // What only one of them was given while it was open is told with its changes.
    if (left.versionId === right.versionId) return null;
    const { name } = await existing(loaders.workflow.load(right.workflowId));
    const from = (await existing(loaders.version.load(left.versionId))).number;
    const to = (await existing(loaders.version.load(right.versionId))).number;
    return orThrow(await diffVersions(engine, { workflow: name, from, to }));
  },
};

const Query: QueryResolvers = {
  compareRuns: async (_, { left, right }, { engine }) =>
    orThrow(await compareRuns(engine, { left: bareId('run', left), right: bareId('run', right) })),
};

export const runComparisonResolvers = { RunComparison, Query };
