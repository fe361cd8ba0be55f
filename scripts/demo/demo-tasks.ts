/**
 * The demo tenant's tasks. Those of `postgres-care` do real work on the database that the product runs on; the others
 * rehearse, each for one thing that work can do: take long, need a second try, be refused, die.
 */
import type { RegisterTaskInput } from '#engine/task/read-definition.ts';

const careTasks = {
  'relation-sizes': 'How large the database, its tables and its indexes are, largest first.',
  'dead-tuples': 'Which tables hold the largest share of dead rows, and when they were vacuumed last.',
  'oldest-transaction':
    'How old the oldest open transaction is, and whose: while it is open, nothing younger can be vacuumed.',
  'event-log-integrity':
    'Whether the event log is complete: entries of every recent run without gap or double, one end for every settled job.',
  connections: 'How many connections are in use, by role and application, against the limit of the server.',
  advise: 'What to do about a finding of one of the checks, in one sentence and with a severity.',
  vacuum: 'Vacuums the one table that is named, and counts its dead rows before and after.',
} as const;
type CareTask = keyof typeof careTasks;

/** The tasks of the plugin, at the address where its runtime answers. */
export function tasksOfPlugin(runtimeUrl: string): RegisterTaskInput[] {
  return careNames().map((name) => ({
    name,
    description: careTasks[name],
    handler: { plugin: { pluginId: 'postgres-care', runtimeUrl } },
    queue: name === 'relation-sizes' ? 'reports' : 'default',
    timeout: name === 'vacuum' ? 'PT2M' : 'PT30S',
    retry: { maxAttempts: 3, strategy: 'EXPONENTIAL', baseDelay: 'PT2S', jitter: 'EQUAL' },
    inputSchema: inputOf(name),
    ...(name === 'connections' ? { sla: { startBy: 'PT30S', maxDuration: 'PT20S' } } : {}),
    labels: { plugin: 'postgres-care' },
  }));
}

/** What a job of a plugin task is given; the plugin tells its actions apart by it. */
export function paramsOf(action: CareTask): { action: CareTask } {
  return { action };
}

/** The tasks that need nothing but a worker. */
export const rehearsals: RegisterTaskInput[] = [
  {
    name: 'rehearse-step',
    description:
      'Stands for a step of a longer procedure: waits as many milliseconds as its params say, then succeeds.',
    handler: { builtin: { name: 'sleep', options: { ms: 2_000 } } },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-fault',
    description: 'Fails as many attempts as its params say, then succeeds: once unless told otherwise.',
    handler: {
      builtin: {
        name: 'fail',
        options: { times: 1, message: 'the bank answered 503; it usually does better the second time' },
      },
    },
    retry: { maxAttempts: 3, strategy: 'FIXED', baseDelay: 'PT3S', jitter: 'NONE' },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-slow-report',
    description:
      'Takes three minutes where one is promised: watch it run, and see its alert when the promise is broken.',
    handler: { builtin: { name: 'sleep', options: { ms: 180_000 } } },
    queue: 'reports',
    timeout: 'PT10M',
    sla: { maxDuration: 'PT1M' },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-dead-partner',
    description:
      'A partner that never answers: every attempt fails, and after the last one the job is DEAD until somebody retries it.',
    handler: { builtin: { name: 'fail', options: { message: 'connect ETIMEDOUT: the partner does not answer' } } },
    retry: { maxAttempts: 3, strategy: 'FIXED', baseDelay: 'PT1S', jitter: 'NONE' },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-rejected-order',
    description: 'An order that is wrong in itself: its error may not be retried, so the first attempt is the last.',
    handler: {
      builtin: { name: 'fail', options: { message: 'line 7 names an article that does not exist', retryable: false } },
    },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-invoice-batch',
    description:
      'Twenty seconds in the queue billing, which lets two jobs run at once: the others wait and say for what.',
    handler: { builtin: { name: 'sleep', options: { ms: 20_000 } } },
    queue: 'billing',
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'rehearse-bank-transfer',
    description:
      'A minute for a customer, whose other transfers wait meanwhile, over one of the two lines to the bank: see who holds and who waits under Locks & pools.',
    handler: { builtin: { name: 'sleep', options: { ms: 60_000 } } },
    mutex: ['customer-${{ params.customer }}'],
    resources: { 'bank-lines': 1 },
    labels: { rehearsal: 'yes' },
  },
  {
    name: 'note-all-well',
    description: 'Does nothing: a step that is only there to be seen taken.',
    handler: { builtin: { name: 'noop' } },
    labels: { rehearsal: 'yes' },
  },
];

function careNames(): CareTask[] {
  return [
    'relation-sizes',
    'dead-tuples',
    'oldest-transaction',
    'event-log-integrity',
    'connections',
    'advise',
    'vacuum',
  ];
}

function inputOf(name: CareTask): object {
  const action = { const: name, description: 'Which action of the plugin this is.' };
  if (name === 'advise')
    return schemaOf({ action, finding: { type: 'object', description: 'The result of any check.' } });
  if (name === 'vacuum') return schemaOf({ action, table: { type: 'string', description: 'A table of the product.' } });
  if (name !== 'event-log-integrity') return schemaOf({ action });
  const hours = { type: 'number', exclusiveMinimum: 0, maximum: 168, description: 'How far back runs are checked.' };
  return { ...schemaOf({ action, hours }), required: ['action'] };
}

function schemaOf(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
