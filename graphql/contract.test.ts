import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type DefinitionNode, Kind, parse, print } from 'graphql';
import type { JsonObject } from '#domain/value/json.ts';
import { type Answer, at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

let api: TestConsole;
let documents: Map<string, string>;
before(async () => {
  api = await startTestConsole();
  const text = await readFile(join(import.meta.dirname, 'contract.test.graphql'), 'utf8');
  documents = new Map(parse(text).definitions.map((definition) => [nameOf(definition), print(definition)]));
});
after(() => api.close());

function nameOf(definition: DefinitionNode): string {
  assert.equal(definition.kind, Kind.OPERATION_DEFINITION);
  return definition.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? '') : '';
}

/** Sends a document of the contract; fails the test on any error or userError. */
async function run(tenant: Pick<TestTenant, 'ask'>, name: string, variables: JsonObject = {}): Promise<JsonObject> {
  const { data, errors } = await tenant.ask(documents.get(name) ?? '', variables);
  assert.deepEqual(errors, [], name);
  for (const value of Object.values(data)) assert.deepEqual(at(value, 'userErrors') ?? [], [], name);
  return data;
}

/** The userErrors of a document of the contract, as `CODE path`. */
async function refused(tenant: Pick<TestTenant, 'ask'>, name: string, variables: JsonObject): Promise<string[]> {
  const { data, errors, text } = await tenant.ask(documents.get(name) ?? '', variables);
  assert.deepEqual(errors, [], text);
  const found = at(Object.values(data)[0], 'userErrors');
  assert.ok(Array.isArray(found), text);
  return found.map((error) => `${textAt(error, 'code')} ${[at(error, 'path') ?? []].flat().join('.')}`.trim());
}

const noop = { name: 'work', handler: { builtin: { name: 'noop' } } };
const diamond = {
  name: 'diamond',
  tasks: [
    { id: 'a', type: 'work', dependencies: [] },
    { id: 'b', type: 'work', dependencies: ['a'] },
    { id: 'c', type: 'work', dependencies: ['a'] },
    { id: 'd', type: 'work', dependencies: ['b', 'c'] },
  ],
};

test('an integrator sets up a tenant, its limits and its tokens', async () => {
  const admin: Pick<TestTenant, 'ask'> = {
    ask: (query, variables) => api.ask({ token: api.adminToken }, query, variables),
  };
  const made = await run(admin, 'CreateTenant', {
    input: { slug: 'acme', name: 'Acme', limits: { maxRunningJobs: 3 } },
  });
  assert.equal(at(made, 'createTenant', 'tenant', 'limits', 'maxRunningJobs'), 3);
  const updated = await run(admin, 'UpdateTenantLimits', {
    input: { tenant: 'acme', limits: { maxRunningJobs: 5, weight: 1 } },
  });
  assert.deepEqual(at(updated, 'updateTenantLimits', 'tenant', 'limits'), {
    maxRunningJobs: 5,
    maxQueuedJobs: null,
    weight: 1,
  });
  const byId = await run(admin, 'UpdateTenantLimits', {
    input: { tenant: textAt(made, 'createTenant', 'tenant', 'id'), limits: { maxQueuedJobs: 9 } },
  });
  assert.equal(at(byId, 'updateTenantLimits', 'tenant', 'limits', 'maxQueuedJobs'), 9);
  const inAcme: Pick<TestTenant, 'ask'> = {
    ask: (query, variables) => api.ask({ token: api.adminToken, tenant: 'acme' }, query, variables),
  };
  const keyed = await run(inAcme, 'CreateApiToken', { input: { name: 'ci', role: 'OPERATOR' } });
  const seen = await api.ask({ token: textAt(keyed, 'createApiToken', 'plaintext') }, documents.get('Viewer') ?? '');
  assert.equal(at(seen.data, 'viewer', 'kind'), 'TOKEN');
  assert.equal(at(seen.data, 'viewer', 'tenant', 'slug'), 'acme');
  assert.deepEqual(at(await run(admin, 'Viewer'), 'viewer', 'role'), 'PLATFORM_ADMIN');
  assert.deepEqual(await refused(admin, 'CreateTenant', { input: { slug: 'acme', name: 'Again' } }), [
    'NAME_TAKEN slug',
  ]);
});

