/** Tasks: registered, versioned units of work and how they are carried out. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { builtinNames } from '#domain/task/handler.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { publicId } from '#domain/value/ids.ts';
import { getTask, listTasks } from '#engine/task/list-tasks.ts';
import type {
  QueryResolvers,
  RetryPolicyResolvers,
  SlaResolvers,
  TaskResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { existing } from '#graphql/plumbing/loaders.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const taskTypes = /* GraphQL */ `
  "A registered, versioned unit of work."
  type Task implements Node {
    "Opaque: \`tsk_\` and a UUIDv7."
    id: ID!
    "Unique in the tenant."
    name: String!
    "This version's number, counted from 1."
    version: Int!
    "What it is for."
    description: String
    "How it is carried out; secrets are never shown."
    handler: JSON!
    "The queue its jobs wait in unless told otherwise."
    queue: Queue!
    "The priority of its jobs unless told otherwise. Within a queue higher goes first: a point is worth a minute of waiting."
    priority: Int!
    "How long one attempt may take."
    timeout: Duration!
    "What happens after a failed attempt."
    retry: RetryPolicy!
    "What params must look like, as JSON Schema."
    inputSchema: JSON
    "What results must look like, as JSON Schema."
    resultSchema: JSON
    "Its service level."
    sla: Sla
    "The keys of which a job holds each alone while it runs, as they are written."
    mutex: [String!]!
    "How much a job takes of which pools while it runs: an object of amounts; null when it takes of none."
    resources: JSON
    "How many of its jobs may run at once; null means no cap."
    concurrency: TaskConcurrency
    "How many of its jobs may start in a span of time; null means no rate."
    rate: Rate
    "Your own names and values."
    labels: JSON!
    "When this version was registered."
    createdAt: DateTime!
  }

  "How many jobs of a task may run at once."
  type TaskConcurrency {
    "So many, and with a key so many for each value of it."
    max: Int!
    "What is counted by, as it is written; null when all of its jobs count together."
    key: String
  }

  "How a task is carried out, in a word."
  enum HandlerKind {
    "By a handler that comes with the worker."
    BUILTIN
    "By one HTTP call."
    HTTP
    "By a plugin runtime."
    PLUGIN
  }

  "How the delay between attempts grows."
  enum RetryStrategy {
    "The same delay each time."
    FIXED
    "The delay times the number of the attempt."
    LINEAR
    "Twice the delay each time."
    EXPONENTIAL
  }

  "How much chance is in the delay between attempts."
  enum RetryJitter {
    "None."
    NONE
    "Anything between nothing and the delay."
    FULL
    "Half the delay, and up to the other half by chance."
    EQUAL
  }

  "What happens after a failed attempt."
  type RetryPolicy {
    "How many attempts there are at most."
    maxAttempts: Int!
    "How the delay grows."
    strategy: RetryStrategy!
    "The delay after the first attempt."
    baseDelay: Duration!
    "The longest delay."
    maxDelay: Duration!
    "How much chance is in the delay."
    jitter: RetryJitter!
    "True when an attempt whose result does not fit resultSchema is followed by another; otherwise the job fails at once."
    resultContract: Boolean!
  }

  "A service level of one job."
  type Sla {
    "Must start this long after it was due."
    startBy: Duration
    "Must not take longer."
    maxDuration: Duration
  }

  ${connectionTypes('Task', 'tasks')}

  "What happens after a failed attempt; what is absent takes its default."
  input RetryPolicyInput {
    "How many attempts there are at most, 1 to 100."
    maxAttempts: Int
    "How the delay grows."
    strategy: RetryStrategy
    "The delay after the first attempt."
    baseDelay: Duration
    "The longest delay."
    maxDelay: Duration
    "How much chance is in the delay."
    jitter: RetryJitter
    "True: an attempt whose result does not fit resultSchema is followed by another. False unless given: the job fails at once, for the same work mostly leaves the same result."
    resultContract: Boolean
  }

  "A service level of one job."
  input SlaInput {
    "Must start this long after it was due."
    startBy: Duration
    "Must not take longer."
    maxDuration: Duration
  }

  "How a task is carried out: exactly one of its fields."
  input HandlerInput {
    "By a handler that comes with the worker."
    builtin: BuiltinHandlerInput
    "By one HTTP call."
    http: HttpHandlerInput
    "By a plugin runtime."
    plugin: PluginHandlerInput
  }

  "A handler that comes with the worker."
  input BuiltinHandlerInput {
    "One of ${builtinNames.join(', ')}."
    name: String!
    "What the handler itself is told, for example { ms: 100 } for sleep, or { lines: 10, everyMs: 500 } for log."
    options: JSON
  }

  """
  One HTTP call. The texts of url, headers and body may hold \${{ params.x }}, \${{ job.id }} and \${{ job.attempt }};
  they are filled in for each attempt. The answer is the result: { status, body }, where body is its JSON or its text,
  unpacked and read in its charset. An integer that a JSON number cannot carry exactly is kept as text, and bytes that
  are no text stand in bodyBase64. No limit but the task's timeout ends the call; a connection must be there in 10 s.
  """
  input HttpHandlerInput {
    "GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS."
    method: String!
    "Where to. Scheme and host are written out; expressions after them are encoded. An address that workers would refuse is BAD_URL: one that is not public, unless OUTBOUND_ALLOW lists it. What a name stands for is looked up with each call."
    url: String!
    "Header names and values. The value (hidden), as values are shown, keeps the one that the version before has under this name, as long as scheme, host and port of the url are the same."
    headers: JSON
    "The body; the params when absent. A text that is one expression keeps the type of its value."
    body: JSON
    "Whether the log of an attempt has the bodies of request and answer, at the level DEBUG; it has their heads in any case. False when absent."
    logBody: Boolean
  }

  "A plugin that a runtime executes. Beside result or error its answer may hold logs: a list of texts, or of { level, message, fields }, which become lines of the attempt's log."
  input PluginHandlerInput {
    "Which plugin."
    pluginId: String!
    "The runtime's address, under the same rule as the url of an HTTP call."
    runtimeUrl: String!
  }

  "How many jobs of a task may run at once."
  input TaskConcurrencyInput {
    "So many, 1 to ${gateBounds.concurrencyMax.toLocaleString('en')}; with a key, so many for each value of it."
    max: Int!
    "What to count by, such as \${{ params.host }}; filled in as a mutex is."
    key: String
  }

  "A task to be, or its next version."
  input RegisterTaskInput {
    "Unique in the tenant; an existing name makes a new version."
    name: String!
    "What it is for."
    description: String
    "How it is carried out."
    handler: HandlerInput!
    "The queue its jobs wait in, by name: one that exists; the default one unless given."
    queue: String
    "The priority of its jobs. Within a queue higher goes first: a point is worth a minute of waiting."
    priority: Int
    "How long one attempt may take."
    timeout: Duration
    "What happens after a failed attempt."
    retry: RetryPolicyInput
    """
    What params must look like, as JSON Schema 2020-12. Checked are $schema, $defs, $ref (to a place in the same schema,
    such as "#/$defs/name"), type, const, enum, minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf,
    minLength, maxLength, pattern, format, minItems, maxItems, uniqueItems, prefixItems, items, contains, minContains,
    maxContains, minProperties, maxProperties, required, dependentRequired, dependentSchemas, properties,
    patternProperties, additionalProperties, propertyNames, allOf, anyOf, oneOf, not, if, then and else. For people are
    title, description, $comment, default, examples, deprecated, readOnly and writeOnly. Any other keyword is refused
    with its path and what to write instead. The formats are date, time, date-time, duration, email, hostname, ipv4,
    ipv6, uri, uri-reference, uuid and json-pointer. A pattern is a regular expression of ECMAScript with the flag u,
    without looking ahead, behind or back at a group. A check that costs too much work is refused as PARAMS_INVALID.
    """
    inputSchema: JSON
    "What results must look like, in the same keywords as inputSchema; a result that does not fit fails its attempt as RESULT_CONTRACT, with the place in the result, and its job unless retry.resultContract is true."
    resultSchema: JSON
    """
    Up to ${gateBounds.mutexesMax} keys, such as "ledger" or "customer-\${{ params.customer }}", of which a job holds each alone while it runs,
    whatever its task. They are filled in when a job is made: params that leave a key empty, no text, or longer than
    ${gateBounds.keySizeBytesMax} bytes are refused as PARAMS_INVALID. A job takes all that it needs at once, or waits with nothing.
    """
    mutex: [String!]
    "How much of up to ${gateBounds.poolsPerTaskMax} pools a job takes while it runs, such as { gpu: 1 }. A pool that is not there is NOT_FOUND, more than it has LIMIT_REACHED."
    resources: JSON
    "How many of its jobs may run at once; absent means no cap. A change counts from the next start on, for jobs that wait already, too."
    concurrency: TaskConcurrencyInput
    "How many of its jobs may start in a span of time; absent means no rate. A change counts from the next start on, for jobs that wait already, too; jobs that were made before the task had a rate keep to none."
    rate: RateInput
    "Its service level."
    sla: SlaInput
    "Your own names and values, at most 32."
    labels: JSON
  }

  extend type Query {
    "One task by id or by name; null when this tenant has none such."
    task(
      "Its id."
      id: ID
      "Its name."
      name: String
    ): Task
    "Tasks in their latest version, the newest first."
    tasks(
      "Only those whose name or description has each of these words."
      query: String
      "Only those that are carried out in this way."
      handler: HandlerKind
      "Only those whose jobs wait in this queue, by name."
      queue: String
      "Only deprecated ones, or only those that are not."
      deprecated: Boolean
      "One of these, at most 1,000."
      ids: [ID!]
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): TaskConnection!
  }
`;

