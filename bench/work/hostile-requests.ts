/** Requests by which one tenant could keep a console from answering the others: each was seen to, once. */
import type { Json, JsonObject } from '#domain/value/json.ts';

export type HostileRequest = {
  name: string;
  /** What it needs, sent first. */
  before?: Operation[];
  operation: Operation;
};

export type Operation = { query: string; variables: JsonObject };

const register =
  'mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { task { id } userErrors { code message } } }';
const enqueue =
  'mutation ($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { count userErrors { code message } } }';
const publish =
  'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { workflow { id } userErrors { code message } } }';
const start =
  'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } userErrors { code message } } }';
const validate =
  'query ($input: ValidateWorkflowInput!) { validateWorkflow(input: $input) { valid problems { code } } }';
const preview =
  'query ($input: PreviewScheduleInput!) { previewSchedule(input: $input, count: 100) { times { at } userErrors { code } } }';

const noop: Json = { builtin: { name: 'noop' } };

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function withSchema(name: string, schema: Json, jobs: Json[]): Pick<HostileRequest, 'before' | 'operation'> {
  return {
    before: [{ query: register, variables: { input: { name, handler: noop, inputSchema: schema } } }],
    operation: { query: enqueue, variables: { input: { jobs: jobs.map((params) => ({ task: name, params })) } } },
  };
}

function withSteps(name: string, tasks: Json[], variables: JsonObject): Pick<HostileRequest, 'before' | 'operation'> {
  const declared = Object.fromEntries(
    Object.entries(variables).map(([key, value]): [string, Json] => [
      key,
      { type: Array.isArray(value) ? 'array' : 'string' },
    ]),
  );
  return {
    before: [
      { query: register, variables: { input: { name: 'noop', handler: noop } } },
      { query: publish, variables: { input: { definition: { name, variables: declared, tasks } } } },
    ],
    operation: { query: start, variables: { input: { workflow: name, variables } } },
  };
}

const wide = Object.fromEntries(times(900, (n): [string, Json] => [`property${n}`, n]));
const wideSchema: Json = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.keys(wide).map((key): [string, Json] => [key, { type: 'integer', minimum: 0 }]),
  ),
};
const step = (n: number, more: JsonObject): JsonObject => ({ id: `s${n}`, type: 'noop', dependencies: [], ...more });
const loops = 'vars.list.all(a, vars.list.all(b, vars.list.all(c, a + b + c >= 0)))';

/** All of them. */
export function hostileRequests(): HostileRequest[] {
  return [
    ...[20_000, 100_000].map((lines) => ({
      name: `validateWorkflow, ${lines} lines of YAML`,
      operation: { query: validate, variables: { input: { yaml: times(lines, (n) => `k${n}: 1`).join('\n') } } },
    })),
    {
      name: 'validateWorkflow, 5,000 steps',
      operation: {
        query: validate,
        variables: { input: { definition: { name: 'large', tasks: times(5_000, (n) => step(n, { type: 'none' })) } } },
      },
    },
    { name: 'one job, a wide schema', ...withSchema('wide', wideSchema, [wide]) },
    {
      name: 'a hundred jobs, a wide schema',
      ...withSchema(
        'wider',
        wideSchema,
        times(100, () => wide),
      ),
    },
    {
      name: 'forty jobs, a slow pattern',
      ...withSchema(
        'slow',
        { type: 'string', pattern: '^(a+)+$' },
        times(40, () => `${'a'.repeat(5_000)}!`),
      ),
    },
    {
      name: 'one job, a long list of distinct values',
      ...withSchema('distinct', { type: 'array', uniqueItems: true }, [times(20_000, (n) => ({ n }))]),
    },
    {
      name: 'one job, a long enum',
      ...withSchema('enumerated', { items: { enum: times(3_000, (n) => `value number ${n}`) } }, [
        times(3_000, (n) => `value nr ${n}`),
      ]),
    },
    {
      name: 'startRun, 1,500 conditions with loops in loops',
      ...withSteps(
        'loops',
        times(1_500, (n) => step(n, { condition: loops })),
        { list: times(1_000, (n) => n) },
      ),
    },
    {
      name: 'startRun, 1,000 templates of 250 kB',
      ...withSteps(
        'templates',
        times(1_000, (n) => step(n, { params: { text: '${{ vars.text }}' } })),
        { text: 'x'.repeat(250_000) },
      ),
    },
    {
      name: 'startRun, 40 steps of 900 texts of 250 kB each',
      ...withSteps(
        'copies',
        times(40, (n) => step(n, { params: times(900, () => '${{ vars.text }}') })),
        { text: 'x'.repeat(250_000) },
      ),
    },
    {
      name: 'previewSchedule, 100 rare dates',
      operation: { query: preview, variables: { input: { cron: '0 0 29 2 1#5', timeZone: 'Australia/Lord_Howe' } } },
    },
    {
      name: 'enqueueJobs, 1,000 jobs of 6 kB',
      ...withSchema(
        'largest',
        {},
        times(1_000, () => 'x'.repeat(6_000)),
      ),
    },
    {
      name: 'enqueueJobs, 1,000 jobs of 7 kB',
      ...withSchema(
        'large',
        {},
        times(1_000, () => 'x'.repeat(7_000)),
      ),
    },
    {
      name: 'enqueueJobs, 1,000 jobs of many values',
      ...withSchema(
        'many',
        {},
        times(1_000, () => times(700, (n) => n)),
      ),
    },
    {
      name: 'jobs, 200,000 ids',
      operation: {
        query: 'query ($ids: [ID!]) { jobs(filter: { ids: $ids }) { totalCount } }',
        variables: { ids: times(200_000, (n) => `job_${n}`) },
      },
    },
    {
      name: 'a document of 500 fields',
      operation: { query: `{ ${times(500, (n) => `a${n}: __typename`).join(' ')} }`, variables: {} },
    },
  ];
}