test('a job is enqueued, read, listed, cancelled and tried again', async () => {
  const tenant = await api.tenant();
  await run(tenant, 'RegisterTask', { input: noop });
  assert.equal(at(await run(tenant, 'Tasks'), 'tasks', 'nodes', 0, 'queue', 'name'), 'default');
  const input = {
    task: 'work',
    params: { n: 1 },
    labels: { team: 'ops' },
    correlationId: 'c-1',
    idempotencyKey: 'k-1',
  };
  const made = await run(tenant, 'EnqueueJob', { input });
  assert.equal(at(made, 'enqueueJob', 'idempotentReplay'), false);
  const id = textAt(made, 'enqueueJob', 'job', 'id');
  const again = await run(tenant, 'EnqueueJob', { input });
  assert.deepEqual([at(again, 'enqueueJob', 'job', 'id'), at(again, 'enqueueJob', 'idempotentReplay')], [id, true]);
  assert.deepEqual(await refused(tenant, 'EnqueueJob', { input: { ...input, params: { n: 2 } } }), [
    'IDEMPOTENCY_CONFLICT idempotencyKey',
  ]);
  const { job } = await run(tenant, 'Job', { id });
  assert.deepEqual(at(job, 'params'), { n: 1 });
  assert.deepEqual(at(job, 'labels'), { team: 'ops' });
  assert.equal(at(job, 'transitions', 0, 'to'), 'PENDING');
  assert.equal(at(job, 'reason', 'code'), 'NO_WORKER');
  const batch = await run(tenant, 'EnqueueJobs', {
    input: { jobs: [{ task: 'work' }, { task: 'work', delay: 'PT1H' }] },
  });
  assert.equal(at(batch, 'enqueueJobs', 'count'), 2);
  const page = await run(tenant, 'Jobs', { first: 2 });
  assert.deepEqual(
    [at(page, 'jobs', 'totalCount'), at(page, 'jobs', 'totalCountExact'), at(page, 'jobs', 'pageInfo', 'hasNextPage')],
    [3, true, true],
  );
  const rest = await run(tenant, 'Jobs', { first: 2, after: textAt(page, 'jobs', 'pageInfo', 'endCursor') });
  assert.deepEqual(at(rest, 'jobs', 'nodes', 0, 'id'), id);
  const labelled = await run(tenant, 'Jobs', {
    filter: { labels: { team: 'ops' }, states: ['PENDING'], query: 'task:work' },
  });
  assert.equal(at(labelled, 'jobs', 'totalCount'), 1);
  assert.equal(at(await run(tenant, 'CancelJob', { id }), 'cancelJob', 'job', 'state'), 'CANCELLED');
  assert.deepEqual(await refused(tenant, 'CancelJob', { id }), ['ILLEGAL_TRANSITION id']);
  assert.equal(at(await run(tenant, 'RetryJob', { id }), 'retryJob', 'job', 'state'), 'PENDING');
  assert.deepEqual(await refused(tenant, 'RetryJob', { id }), ['ILLEGAL_TRANSITION id']);
});

test('a thousand jobs of two kilobytes go in one call', async () => {
  const tenant = await api.tenant();
  await run(tenant, 'RegisterTask', { input: noop });
  const jobs = Array.from({ length: 1_000 }, (_, n) => ({ task: 'work', params: { n, filler: 'x'.repeat(2_000) } }));
  const made = await run(tenant, 'EnqueueJobs', { input: { jobs } });
  assert.equal(at(made, 'enqueueJobs', 'count'), 1_000);
  assert.deepEqual(await refused(tenant, 'EnqueueJobs', { input: { jobs: [...jobs, { task: 'work' }] } }), [
    'TOO_LARGE jobs',
  ]);
});

