/** What can be done with runs: starting, stopping, and running again. */
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { previewRerun, type RetryRunInput as RerunAsked, retryRun } from '#engine/run/retry-run.ts';
import { type StartRunInput as NewRun, startRun, startRuns } from '#engine/run/start-runs.ts';
import type { MutationResolvers, QueryResolvers, RetryRunInput, StartRunInput } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { objectOf } from '#graphql/plumbing/inputs.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const runCommandTypes = /* GraphQL */ `
  "A run to be."
  input StartRunInput {
    "The name of a published workflow."
    workflow: String!
    "Another version than the latest."
    version: Int
    "Values for the workflow's variables."
    variables: JSON
    "Makes the call safe to repeat: same key and same body give the first run back. Through a short outage of the database the server repeats it by itself."
    idempotencyKey: String
  }

  "Runs to be, all or nothing."
  input StartRunsInput {
    "At most 100, of one workflow or of several."
    runs: [StartRunInput!]!
  }

  "Which run to cancel."
  input CancelRunInput {
    "Its id."
    id: ID!
    "Why, in a sentence; shown with the run and kept in the event log."
    reason: String
  }

  "Which run to pause."
  input PauseRunInput {
    "Its id; it must be RUNNING."
    id: ID!
    "Why, in a sentence; shown with the run and kept in the event log."
    reason: String
  }

  "Which run to resume."
  input ResumeRunInput {
    "Its id; it must be PAUSED."
    id: ID!
  }

  "Where a repeated run begins."
  enum RetryFrom {
    "At the roots: everything again."
    START
    "At the steps that failed; what succeeded is kept."
    FAILED
    "At one step and what follows from it."
    STEP
  }

  "What runs when a run is repeated from a step."
  enum RerunScope {
    "The step and everything that comes after it. What did not come to an end of its own elsewhere runs, too."
    FOLLOWING
    "The step alone: everything else stays as it ended, and the run ends by the ordinary rules."
    ALONE
  }

  "Of which version a repeated run is."
  enum RerunVersion {
    "Of the version of the run that it repeats, with the steps that were added to that run and the values that its variables were given."
    ORIGINAL
    "Of the version that is published now. A step is kept when it is there with the same task and nothing before it runs again."
    LATEST
  }

  "Which run to repeat, and from where."
  input RetryRunInput {
    "The settled run to repeat, by id."
    run: ID!
    "Where to begin."
    from: RetryFrom! = START
    "The step to begin at, by its id in the definition; with STEP only."
    step: String
    "What runs beside that step; with STEP only."
    scope: RerunScope! = FOLLOWING
    "Of which version the new run is."
    version: RerunVersion! = ORIGINAL
    "Other values for some variables. One that a kept step has written keeps what was written."
    variables: JSON
    "Why, in a sentence; kept with the new run."
    reason: String
  }

  "Why a step is kept, or why it runs again."
  enum RerunReason {
    "Kept: it succeeded."
    SUCCEEDED
    "Kept: it was skipped, and what decided that is kept."
    SKIPPED
    "Kept: it failed, and a step that waits for its failure dealt with it."
    HANDLED
    "Kept: only the named step runs."
    ALONE
    "Runs: the run begins at its start."
    START
    "Runs: it is the named step."
    CHOSEN
    "Runs: it failed, and nothing dealt with it."
    FAILED
    "Runs: it was cancelled."
    CANCELLED
    "Runs: the old run ended before it could start."
    NOT_STARTED
    "Runs: it comes after a step that runs."
    AFTER
    "Runs: the old version had no such step."
    NEW
    "Runs: this version gives it another task, or starts it under other conditions."
    CHANGED
    "Runs: it succeeded, and was undone when the old run ended."
    COMPENSATED
    "Runs, or undoes, when all others have settled: every run ends with its own."
    ENDING
  }

  "What would become of a step."
  type PreviewedStep {
    "Its id in the definition."
    stepKey: String!
    "True when it is kept as it ended, false when it runs again as far as its conditions let it."
    isKept: Boolean!
    "Why."
    reason: RerunReason!
    "The step that it comes after; with AFTER only."
    after: String
    "Whether a task carries it out, or it waits or asks: one that is kept stays as it was answered, one that runs waits or asks anew."
    kind: StepKind!
    "How it repeats its task; null when it does not. A while that runs begins at its first round."
    loop: LoopKind
    "Of a foreach step that runs for some of its items only: how many succeeded and are kept with their results. Null for any other step, and for a foreach that runs for all of them. Of a list of runs, one whose params are others when the step begins runs as well."
    keptItems: Int
    "How many items of such a step run; null with keptItems."
    rerunItems: Int
  }

  "What retryRun would do with the same input."
  type RerunPreview {
    "The version that the new run would be of; null when refused."
    version: WorkflowVersion
    "How many steps would be kept."
    keptCount: Int!
    "How many would run again, as far as their conditions let them."
    rerunCount: Int!
    "Every step of that version, in the order of the definition."
    steps: [PreviewedStep!]!
    "Steps of the old version that this one has not."
    dropped: [String!]!
    "Variables that kept steps have written: another value for one of them has no effect."
    written: [String!]!
    "Why it would be refused; empty when it would not."
    userErrors: [UserError!]!
  }

  "What startRun did."
  type StartRunPayload {
    "The run; null when refused."
    run: Run
    "True when the idempotency key had been used and this is the first run."
    idempotentReplay: Boolean!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What cancelRun did."
  type CancelRunPayload {
    "The run as it is now; null when refused."
    run: Run
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What pauseRun did."
  type PauseRunPayload {
    "The run as it is now; null when refused."
    run: Run
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What resumeRun did."
  type ResumeRunPayload {
    "The run as it is now; null when refused."
    run: Run
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What retryRun did."
  type RetryRunPayload {
    "The new run; null when refused."
    run: Run
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What startRuns did."
  type StartRunsPayload {
    "How many runs there are."
    count: Int!
    "The runs, in the order of the input; where an idempotency key had been used, the first run of that key. Empty when refused."
    runs: [Run!]!
    "Why nothing was done, each with the place of the run that it is about; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "Which steps a rerun would keep and which it would run again, and why. Nothing is stored."
    previewRerun(
      "What would be handed to retryRun."
      input: RetryRunInput!
    ): RerunPreview!
  }

  extend type Mutation {
    "Starts a run of a published workflow."
    startRun(
      "The run to be."
      input: StartRunInput!
    ): StartRunPayload!
    "Starts up to 100 runs, all or nothing, in one transaction, each with its own idempotency key. Each refusal names its run by place, as startRun says it: UNKNOWN_WORKFLOW, NOT_FOUND for a version, UNKNOWN_VARIABLE, TYPE_MISMATCH, IDEMPOTENCY_CONFLICT also when two of the call have one key; TOO_LARGE above 100, and when the first steps of the runs take too much together."
    startRuns(
      "The runs to be."
      input: StartRunsInput!
    ): StartRunsPayload!
    "Cancels a run that has not settled, and every step of it. Then what undoes its steps and its finally steps run, and it stays open until they have ended (endsAs); meanwhile it is not cancelled once more: ILLEGAL_TRANSITION."
    cancelRun(
      "Which run."
      input: CancelRunInput!
    ): CancelRunPayload!
    "Pauses a run: steps that run may finish, none starts."
    pauseRun(
      "Which run."
      input: PauseRunInput!
    ): PauseRunPayload!
    "Resumes a paused run."
    resumeRun(
      "Which run."
      input: ResumeRunInput!
    ): ResumeRunPayload!
    "Repeats a settled run as a new one: whole, from what failed, from a step on, or one step alone. Steps that are kept are not carried out; a foreach that failed runs for the items that did not succeed, in the list that it had; a while begins at its first round; a wait or an approval that is kept stays answered. Refused with RESULT_GONE when what one of them left is not stored any more."
    retryRun(
      "Which run, and from where."
      input: RetryRunInput!
    ): RetryRunPayload!
  }
`;

const Query: QueryResolvers = {
  previewRerun: async (_, { input }, { engine, loaders }) => {
    const none = { version: null, keptCount: 0, rerunCount: 0, steps: [], dropped: [], written: [] };
    const asked = rerunOf(input);
    if (!asked.ok) return { ...none, userErrors: asked.refusals };
    return await answer(
      previewRerun(engine, asked.value),
      async ({ steps, versionId, dropped, written }) => {
        const told = steps.map(({ stepKey, keeps, reason, after, kind, loop, items }) => ({
          stepKey,
          isKept: keeps !== null,
          reason,
          ...{ after, kind, loop },
          keptItems: items?.kept ?? null,
          rerunItems: items?.rerun ?? null,
        }));
        const keptCount = told.filter(({ isKept }) => isKept).length;
        const version = await existing(loaders.version.load(versionId));
        return { version, keptCount, rerunCount: told.length - keptCount, steps: told, dropped, written };
      },
      none,
    );
  },
};

const Mutation: MutationResolvers = {
  startRun: async (_, { input }, { engine, loaders }) => {
    const none = { run: null, idempotentReplay: false };
    const variables = objectOf(input.variables, ['variables']);
    if (!variables.ok) return { ...none, userErrors: variables.refusals };
    const outcome = startRun(engine, { ...input, variables: variables.value });
    return await answer(
      outcome,
      async ({ runId, idempotentReplay }) => ({ run: await loaders.run.load(runId), idempotentReplay }),
      none,
    );
  },
  startRuns: async (_, { input }, { engine, loaders }) => {
    const runs = newRuns(input.runs);
    if (!runs.ok) return { count: 0, runs: [], userErrors: runs.refusals };
    return await answer(
      startRuns(engine, { runs: runs.value }),
      async ({ runs: started }) => {
        const rows = await Promise.all(started.map(({ runId }) => existing(loaders.run.load(runId))));
        return { count: rows.length, runs: rows };
      },
      { count: 0, runs: [] },
    );
  },
  cancelRun: (_, { input }, { engine, loaders }) =>
    answer(
      cancelRun(engine, { ...input, id: bareId('run', input.id) }),
      async ({ id }) => ({ run: await loaders.run.clear(id).load(id) }),
      { run: null },
    ),
  pauseRun: (_, { input }, { engine, loaders }) =>
    answer(
      pauseRun(engine, { ...input, id: bareId('run', input.id) }),
      async ({ id }) => ({ run: await loaders.run.clear(id).load(id) }),
      { run: null },
    ),
  resumeRun: (_, { input }, { engine, loaders }) =>
    answer(
      resumeRun(engine, { id: bareId('run', input.id) }),
      async ({ id }) => ({ run: await loaders.run.clear(id).load(id) }),
      { run: null },
    ),
  retryRun: async (_, { input }, { engine, loaders }) => {
    const asked = rerunOf(input);
    if (!asked.ok) return { run: null, userErrors: asked.refusals };
    const outcome = retryRun(engine, asked.value);
    return await answer(outcome, async ({ runId }) => ({ run: await loaders.run.load(runId) }), { run: null });
  },
};

function newRuns(inputs: readonly StartRunInput[]): Outcome<NewRun[]> {
  const refusals: Refusal[] = [];
  const runs = inputs.map((input, n): NewRun => {
    const variables = objectOf(input.variables, ['runs', String(n), 'variables']);
    if (!variables.ok) refusals.push(...variables.refusals);
    return { ...input, variables: variables.ok ? variables.value : null };
  });
  return refusals.length > 0 ? refuseAll(refusals) : done(runs);
}

function rerunOf(input: RetryRunInput): Outcome<RerunAsked> {
  const variables = objectOf(input.variables, ['variables']);
  if (!variables.ok) return variables;
  return done({ ...input, run: bareId('run', input.run), variables: variables.value });
}

export const runCommandResolvers = { Query, Mutation };
