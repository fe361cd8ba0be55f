/** Changing a run that is open, and what was changed of it. */
import { modifyRun } from '#engine/run/change/modify-run.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { MutationResolvers, RunModificationResolvers, RunResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const runModifyTypes = /* GraphQL */ `
  extend type Run {
    "How often people changed it while it was open."
    changeCount: Int!
    "What people changed of it while it was open, the first change first."
    changes: [RunModification!]!
  }

  "One call that changed an open run."
  type RunModification {
    "Which change of its run it is, counted from 1."
    number: Int!
    "When."
    at: DateTime!
    "Who changed it."
    by: Actor!
    "Why, in a sentence."
    reason: String!
    "The steps that were added, in the order of the call."
    addedSteps: [AddedStep!]!
    "The steps that were skipped, by their ids in the definition."
    skippedSteps: [String!]!
    "The variables that got another value."
    variables: [ChangedVariable!]!
  }

  "A step that was added to one run."
  type AddedStep {
    "Its id in the run."
    stepKey: String!
    "The step, as a definition has it."
    step: JSON!
    "The steps that wait for it since then."
    before: [String!]!
  }

  "A variable that got another value in one run."
  type ChangedVariable {
    "Its name."
    name: String!
    "What it was; null when it had no value."
    from: JSON
    "What it was changed to."
    to: JSON
  }

  "A step to be added to a run."
  input AddRunStepInput {
    "The step as a definition has it: id, type, params, dependencies, and whatever else a step may have. It is checked as at publish."
    step: JSON!
    "Steps that have not begun and are to wait for it from now on: each gets a dependency on its success. Each must wait for all of its dependencies."
    before: [String!]
  }

  "A step of a run to be skipped."
  input SkipRunStepInput {
    "Its id in the definition. It must not have begun: no worker has started it, none of its items or rounds is made, and it does not wait for time, a signal or a person."
    step: String!
  }

  "A variable of a run to be changed."
  input SetRunVariableInput {
    "Its name. The definition must declare it."
    name: String!
    "Its new value, of the type that the definition declares."
    value: JSON!
  }

  "A change of a run: exactly one of its fields."
  input RunChangeInput {
    "Adds a step."
    addStep: AddRunStepInput
    "Skips a step; what comes after it goes on as after any step that is skipped."
    skipStep: SkipRunStepInput
    "Gives a variable another value. Everything that has not been read yet sees it, also in the place of what steps have written before; a step that settles later writes it anew."
    setVariable: SetRunVariableInput
  }

  "Which run to change, and how."
  input ModifyRunInput {
    "Its id; it must be RUNNING or PAUSED, and not be ending."
    run: ID!
    "The changes, 1 to 50: all of them are made, or none."
    changes: [RunChangeInput!]!
    "Why, in a sentence; kept with the run and in the event log."
    reason: String!
    "How often it had been changed when you looked at it (changeCount): refused with VERSION_CONFLICT when it was changed since. Give it when the call may be sent again: without it a variable is set once more, also over what a step has written in between."
    baseChanges: Int
  }

  "What modifyRun did."
  type ModifyRunPayload {
    "The run as it is now; null when refused."
    run: Run
    "Why nothing was done, each with the place of its change; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Changes an open run: adds steps, skips steps that have not begun, gives variables another value. Only this run follows the steps added, and runs that repeat it with its own version. Checked as at publish, with the problems of what is new: UNKNOWN_TASK, UNKNOWN_DEPENDENCY, DUPLICATE_ID, CYCLE, BAD_EXPRESSION, TYPE_MISMATCH, TOO_LARGE. NOT_FOUND for a step that the run has not, UNKNOWN_VARIABLE for a variable that its definition does not declare, ILLEGAL_TRANSITION for a step that has begun and for a run that is over, ending or repeats one step alone; UNSUPPORTED where nothing can be put before a step; LIMIT_REACHED after 100 changes. Called again after an answer got lost it is refused or changes nothing more: a step of the same id is there, a skipped one is not skipped again."
    modifyRun(
      "Which run, and how."
      input: ModifyRunInput!
    ): ModifyRunPayload!
  }
`;

const Run: RunResolvers = {
  changes: async (run, _, { loaders }) =>
    run.changeCount === 0 ? [] : ((await loaders.runChanges.load(run.id)) ?? []),
};

const RunModification: RunModificationResolvers = {
  by: ({ changedBy }, _, { loaders }) => actorOf(loaders, changedBy),
  addedSteps: ({ added }) => added,
  skippedSteps: ({ skipped }) => skipped,
};

const Mutation: MutationResolvers = {
  modifyRun: (_, { input }, { engine, loaders }) =>
    answer(
      modifyRun(engine, { ...input, run: bareId('run', input.run) }),
      async ({ id }) => ({ run: await loaders.run.clear(id).load(id) }),
      { run: null },
    ),
};

export const runModifyResolvers = { Run, RunModification, Mutation };