test('queues, alerts and workers are listed', async () => {
  const tenant = await api.tenant();
  const made = await run(tenant, 'UpsertQueue', { input: { name: 'billing', priority: 5, concurrency: 2 } });
  assert.deepEqual(at(made, 'upsertQueue', 'queue'), {
    name: 'billing',
    priority: 5,
    concurrency: 2,
    paused: false,
    depth: 0,
    running: 0,
    oldestAgeMs: null,
  });
  const paused = await run(tenant, 'UpsertQueue', { input: { name: 'billing', paused: true } });
  assert.deepEqual(
    [at(paused, 'upsertQueue', 'queue', 'paused'), at(paused, 'upsertQueue', 'queue', 'concurrency')],
    [true, 2],
  );
  assert.equal(at(await run(tenant, 'Queues'), 'queues', 0, 'name'), 'billing');
  assert.deepEqual(at(await run(tenant, 'Alerts', { first: 5 }), 'alerts', 'nodes'), []);
  assert.deepEqual(at(await run(tenant, 'Workers'), 'workers'), []);
});

test('a schedule is previewed, made, triggered, paused and resumed', async () => {
  const tenant = await api.tenant();
  await run(tenant, 'RegisterTask', { input: noop });
  const timetable = { cron: 'weekdays at 07:00', timeZone: 'Europe/Berlin' };
  const preview = await run(tenant, 'PreviewSchedule', {
    input: { ...timetable, after: '2026-03-27T12:00:00Z' },
    count: 2,
  });
  assert.equal(at(preview, 'previewSchedule', 'times', 0, 'at'), '2026-03-30T05:00:00.000Z');
  const made = await run(tenant, 'CreateSchedule', {
    input: { name: 'morning', ...timetable, target: { task: 'work' } },
  });
  const id = textAt(made, 'createSchedule', 'schedule', 'id');
  const fired = await run(tenant, 'TriggerSchedule', { id });
  assert.equal(at(fired, 'triggerSchedule', 'tick', 'outcome'), 'FIRED');
  const { schedule } = await run(tenant, 'Schedule', { id, first: 5 });
  assert.deepEqual(at(schedule, 'ticks', 'nodes', 0, 'job', 'id'), at(fired, 'triggerSchedule', 'tick', 'job', 'id'));
  assert.deepEqual(at(await run(tenant, 'PauseSchedules', { ids: [id] }), 'pauseSchedules', 'schedules', 0), {
    id,
    state: 'PAUSED',
    nextRunAt: null,
  });
  assert.equal(
    at(await run(tenant, 'ResumeSchedules', { ids: [id] }), 'resumeSchedules', 'schedules', 0, 'state'),
    'ACTIVE',
  );
});

test('a workflow is checked, published, run, cancelled and run again', async () => {
  const tenant = await api.tenant();
  await run(tenant, 'RegisterTask', { input: noop });
  const checked = await run(tenant, 'ValidateWorkflow', { input: { definition: diamond } });
  assert.deepEqual(at(checked, 'validateWorkflow', 'levels'), [['a'], ['b', 'c'], ['d']]);
  const published = await run(tenant, 'PublishWorkflow', { input: { definition: diamond } });
  assert.equal(at(published, 'publishWorkflow', 'version', 'number'), 1);
  const started = await run(tenant, 'StartRun', { input: { workflow: 'diamond', idempotencyKey: 'r-1' } });
  const id = textAt(started, 'startRun', 'run', 'id');
  const { run: shown } = await run(tenant, 'Run', { id });
  const steps = at(shown, 'steps');
  assert.ok(Array.isArray(steps));
  assert.deepEqual(
    steps.map((step) => [at(step, 'stepKey'), at(step, 'state')]),
    [
      ['a', 'PENDING'],
      ['b', 'PENDING'],
      ['c', 'PENDING'],
      ['d', 'PENDING'],
    ],
  );
  assert.equal(at(steps[1], 'reason', 'code'), 'DEPENDENCY');
  assert.equal(new Set(steps.map((step) => at(step, 'id'))).size, 4);
  const drawn = await tenant.ask(
    'query ($id: ID!) { run(id: $id) { graph { nodes { stepKey task level } edges { from to on } } } }',
    { id },
  );
  assert.deepEqual(at(drawn.data, 'run', 'graph', 'nodes', 3), { stepKey: 'd', task: 'work', level: 2 });
  assert.deepEqual(at(drawn.data, 'run', 'graph', 'edges', 0), { from: 'a', to: 'b', on: 'success' });
  assert.equal(at(await run(tenant, 'CancelRun', { id }), 'cancelRun', 'run', 'state'), 'CANCELLED');
  const replayed = await run(tenant, 'RetryRun', { input: { run: id } });
  assert.equal(at(replayed, 'retryRun', 'run', 'replayOf', 'id'), id);
  assert.equal(at(await run(tenant, 'Runs', { filter: { states: ['CANCELLED'] } }), 'runs', 'nodes', 0, 'id'), id);
});

