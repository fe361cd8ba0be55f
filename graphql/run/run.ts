/** Runs: one execution of a workflow version. */
import { rerunStarts } from '#domain/run/plan-rerun.ts';
import { publicId } from '#domain/value/ids.ts';
import { listLoopJobs } from '#engine/run/advance/loop/list-loop-jobs.ts';
import { getRun } from '#engine/run/get-run.ts';
import { listRuns } from '#engine/run/list-runs.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { QueryResolvers, RunResolvers, RunStepResolvers } from '#graphql/generated/resolvers.ts';
import { bareId, stepIdOf } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { runFilterOf } from './run-filter.ts';

export const runTypes = /* GraphQL */ `
  "Where a run is in its life."
  enum RunState {
    "Steps run or wait."
    RUNNING
    "An operator paused it, or the run above it: running steps finish, none starts."
    PAUSED
    "Nothing is left to do and nothing failed uncaught."
    SUCCEEDED
    "A step failed and nothing caught it."
    FAILED
    "An operator cancelled it, or the step that started it waits for it no more."
    CANCELLED
  }

  "One execution of a workflow version."
  type Run implements Node {
    "Opaque: \`run_\` and a UUIDv7."
    id: ID!
    "Where it is in its life."
    state: RunState!
    "What it executes."
    workflow: Workflow!
    "The version it keeps, whatever is published later."
    version: WorkflowVersion!
    "Its variables as they are now; secrets are never shown."
    variables: JSON!
    "Every step of the version with its state in this run, in the order of the definition, then those that were added to the run (changes), and behind them what undoes steps (compensates)."
    steps: [RunStep!]!
    "How many of its steps have settled: what to ask a list of runs for, at the price of no step."
    stepProgress: StepProgress!
    "The steps and dependencies of its version, and those that were added to the run, to be drawn; their states are in steps."
    graph: Graph!
    "When it began."
    startedAt: DateTime!
    "When it settled."
    finishedAt: DateTime
    "How it will end, once what undoes its steps and its finally steps have ended: all others have settled. Null before that. Then no further step starts but these, and maxExecutionTime is no more."
    endsAs: RunState
    "The id of the step that failed it."
    failedStep: String
    "Since when, by whom and why it is paused; null unless PAUSED."
    pause: Pause
    "Why it ended as it did, or is paused."
    reason: Reason
    "Where the event log stood before this was read: subscribe after it to miss nothing."
    eventCursor: Cursor!
    "The schedule that started it."
    schedule: Schedule
    "The run that this one repeats; null also when that one is not stored any more."
    replayOf: Run
    "What this run repeats of an earlier one; null for a run that repeats none."
    replay: Replay
    "The runs that repeat this one, the newest first, at most 20."
    reruns: [Run!]!
    "Who started it: user, token or duty. Of a run that a step started it is who started the run of that step."
    startedBy: String!
    "Who started it, by name."
    starter: Actor!
    "The caller's own id for the work this belongs to."
    correlationId: String
    "The failure it was seen in: all runs and jobs that failed in the same way. Null for one that has not failed; grouping is a second or two behind."
    failure: Failure
  }

  "How far a run has come."
  type StepProgress {
    "Steps that have settled: succeeded, failed, cancelled or skipped. It never falls."
    settled: Int!
    "All steps of its version, and what undoes them."
    total: Int!
  }

  "How a run repeats an earlier one."
  type Replay {
    "Where it begins."
    from: RetryFrom!
    "The step it begins at; with STEP only."
    step: String
    "What runs beside that step."
    scope: RerunScope!
    "How many steps it keeps from earlier runs instead of carrying them out."
    keptSteps: Int!
    "How many items of foreach steps it keeps from earlier runs, in steps that it carries out for the other items only."
    keptItems: Int!
    "Why it was started, in a sentence."
    reason: String
  }

  "A step of a version with its state in one run."
  type RunStep {
    "Unique within all runs."
    id: ID!
    "Its id in the definition; of what undoes a step that id with \`:compensate\` behind it."
    stepKey: String!
    "Where it is; PENDING until its dependencies are met."
    state: JobState!
    "The job that carries it out; null until it is ready. Of a kept step it is the job of the earlier run. A step that repeats its task has one when it is over, with what it left; what carries it out are the jobs of loopJobs."
    job: Job
    "True when this run did not carry it out but keeps how it ended in an earlier one."
    isKept: Boolean!
    "The run that carried it out, for a step that this run kept from there with its result; null for one of its own, and when that run is not stored any more."
    keptFrom: Run
    "Why it is not running, or was skipped."
    reason: Reason
    "The id of the step that it undoes, now that the run has failed or was cancelled; null for a step of the definition."
    compensates: String
    "True for a step that runs when all others have settled, however the run went."
    isFinally: Boolean!
    "The round of a while step that is at work, or its last, counted from 0; null for any other step."
    iteration: Int
    "How far it is, for a step that repeats its task; null for any other, for one that is kept, and before it begins unless it keeps items of an earlier run."
    loop: RunLoop
    "When its latest attempt began."
    startedAt: DateTime
    "When it settled."
    finishedAt: DateTime
  }

  "How a step repeats its task."
  enum LoopKind {
    "Once for each item of a list."
    FOREACH
    "Again while a condition holds."
    WHILE
  }

  "How far a step is that repeats its task, in jobs: one for each item or round."
  type RunLoop {
    "How it repeats."
    kind: LoopKind!
    "How many items it has; null for a while step."
    total: Int
    "How many of them were started."
    started: Int!
    "How many are at work, in line or due later."
    running: Int!
    "How many succeeded, with those that it keeps."
    succeeded: Int!
    "How many items it keeps from earlier runs: they are not carried out once more, and count as started and succeeded."
    kept: Int!
    "How many failed, or were cancelled by a person."
    failed: Int!
    "How many were cancelled with their run."
    cancelled: Int!
  }

  ${connectionTypes('Run', 'runs')}

  "Which runs to list. Every given field must match."
  input RunFilter {
    "One of these, at most 1,000."
    ids: [ID!]
    "In one of these states."
    states: [RunState!]
    "Of the workflow of this name."
    workflow: String
    "Started by this schedule."
    schedule: ID
    "Started by steps of this run."
    parent: ID
    "With parent: started by its step of this id in the definition."
    parentStep: String
    "True: only runs that no step of another run started. False: only those that one did. Both without it."
    topLevel: Boolean
    "Started at or after."
    startedAfter: DateTime
    "Started before."
    startedBefore: DateTime
    "The console's query bar, for example: state:failed workflow:nightly"
    query: String
  }

  extend type Query {
    "One run; null when this tenant has none of this id."
    run(
      "Its id."
      id: ID!
    ): Run
    "The jobs of a step that repeats its task, in the order of its items or rounds; none for any other step. An item has no job before it starts; one that a rerun keeps has that of the earlier run, which tells its run."
    loopJobs(
      "The run."
      run: ID!
      "The step, by its id in the definition."
      step: String!
      "In one of these states."
      states: [JobState!]
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: String
    ): JobConnection!
    "Runs, the newest first."
    runs(
      "Which ones."
      filter: RunFilter
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): RunConnection!
  }

`;

