/** What the picture of a run shows besides its steps: which dependencies were taken, and how far its loops are. */
import type { JobResolvers, RunResolvers } from '#graphql/generated/resolvers.ts';
import { fullRow } from '#graphql/job/full-row.ts';

export const runPictureTypes = /* GraphQL */ `
  "What the condition of a dependency answered. It is asked once, when the step that it hangs on has settled."
  enum ConditionAnswer {
    "It was not asked: the step has not settled, ended in another way than the dependency is for, or the run had failed by then."
    NOT_ASKED
    "It holds."
    TRUE
    "It does not hold."
    FALSE
    "It could not be evaluated."
    FAILED
  }

  "A dependency of a run: what was decided about it."
  type RunDependency {
    "The step that is waited for, by its id in the definition."
    from: String!
    "The step that waits."
    to: String!
    "For which end it waits: success, failure, completion, skipped or default; or compensation, of what undoes a step."
    on: String!
    "The text of its condition; null when it has none."
    condition: String
    "What its condition answered; null when it has none."
    answer: ConditionAnswer
    "True when it was met, and the step behind it could start as far as it is concerned; false when it was not; null while that is open."
    isTaken: Boolean
  }

  "A step that repeats its task, and how far it is."
  type RunStepLoop {
    "Its id in the definition."
    stepKey: String!
    "The round of a while step that is at work, or its last, counted from 0; null for a foreach step."
    iteration: Int
    "How many of its items or rounds were started, and what became of them."
    loop: RunLoop!
  }

  extend type Run {
    "What was decided about each of its dependencies, in the order of graph.edges."
    dependencies: [RunDependency!]!
    "The steps that repeat their task and have begun, in the order of the definition; those that were kept from an earlier run are not among them."
    loops: [RunStepLoop!]!
  }

  extend type Job {
    "What it carries out of the list of a foreach step; null for any other job, and for a round of a while step."
    itemValue: JSON
  }
`;

const Run: RunResolvers = {
  dependencies: async ({ id }, _, { loaders }) =>
    ((await loaders.runEdges.load(id)) ?? []).map(({ taken, ...edge }) => ({ ...edge, isTaken: taken })),
  loops: async ({ id }, _, { loaders }) => (await loaders.runLoops.load(id)) ?? [],
};

const Job: JobResolvers = {
  itemValue: async (job, _, context) => {
    const { runId, step, item } = await fullRow(job, context);
    if (runId === null || step === null || item === null) return null;
    return (await context.loaders.loopItem.load(`${runId} ${step} ${item}`)) ?? null;
  },
};

export const runPictureResolvers = { Run, Job };