test('what is wrong with an input is said with a code and a path, and nothing is stored', async () => {
  const tenant = await api.tenant();
  const inputSchema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
  await run(tenant, 'RegisterTask', { input: { ...noop, inputSchema } });
  const schedule = { name: 's', cron: '@daily', target: { task: 'work' }, params: { n: 1 } };
  const job = { task: 'work', params: { n: 1 } };
  const cases: [string, JsonObject, string][] = [
    ['EnqueueJob', { input: { task: 'nothing' } }, 'UNKNOWN_TASK task'],
    ['EnqueueJob', { input: { task: 'work', params: { n: 'one' } } }, 'PARAMS_INVALID params.n'],
    ['EnqueueJob', { input: { ...job, params: { n: 1, filler: 'x'.repeat(300_000) } } }, 'TOO_LARGE params'],
    ['EnqueueJob', { input: { ...job, delay: 'soon' } }, 'BAD_DURATION delay'],
    ['EnqueueJob', { input: { ...job, labels: { a: 1 } } }, 'BAD_INPUT labels.a'],
    ['EnqueueJob', { input: { ...job, queue: 'nowhere' } }, 'NOT_FOUND queue'],
    ['EnqueueJobs', { input: { jobs: [job, { task: 'nothing' }] } }, 'UNKNOWN_TASK jobs.1.task'],
    ['EnqueueJobs', { input: { jobs: [] } }, 'BAD_INPUT jobs'],
    ['CreateSchedule', { input: { ...schedule, cron: '0 25 * * *' } }, 'BAD_CRON cron'],
    ['CreateSchedule', { input: { ...schedule, timeZone: 'Mars/Olympus' } }, 'BAD_TIME_ZONE timeZone'],
    ['CreateSchedule', { input: { ...schedule, target: { task: 'nothing' } } }, 'UNKNOWN_TASK target.task'],
    ['CreateSchedule', { input: { ...schedule, target: {} } }, 'BAD_INPUT target'],
    ['PreviewSchedule', { input: { cron: 'now and then' } }, 'BAD_CRON cron'],
    ['PublishWorkflow', { input: { definition: { name: 'w', tasks: [] } } }, 'EMPTY_WORKFLOW definition.tasks'],
    ['StartRun', { input: { workflow: 'nothing' } }, 'UNKNOWN_WORKFLOW workflow'],
    ['StartRun', { input: { workflow: 'nothing', variables: [1] } }, 'BAD_INPUT variables'],
    [
      'RegisterTask',
      { input: { name: 'x', handler: { builtin: { name: 'magic' } } } },
      'BAD_INPUT handler.builtin.name',
    ],
    ['RegisterTask', { input: { name: 'x', handler: {} } }, 'BAD_INPUT handler'],
    ['RegisterTask', { input: { ...noop, timeout: 'P1Y' } }, 'BAD_DURATION timeout'],
  ];
  for (const [name, variables, expected] of cases) {
    assert.deepEqual(await refused(tenant, name, variables), [expected], JSON.stringify(variables).slice(0, 200));
  }
  assert.equal(at(await run(tenant, 'Jobs'), 'jobs', 'totalCount'), 0);
});

test('the problems of a workflow are found together, each with its place', async () => {
  const tenant = await api.tenant();
  const codesOf = async (input: JsonObject) => {
    const { validateWorkflow } = await run(tenant, 'ValidateWorkflow', { input });
    const problems = at(validateWorkflow, 'problems');
    assert.equal(at(validateWorkflow, 'valid'), false);
    return Array.isArray(problems) ? problems.map((problem) => at(problem, 'code')) : [];
  };
  const cyclic = {
    name: 'w',
    tasks: [
      { id: 'a', type: 'work', dependencies: ['b'] },
      { id: 'b', type: 'work', dependencies: ['a'] },
    ],
  };
  assert.ok((await codesOf({ definition: cyclic })).includes('CYCLE'));
  assert.ok(
    (await codesOf({ definition: { name: 'w', tasks: [{ id: 'a', type: 'nothing', color: 'red' }] } })).includes(
      'UNKNOWN_FIELD',
    ),
  );
  assert.deepEqual(await codesOf({ yaml: 'name: w\ntasks: [' }), ['BAD_YAML']);
});