const Run: RunResolvers = {
  id: (run) => publicId('run', run.id),
  failure: async ({ id }, _, { loaders }) => (await loaders.failureOfRun.load(id)) ?? null,
  workflow: (run, _, { loaders }) => existing(loaders.workflow.load(run.workflowId)),
  version: (run, _, { loaders }) => existing(loaders.version.load(run.versionId)),
  variables: (run, _, { loaders }) => existing(loaders.runVariables.load(run.id)),
  steps: async (run, _, { loaders }) => (await loaders.runSteps.load(run.id)) ?? [],
  stepProgress: (run, _, { loaders }) => existing(loaders.stepProgress.load(run.id)),
  graph: (run, _, { loaders }) => existing(loaders.graph.load(planIdOf(run))),
  reason: ({ reasonCode, reason }) =>
    reasonCode === null ? null : { code: reasonCode, message: reason ?? reasonCode },
  schedule: ({ scheduleId }, _, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
  starter: ({ startedBy }, _, { loaders }) => actorOf(loaders, startedBy),
  replayOf: ({ replayOf }, _, { loaders }) => (replayOf === null ? null : loaders.run.load(replayOf)),
  replay: ({ replayOf, replayFrom, replayStep, replayAlone, replayReason, keptSteps, keptItems }) => {
    if (replayOf === null) return null;
    const from = rerunStarts.find((start) => start === replayFrom) ?? 'START';
    const scope = replayAlone ? 'ALONE' : 'FOLLOWING';
    return { from, step: replayStep, scope, keptSteps, keptItems, reason: replayReason };
  },
  pause: async (run, _, { loaders }) => (await loaders.runPause.load(run.id)) ?? null,
  reruns: async (run, _, { loaders }) => (await loaders.reruns.load(run.id)) ?? [],
};

const RunStep: RunStepResolvers = {
  id: ({ runId, index }) => stepIdOf(runId, index),
  isKept: ({ keptFrom }) => keptFrom !== null,
  keptFrom: ({ keptFrom }, _, { loaders }) => (keptFrom === null ? null : loaders.run.load(keptFrom)),
};

const Query: QueryResolvers = {
  run: async (_, { id }, { engine }) => {
    const found = orThrow(await getRun(engine, { id: bareId('run', id) }));
    return found === undefined ? null : { ...found.run, eventCursor: found.eventCursor };
  },
  loopJobs: async (_, { run, step, states, ...args }, { engine }, info) => {
    const request = pageRequest(args, info);
    const asked = { ...request, run: bareId('run', run), step, states: states ?? null };
    return await pageOf(listLoopJobs(engine, asked), request);
  },
  runs: async (_, { filter, ...args }, { engine }, info) => {
    const request = pageRequest(args, info);
    const page = await pageOf(listRuns(engine, { ...request, filter: runFilterOf(filter) }), request);
    const { eventCursor } = page;
    return { ...page, nodes: page.nodes.map((run) => ({ ...run, eventCursor })) };
  },
};

export const runResolvers = { Run, RunStep, RunConnection: connection, Query };
