/** Steps that no task carries out: what they wait for, and how a person or a program ends that. */
import { mayDecide } from '#domain/step/decision.ts';
import { decideApproval } from '#engine/step/decide-approval.ts';
import { sendSignal } from '#engine/step/send-signal.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  MutationResolvers,
  RunResolvers,
  RunStepResolvers,
  StepWaitResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { objectOf } from '#graphql/plumbing/inputs.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const stepTypes = /* GraphQL */ `
  "Of which kind a step is."
  enum StepKind {
    "A task carries it out, as a job."
    TASK
    "It waits for time or for a signal."
    WAIT
    "It waits for the decision of a person."
    APPROVAL
    "It runs another workflow, as a run of its own."
    WORKFLOW
  }

  "What a step without a task waits for, or runs, and how that ended."
  type StepWait {
    "WAIT, APPROVAL or WORKFLOW."
    kind: StepKind!
    "The signal that it waits for; null when it waits for time or a decision."
    signal: String
    "The question that is decided; with APPROVAL only."
    title: String
    "More about the question; with APPROVAL only."
    description: String
    "Who may decide: members and tokens with one of these roles, or with one that may do at least as much. Empty for a WAIT."
    roles: [Role!]!
    "True when whoever asks may decide it now."
    mayDecide: Boolean!
    "The JSON Schema of what is filled in with an approval; null when nothing is."
    form: JSON
    "When it began."
    openedAt: DateTime!
    "When its time is over; null when it waits as long as the run does."
    dueAt: DateTime
    "When it ended; null while it waits."
    finishedAt: DateTime
    "What it left to the steps after it: of a signal its payload, of an approval approved, by, at, comment and form, of a workflow the variables of its run at the end, or for the items of a list results, total, succeeded and failed. Null while it waits or runs."
    result: JSON
    "Who decided or sent the signal; null when time did."
    decidedBy: Actor
  }

  extend type Run {
    "One step of the version with its state in this run; null when it has none of this id."
    step(
      "Its id in the definition."
      stepKey: String!
    ): RunStep
  }

  extend type RunStep {
    "What it waits for or runs, or did; null for a step with a task, and until it is ready."
    wait: StepWait
  }

  extend type GraphNode {
    "Whether a task carries it out, it waits, or it runs a workflow."
    kind: StepKind!
  }

  "What is decided about an approval."
  enum ApprovalDecision {
    "The step succeeds."
    APPROVE
    "The step fails with the error APPROVAL_DENIED, which a failure dependency catches."
    DENY
  }

  "Which approval, and how it is decided."
  input DecideApprovalInput {
    "The run, by id."
    run: ID!
    "The step, by its id in the definition."
    step: String!
    "What is decided."
    decision: ApprovalDecision!
    "What is filled in: an object that fits the form of the approval, at most 32 KiB. Whoever denies may leave it out."
    form: JSON
    "Why, in a sentence; kept with the decision."
    comment: String
  }

  "Which signal, for which run."
  input SendSignalInput {
    "The run, by id."
    run: ID!
    "The name that a wait of the run has under signal."
    signal: String!
    "The result of the step that takes it, at most 256 KiB."
    payload: JSON
    "Makes the call safe to repeat: same key and same body send nothing twice."
    idempotencyKey: String
  }

  "What decideApproval did."
  type DecideApprovalPayload {
    "The run as it is now; null when refused."
    run: Run
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What sendSignal did."
  type SendSignalPayload {
    "The run as it is now; null when refused."
    run: Run
    "The step that took the signal, by its id in the definition; null when the run keeps it for a step to come."
    stepKey: String
    "True when the idempotency key had been used: nothing was done now."
    idempotentReplay: Boolean!
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Approves or denies what a step asks, once. Refused with ILLEGAL_TRANSITION when it was decided before - the message says by whom and when -, when its time is over or the step is no approval; with FORBIDDEN without the role; with PARAMS_INVALID and the place where the form does not fit; with NOT_FOUND when no step of this id has asked yet."
    decideApproval(
      "Which approval, and how."
      input: DecideApprovalInput!
    ): DecideApprovalPayload!
    "Sends a run a signal. The step that has waited for it longest takes it; when none waits, the run keeps it for the next one that will, up to 100 signals of 1 MiB together, LIMIT_REACHED above. ILLEGAL_TRANSITION when the run has settled."
    sendSignal(
      "Which signal, for which run."
      input: SendSignalInput!
    ): SendSignalPayload!
  }
`;

const Run: Pick<RunResolvers, 'step'> = {
  step: async ({ id }, { stepKey }, { loaders }) =>
    (await loaders.runSteps.load(id))?.find((step) => step.stepKey === stepKey) ?? null,
};

const RunStep: Pick<RunStepResolvers, 'wait'> = { wait: ({ wait }) => wait };

const StepWait: StepWaitResolvers = {
  mayDecide: ({ kind, state, roles }, _, { engine: { actor } }) =>
    kind === 'APPROVAL' && state === 'PENDING' && actor.permissions.has('run.operate') && mayDecide(actor.role, roles),
  result: async ({ runId, step }, _, { loaders }) => (await loaders.waitResult.load(`${runId} ${step}`)) ?? null,
  decidedBy: ({ decidedBy }, _, { loaders }) => (decidedBy === null ? null : actorOf(loaders, decidedBy)),
};

const Mutation: MutationResolvers = {
  decideApproval: async (_, { input }, { engine, loaders }) => {
    const form = objectOf(input.form, ['form']);
    if (!form.ok) return { run: null, userErrors: form.refusals };
    return await answer(
      decideApproval(engine, { ...input, form: form.value, run: bareId('run', input.run) }),
      async ({ runId }) => ({ run: await loaders.run.clear(runId).load(runId) }),
      { run: null },
    );
  },
  sendSignal: (_, { input }, { engine, loaders }) =>
    answer(
      sendSignal(engine, { ...input, run: bareId('run', input.run) }),
      async ({ runId, step, idempotentReplay }) => ({
        run: await loaders.run.clear(runId).load(runId),
        stepKey: step,
        idempotentReplay,
      }),
      { run: null, stepKey: null, idempotentReplay: false },
    ),
};

export const stepResolvers = { Run, RunStep, StepWait, Mutation };