test("another tenant's ids are not found, in the words of ids that never were", async () => {
  const [own, foreign] = await Promise.all([api.tenant(), api.tenant()]);
  await run(foreign, 'RegisterTask', { input: noop });
  const job = textAt(await run(foreign, 'EnqueueJob', { input: { task: 'work' } }), 'enqueueJob', 'job', 'id');
  await run(foreign, 'PublishWorkflow', { input: { definition: diamond } });
  const runId = textAt(await run(foreign, 'StartRun', { input: { workflow: 'diamond' } }), 'startRun', 'run', 'id');
  const made = await run(foreign, 'CreateSchedule', { input: { name: 's', cron: '@daily', target: { task: 'work' } } });
  const schedule = textAt(made, 'createSchedule', 'schedule', 'id');
  const never = '01900000-0000-7000-8000-000000000000';
  const pairs: [string, (id: string) => JsonObject, string, string][] = [
    ['Job', (id) => ({ id }), job, `job_${never}`],
    ['CancelJob', (id) => ({ id }), job, `job_${never}`],
    ['RetryJob', (id) => ({ id }), job, 'nonsense'],
    ['Run', (id) => ({ id }), runId, `run_${never}`],
    ['CancelRun', (id) => ({ id }), runId, `job_${never}`],
    ['RetryRun', (id) => ({ input: { run: id } }), runId, `run_${never}`],
    ['Schedule', (id) => ({ id }), schedule, `sch_${never}`],
    ['PauseSchedules', (id) => ({ ids: [id] }), schedule, `sch_${never}`],
    ['TriggerSchedule', (id) => ({ id }), schedule, `sch_${never}`],
    ['Jobs', (id) => ({ filter: { run: id } }), runId, `run_${never}`],
  ];
  const words = ({ text }: Answer) => text.replaceAll(/"eventCursor":"[^"]*"/g, '');
  for (const [name, variables, foreignId, neverId] of pairs) {
    const document = documents.get(name) ?? '';
    const [theirs, nobodys] = await Promise.all([
      own.ask(document, variables(foreignId)),
      own.ask(document, variables(neverId)),
    ]);
    assert.equal(words(theirs), words(nobodys), name);
    assert.equal(theirs.errors.length, 0, name);
  }
});

test('who may not is told so by name of the permission', async () => {
  const viewer = await api.tenant('VIEWER');
  assert.deepEqual(await refused(viewer, 'EnqueueJob', { input: { task: 'work' } }), ['FORBIDDEN']);
  assert.deepEqual(await refused(viewer, 'CreateTenant', { input: { slug: 'mine', name: 'Mine' } }), ['FORBIDDEN']);
});

test('a list that is asked for oddly is an error of its field, with a code', async () => {
  const tenant = await api.tenant();
  for (const [variables, code] of [
    [{ first: 0 }, 'BAD_INPUT'],
    [{ first: 201 }, 'BAD_INPUT'],
    [{ after: 'xyz' }, 'BAD_INPUT'],
    [{ filter: { query: 'colour:red' } }, 'BAD_INPUT'],
  ] as const) {
    const { errors } = await tenant.ask(documents.get('Jobs') ?? '', variables);
    assert.equal(at(errors[0], 'extensions', 'code'), code, JSON.stringify(variables));
  }
  const malformed = await tenant.ask(documents.get('EnqueueJob') ?? '', { input: { task: 'work', runAt: 'tomorrow' } });
  assert.equal(at(malformed.errors[0], 'extensions', 'code'), 'BAD_USER_INPUT');
});

test('a fault is told by its request id and nothing else', async () => {
  const broken = await startTestConsole();
  const tenant = await broken.tenant();
  await broken.breakDatabase();
  const { errors, text } = await tenant.ask('{ queues { id } }');
  assert.equal(at(errors[0], 'extensions', 'code'), 'INTERNAL');
  assert.match(textAt(errors[0], 'extensions', 'requestId'), /./);
  assert.doesNotMatch(text, /queues"?\s+does not exist|select|stack|node_modules|prisma/i);
  await broken.close();
});
