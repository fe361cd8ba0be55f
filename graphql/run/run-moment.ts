/** A run as it was: after one of its events, or at an instant. */
import { momentBounds } from '#domain/bounds/run.ts';
import { publicId } from '#domain/value/ids.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { readRunMoment } from '#engine/moment/read-run-moment.ts';
import type {
  QueryResolvers,
  RunLogEntryResolvers,
  RunMomentResolvers,
  StepMomentResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, entityIdOf } from '#graphql/plumbing/ids.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const runMomentTypes = /* GraphQL */ `
  "A run as it was after one of its events, read off the event log."
  type RunMoment {
    "The number of that event; 0 before the first."
    seq: Int!
    "When it happened; null before the first."
    at: DateTime
    "The number of the run's newest event when this was read."
    lastSeq: Int!
    "Where the run was in its life."
    state: RunState!
    "How it was going to end, while its last steps ran; null before and after."
    endsAs: RunState
    "When it had settled; null before."
    finishedAt: DateTime
    "Every step of its version with its state then, in the order of the definition."
    steps: [StepMoment!]!
    "The steps that undo others, in the order in which they come."
    undoing: [Undoing!]!
    "What happened next, in its order: at most first of it. Folded over this moment it gives every later one."
    next: [RunLogEntry!]!
    "The failures of the run, then and later, in their order: at most ${momentBounds.failuresShownMax}."
    failures: [RunLogEntry!]!
  }

  "A step of a run as it was."
  type StepMoment {
    "Its id in the definition."
    stepKey: String!
    "Where it was."
    state: JobState!
    "The id of the job that carries it out; null before it was ready. Of a kept step it is the job of the earlier run."
    jobId: ID
    "How many of its attempts counted."
    attempt: Int!
    "When its latest attempt began by then; of one that repeats its task, when the first began to be made."
    startedAt: DateTime
    "When it had settled; null before."
    finishedAt: DateTime
    "Why its last move was made, as far as the log says."
    reason: Reason
    "For a step that repeats its task: how many of its jobs were in line or at work; null before its first, and for any other step."
    openItems: Int
    "For a step that repeats its task: how many of its jobs had ended; null before its first, and for any other step."
    endedItems: Int
    "True for a step that comes when all others have settled, or undoes one."
    isLast: Boolean!
    "True when this run keeps how it ended in an earlier one."
    isKept: Boolean!
  }

  "A step that undoes another one when the run does not succeed."
  type Undoing {
    "Its own id."
    stepKey: String!
    "The id of the step that it undoes."
    of: String!
  }

  "One line of a run's log, as it is stored."
  type RunLogEntry {
    "Its number within the run, from 1."
    seq: Int!
    "Noun and what happened, as of an Event."
    type: String!
    "When, by the database's clock."
    at: DateTime!
    "The id of what it happened to."
    entityId: ID!
    "The step that it concerns, by its id in the definition; null when it concerns the run."
    stepKey: String
    "The state before."
    from: String
    "The state after."
    to: String
    "Why, in a sentence or a code."
    reason: String
    "For jobs: how many attempts count after it; null when it changed nothing about them."
    attempt: Int
    "What else is known, by type of event."
    payload: JSON
  }

  extend type Query {
    "A run as it was; null when this tenant has none of this id. Refused with NOT_FOUND when the event log does not reach back to the beginning of the run any more, with TOO_LARGE behind more than ${momentBounds.eventsMax.toLocaleString('en')} events, and with BAD_INPUT unless exactly one of seq and at is given."
    runMoment(
      "The run's id."
      run: ID!
      "After the event of this number: 0 is before the first, and any number behind the newest is the newest."
      seq: Int
      "After the last event up to this instant."
      at: DateTime
      "How much of what happened next is told, 1 to ${momentBounds.eventsShownMax}; ${momentBounds.eventsShownDefault} when not named."
      first: Int
    ): RunMoment
  }
`;

const instant = (at: string | null) => (at === null ? null : new Date(at));

const RunMoment: RunMomentResolvers = {
  at: ({ at }) => instant(at),
  finishedAt: ({ finishedAt }) => instant(finishedAt),
};

const StepMoment: StepMomentResolvers = {
  jobId: ({ jobId }) => (jobId === null ? null : publicId('job', jobId)),
  startedAt: ({ startedAt }) => instant(startedAt),
  finishedAt: ({ finishedAt }) => instant(finishedAt),
};

const RunLogEntry: RunLogEntryResolvers = {
  at: ({ at }) => new Date(at),
  entityId: ({ type, entityId }) => entityIdOf(type, entityId),
  stepKey: ({ payload }) => (isJsonObject(payload) && typeof payload.stepKey === 'string' ? payload.stepKey : null),
};

const Query: QueryResolvers = {
  runMoment: async (_, { run, ...request }, { engine }) =>
    orThrow(await readRunMoment(engine, { ...request, run: bareId('run', run) })),
};

export const runMomentResolvers = { RunMoment, StepMoment, RunLogEntry, Query };
