/** What is done to tasks: registered, tried out, deprecated. */
import { taskBounds } from '#domain/bounds/task.ts';
import { testTask } from '#engine/task/call/test-task.ts';
import { deprecateTask, undeprecateTask } from '#engine/task/deprecate-task.ts';
import { registerTask } from '#engine/task/register-task.ts';
import type { MutationResolvers } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const taskCommandTypes = /* GraphQL */ `
  "What registerTask did."
  type RegisterTaskPayload {
    "The task in its new version; null when refused."
    task: Task
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "Which task to deprecate."
  input DeprecateTaskInput {
    "Its id."
    id: ID!
    "Why, and what to use instead, in a sentence of at most 1,000 characters; whoever names the task is told."
    reason: String
  }

  "Which task is not deprecated any more."
  input UndeprecateTaskInput {
    "Its id."
    id: ID!
  }

  "What deprecateTask or undeprecateTask did."
  type DeprecateTaskPayload {
    "The task; null when refused."
    task: Task
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "A definition to try out."
  input TestTaskInput {
    "The name that the task has or is to have. Values of headers may be kept from its latest version, as in registerTask."
    name: String!
    "How it is carried out."
    handler: HandlerInput!
    "Whose workers carry it out, by the name of a queue; the default one unless given."
    queue: String
    "What the handler gets; checked against inputSchema."
    params: JSON
    "What params must look like, as in registerTask."
    inputSchema: JSON
    "What results must look like, as in registerTask; one that does not fit is the error RESULT_CONTRACT."
    resultSchema: JSON
  }

  "How a test call ended."
  type TestTaskPayload {
    "What came of it, good or bad; null when refused."
    test: TaskTest
    "Why it was not carried out; empty when it was."
    userErrors: [UserError!]!
  }

  "What came of a test call. Secrets in it are masked as in the log of a job, and values of headers that were kept wherever they stand."
  type TaskTest {
    "How it failed; null when it ended well. Beside the errors of a job: NO_WORKER when no worker of the queue took it within 5 seconds, and NO_ANSWER when the one that did was lost."
    error: TaskTestError
    "What a job would keep as its result; null when there is none, or it is too large to be shown."
    result: JSON
    "True when the result is larger than ${taskBounds.testAnswerSizeBytesMax / 1024} kB and left out."
    isResultCut: Boolean!
    "What the server answered; null when none did."
    answer: TaskTestAnswer
    "What the handler wrote to its log, the first ${taskBounds.testLogLinesMax} lines."
    lines: [TaskTestLine!]!
    "How many lines it wrote beyond them."
    linesLeftOut: Int!
    "How long it took, in milliseconds."
    tookMs: Int!
  }

  "Why a test call failed."
  type TaskTestError {
    "What kind of failure it is, as for a job: HTTP_500, TIMEOUT, OUTBOUND_REFUSED and so on."
    type: String!
    "A sentence for a person."
    message: String!
    "True when a job would be tried again."
    retryable: Boolean!
  }

  "What a server answered in a test call."
  type TaskTestAnswer {
    "The status of HTTP."
    status: Int!
    "Header names and values."
    headers: JSON!
    "The beginning of the body as text, at most ${taskBounds.testAnswerShownLength.toLocaleString('en')} characters."
    body: String!
    "True when the body goes on."
    isCut: Boolean!
  }

  "A line that a handler wrote in a test call."
  type TaskTestLine {
    "When, in milliseconds since the call began."
    offsetMs: Int!
    "How loud it is."
    level: LogLevel!
    "What it says."
    message: String!
    "Its further values; null when it has none."
    fields: JSON
  }

  extend type Mutation {
    "Registers a task, or the next version of one. A deprecated task stays deprecated."
    registerTask(
      "The task to be."
      input: RegisterTaskInput!
    ): RegisterTaskPayload!
    """
    Says that nothing new is to be made of a task: jobs that are enqueued by hand or over the API, new schedules of it,
    and new versions of workflows that name it are refused as TASK_DEPRECATED. What is arranged goes on: its schedules,
    the workflows that name it, their runs and reruns, and retries of its jobs. New versions of it may be registered.
    """
    deprecateTask(
      "Which, and why."
      input: DeprecateTaskInput!
    ): DeprecateTaskPayload!
    "Takes a deprecation back."
    undeprecateTask(
      "Which."
      input: UndeprecateTaskInput!
    ): DeprecateTaskPayload!
    """
    Carries a definition out once, without registering it and without a job: a worker that serves the queue does it,
    through the same guard and with at most ${taskBounds.testCallMsMax / 1_000} seconds and ${taskBounds.testAnswerSizeBytesMax / 1024} kB of answer, and the call waits for it. A plugin is told of a job that
    nobody knows. A tenant has at most ${taskBounds.testCallsOpenMax} of them under way and ${taskBounds.testCallsPerMinuteMax} a minute; more are LIMIT_REACHED.
    """
    testTask(
      "The definition and its params."
      input: TestTaskInput!
    ): TestTaskPayload!
  }
`;

const Mutation: MutationResolvers = {
  registerTask: (_, { input }, { engine, outbound }) =>
    answer(registerTask(engine, input, outbound), (task) => ({ task }), { task: null }),
  deprecateTask: (_, { input }, { engine, loaders }) =>
    answer(
      deprecateTask(engine, { id: bareId('task', input.id), reason: input.reason ?? null }),
      async ({ id }) => ({ task: await loaders.task.clear(id).load(id) }),
      { task: null },
    ),
  undeprecateTask: (_, { input }, { engine, loaders }) =>
    answer(
      undeprecateTask(engine, { id: bareId('task', input.id) }),
      async ({ id }) => ({ task: await loaders.task.clear(id).load(id) }),
      { task: null },
    ),
  testTask: (_, { input }, { engine, outbound }) =>
    answer(
      testTask(engine, { ...input, params: input.params ?? null }, outbound),
      ({ http, ...test }) => ({ test: { ...test, answer: http } }),
      { test: null },
    ),
};

export const taskCommandResolvers = { Mutation };