const Task: TaskResolvers = {
  id: (task) => publicId('task', task.id),
  handler: async (task, _, { loaders }) => (await existing(loaders.taskTexts.load(task.versionId))).handler,
  inputSchema: async (task, _, { loaders }) => (await existing(loaders.taskTexts.load(task.versionId))).inputSchema,
  resultSchema: async (task, _, { loaders }) => (await existing(loaders.taskTexts.load(task.versionId))).resultSchema,
  queue: (task, _, { loaders }) => existing(loaders.queue.load(task.queueId)),
  timeout: (task) => formatDuration(task.timeoutMs),
  mutex: ({ needs }) => needs?.mutex ?? [],
  resources: ({ needs }) => (needs === null || Object.keys(needs.resources).length === 0 ? null : needs.resources),
  concurrency: ({ needs }) => needs?.concurrency ?? null,
  rate: ({ needs }) => needs?.rate ?? null,
};

const RetryPolicy: RetryPolicyResolvers = {
  baseDelay: (policy) => formatDuration(policy.baseDelayMs),
  maxDelay: (policy) => formatDuration(policy.maxDelayMs),
};

const Sla: SlaResolvers = {
  startBy: ({ startByMs }) => (startByMs === undefined ? null : formatDuration(startByMs)),
  maxDuration: ({ maxDurationMs }) => (maxDurationMs === undefined ? null : formatDuration(maxDurationMs)),
};

const handlerKinds = { BUILTIN: 'builtin', HTTP: 'http', PLUGIN: 'plugin' } as const;

const Query: QueryResolvers = {
  task: async (_, { id, name }, { engine }) =>
    orThrow(await getTask(engine, { id: bareIdIfGiven('task', id) ?? null, name: name ?? null })) ?? null,
  tasks: (_, { ids, query, handler, queue, deprecated, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const wanted = {
      ids: ids?.map((id) => bareId('task', id)) ?? null,
      query: query ?? null,
      handler: handler ? handlerKinds[handler] : null,
      queue: queue ?? null,
      deprecated: deprecated ?? null,
    };
    return pageOf(listTasks(engine, { ...page, ...wanted }), page);
  },
};

export const taskResolvers = { Task, RetryPolicy, Sla, TaskConnection: connection, Query };
