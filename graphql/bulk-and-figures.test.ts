// What the console asks beyond single entities: bulk commands, facets, statistics, and what hangs on a workflow or run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { limits } from './limits/bounds.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

async function answered(tenant: TestTenant, query: string, variables = {}) {
  const { data, errors } = await tenant.ask(query, variables);
  assert.deepEqual(errors, [], query);
  return data;
}

const refusals = 'userErrors { code message path }';

async function tenantWithTask(): Promise<TestTenant> {
  const tenant = await api.tenant();
  const made = await answered(
    tenant,
    `mutation { registerTask(input: { name: "work", handler: { builtin: { name: "noop" } } }) { ${refusals} } }`,
  );
  assert.deepEqual(at(made, 'registerTask', 'userErrors'), []);
  return tenant;
}

async function enqueue(tenant: TestTenant, count: number): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => ({ task: 'work' }));
  const made = await answered(
    tenant,
    'mutation ($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { jobs { id } } }',
    { input: { jobs } },
  );
  return jobs.map((_, n) => textAt(made, 'enqueueJobs', 'jobs', n, 'id'));
}

const cancelJobs = `mutation ($input: BulkJobsInput!) { cancelJobs(input: $input) { count jobs { id state reason { message } } skipped { reason count } ${refusals} } }`;
const retryJobs = cancelJobs.replace('cancelJobs(', 'retryJobs(');
const enqueueDelayed = 'mutation ($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id } } }';
const runJobNow = `mutation ($input: RunJobNowInput!) { runJobNow(input: $input) { job { id state runAt } ${refusals} } }`;

test('jobs marked by hand are tried out, cancelled with a reason and retried, and no others', async () => {
  const [tenant, other] = [await tenantWithTask(), await tenantWithTask()];
  const [first = '', second = '', third = ''] = await enqueue(tenant, 3);
  const [foreign = ''] = await enqueue(other, 1);
  const filter = { ids: [first, second, foreign, 'job_nonsense'] };
  const dry = await answered(tenant, cancelJobs, { input: { filter, dryRun: true } });
  assert.deepEqual(at(dry, 'cancelJobs', 'count'), 2);
  assert.equal(at(dry, 'cancelJobs', 'jobs', 0, 'state'), 'PENDING');
  const input = { filter, expectedCount: 2, reason: 'a wrong file' };
  assert.deepEqual(at(await answered(tenant, cancelJobs, { input }), 'cancelJobs'), {
    count: 2,
    jobs: [second, first].map((id) => ({ id, state: 'CANCELLED', reason: { message: 'a wrong file' } })),
    skipped: [],
    userErrors: [],
  });
  const again = await answered(tenant, cancelJobs, { input: { ...input, filter: { ids: [first, third] } } });
  assert.equal(at(again, 'cancelJobs', 'userErrors', 0, 'code'), 'VERSION_CONFLICT');
  const retried = await answered(tenant, retryJobs, { input: { filter: { query: 'state:cancelled' } } });
  assert.equal(at(retried, 'retryJobs', 'count'), 2);
  const empty = await answered(tenant, retryJobs, { input: { filter: {} } });
  assert.deepEqual(at(empty, 'retryJobs', 'userErrors', 0, 'path'), ['filter']);
  const theirs = await answered(other, '{ jobs { nodes { state } } }');
  assert.deepEqual(at(theirs, 'jobs', 'nodes'), [{ state: 'PENDING' }]);
});

test('a delayed job is run now by its id, and not again once it waits no more', async () => {
  const tenant = await tenantWithTask();
  const made = await answered(tenant, enqueueDelayed, { input: { task: 'work', delay: 'PT1H' } });
  const id = textAt(made, 'enqueueJob', 'job', 'id');
  const dry = await answered(tenant, cancelJobs.replace('cancelJobs(', 'runJobsNow('), {
    input: { filter: { query: 'state:scheduled' }, dryRun: true },
  });
  assert.deepEqual(at(dry, 'runJobsNow', 'jobs', 0, 'id'), id);
  const now = await answered(tenant, runJobNow, { input: { id, reason: 'the customer waits' } });
  assert.deepEqual(at(now, 'runJobNow', 'job'), { id, state: 'PENDING', runAt: null });
  const again = await answered(tenant, runJobNow, { input: { id } });
  assert.deepEqual(at(again, 'runJobNow', 'userErrors'), [
    {
      code: 'ILLEGAL_TRANSITION',
      message: 'a PENDING job has no time to wait for: only a SCHEDULED one has',
      path: ['id'],
    },
  ]);
  const unknown = await answered(tenant, runJobNow, { input: { id: 'job_nonsense' } });
  assert.equal(at(unknown, 'runJobNow', 'userErrors', 0, 'code'), 'NOT_FOUND');
});

test('a list of runs tells how many of their steps have settled, and is asked for by ids', async () => {
  const tenant = await tenantWithTask();
  const definition = { name: 'two', tasks: ['one', 'two'].map((id) => ({ id, type: 'work' })) };
  await answered(
    tenant,
    'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { version { id } } }',
    {
      input: { definition },
    },
  );
  const start = 'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }';
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1)
    ids.push(textAt(await answered(tenant, start, { input: { workflow: 'two' } }), 'startRun', 'run', 'id'));
  const cancel = 'mutation ($input: CancelRunInput!) { cancelRun(input: $input) { userErrors { code } } }';
  await answered(tenant, cancel, { input: { id: ids[0] } });
  const list = 'query ($ids: [ID!]) { runs(filter: { ids: $ids }) { nodes { id stepProgress { settled total } } } }';
  assert.deepEqual(at(await answered(tenant, list, { ids: ids.slice(0, 2) }), 'runs', 'nodes'), [
    { id: ids[1], stepProgress: { settled: 0, total: 2 } },
    { id: ids[0], stepProgress: { settled: 2, total: 2 } },
  ]);
  // The same filter means the same runs, whatever is asked of them.
  const now = Date.now();
  const window = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString() };
  const histogram = `query ($ids: [ID!], $from: DateTime!, $to: DateTime!) {
    runHistogram(filter: { ids: $ids }, from: $from, to: $to, buckets: 1) { buckets { states { state count } } } }`;
  assert.deepEqual(
    at(await answered(tenant, histogram, { ids: ids.slice(0, 2), ...window }), 'runHistogram', 'buckets', 0, 'states'),
    [
      { state: 'RUNNING', count: 1 },
      { state: 'CANCELLED', count: 1 },
    ],
  );
  const nobody = { ids: ['run_nonsense', 'job_01900000-0000-7000-8000-000000000000'], ...window };
  assert.deepEqual(at(await answered(tenant, histogram, nobody), 'runHistogram', 'buckets'), [{ states: [] }]);
});

test('facets and statistics of a tenant tell its own jobs', async () => {
  const tenant = await tenantWithTask();
  const [first = ''] = await enqueue(tenant, 3);
  await answered(tenant, cancelJobs, { input: { filter: { ids: [first] } } });
  const facets = await answered(
    tenant,
    '{ jobFacets(filter: { task: "work" }) { states { value count } queues { value count } tasks { value count } isExact } }',
  );
  assert.deepEqual(at(facets, 'jobFacets'), {
    states: [
      { value: 'PENDING', count: 2 },
      { value: 'CANCELLED', count: 1 },
    ],
    queues: [{ value: 'default', count: 3 }],
    tasks: [{ value: 'work', count: 3 }],
    isExact: true,
  });
  const now = Date.now();
  const window = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString() };
  const figures = await answered(
    tenant,
    `query ($from: DateTime!, $to: DateTime!) {
      statistics(from: $from, to: $to, buckets: 1) {
        onTimePercent successPercent triggerLatencyP95Ms
        counts { created started succeeded failed dead cancelled retried missed }
        buckets { at created succeeded failed depth }
      }
    }`,
    window,
  );
  assert.deepEqual(at(figures, 'statistics'), {
    onTimePercent: null,
    successPercent: null,
    triggerLatencyP95Ms: null,
    counts: { created: 3, started: 0, succeeded: 0, failed: 0, dead: 0, cancelled: 1, retried: 0, missed: 0 },
    buckets: [{ at: window.from, created: 3, succeeded: 0, failed: 0, depth: 2 }],
  });
  const { errors } = await tenant.ask('{ jobFacets(filter: { query: "colour:red" }) { isExact } }');
  assert.equal(at(errors[0], 'extensions', 'code'), 'BAD_INPUT');
});

test('figures over time are told between cuts, and refused at the cut that cannot be', async () => {
  const tenant = await tenantWithTask();
  await enqueue(tenant, 2);
  await answered(tenant, publish, { input: { definition: { name: 'report', tasks: [{ id: 'a', type: 'work' }] } } });
  await answered(tenant, 'mutation { startRun(input: { workflow: "report" }) { run { id } } }');
  const now = Date.now();
  const minutesFromNow = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  const [from, to] = [minutesFromNow(-50), minutesFromNow(10)];
  const [first, second] = [minutesFromNow(-49), minutesFromNow(-20)];
  const query = `query ($from: DateTime!, $to: DateTime!, $buckets: Int, $cuts: [DateTime!]) {
    jobHistogram(from: $from, to: $to, buckets: $buckets, cuts: $cuts) { buckets { at states { count } } }
    runHistogram(from: $from, to: $to, buckets: $buckets, cuts: $cuts) { buckets { at states { count } } }
    statistics(from: $from, to: $to, buckets: $buckets, cuts: $cuts) { buckets { at created } }
  }`;
  const found = await answered(tenant, query, { from, to, cuts: [first, second] });
  const told = (counts: (number | undefined)[]) => counts.map((count) => (count === undefined ? [] : [{ count }]));
  const between = (states: unknown[]) => [from, first, second].map((at, n) => ({ at, states: states[n] }));
  assert.deepEqual(at(found, 'jobHistogram', 'buckets'), between(told([undefined, undefined, 3])));
  assert.deepEqual(at(found, 'runHistogram', 'buckets'), between(told([undefined, undefined, 1])));
  assert.deepEqual(
    at(found, 'statistics', 'buckets'),
    [from, first, second].map((start, n) => ({ at: start, created: n === 2 ? 3 : 0 })),
  );
  const without = await answered(tenant, query, { from, to });
  for (const [field, count] of [
    ['jobHistogram', 48],
    ['runHistogram', 48],
    ['statistics', 60],
  ] as const) {
    const buckets = at(without, field, 'buckets');
    assert.equal(Array.isArray(buckets) && buckets.length, count, field);
  }
  for (const field of ['jobHistogram', 'runHistogram', 'statistics']) {
    const ask = `query ($from: DateTime!, $to: DateTime!, $buckets: Int, $cuts: [DateTime!]) {
      ${field}(from: $from, to: $to, buckets: $buckets, cuts: $cuts) { from } }`;
    const refused = await tenant.ask(ask, { from, to, cuts: [second, first] });
    assert.deepEqual(at(refused.errors[0], 'extensions', 'code'), 'BAD_INPUT', field);
    assert.deepEqual(at(refused.errors[0], 'extensions', 'inputPath'), ['cuts', '1'], field);
    const both = await tenant.ask(ask, { from, to, buckets: 3, cuts: [first, second] });
    assert.deepEqual(at(both.errors[0], 'extensions', 'inputPath'), ['cuts'], field);
  }
});

test('histograms of a tenant tell its own jobs and runs, and refuse what nobody could draw', async () => {
  const [tenant, other] = [await tenantWithTask(), await tenantWithTask()];
  await enqueue(tenant, 2);
  await enqueue(other, 1);
  await answered(tenant, publish, { input: { definition: { name: 'report', tasks: [{ id: 'a', type: 'work' }] } } });
  await answered(tenant, 'mutation { startRun(input: { workflow: "report" }) { run { id } } }');
  const now = Date.now();
  const window = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 3_600_000).toISOString() };
  const query = `query ($from: DateTime!, $to: DateTime!, $buckets: Int!) {
    jobHistogram(filter: { task: "work" }, from: $from, to: $to, buckets: $buckets) {
      from to isExact buckets { at isExact states { state count } }
    }
    runHistogram(filter: { workflow: "report" }, from: $from, to: $to, buckets: $buckets) {
      buckets { at isExact states { state count } }
    }
  }`;
  const found = await answered(tenant, query, { ...window, buckets: 1 });
  const bucketOf = (state: string, count: number) => [{ at: window.from, isExact: true, states: [{ state, count }] }];
  assert.deepEqual(at(found, 'jobHistogram'), { ...window, isExact: true, buckets: bucketOf('PENDING', 3) });
  assert.deepEqual(at(found, 'runHistogram', 'buckets'), bucketOf('RUNNING', 1));
  const { errors } = await tenant.ask(query, { ...window, buckets: 121 });
  assert.equal(at(errors[0], 'extensions', 'code'), 'BAD_INPUT');
});

const publish = `mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { version { number } ${refusals} } }`;

test('a workflow tells its versions, latest runs and schedules, and a run is paused and resumed', async () => {
  const tenant = await tenantWithTask();
  for (const id of ['a', 'b'])
    await answered(tenant, publish, { input: { definition: { name: 'report', tasks: [{ id, type: 'work' }] } } });
  const started = await answered(tenant, 'mutation { startRun(input: { workflow: "report" }) { run { id } } }');
  const id = textAt(started, 'startRun', 'run', 'id');
  await answered(
    tenant,
    'mutation { createSchedule(input: { name: "nightly", cron: "@daily", target: { workflow: "report" } }) { userErrors { code } } }',
  );
  const answer = await answered(
    tenant,
    `{ workflows(query: "REP") { nodes {
      versions(first: 1) { nodes { number source } totalCount pageInfo { hasNextPage } }
      recentRuns(first: 5) { id state }
      schedules { name createdBy }
    } } }`,
  );
  assert.equal(at(answer, 'workflows', 'nodes', 0, 'versions', 'nodes', 0, 'number'), 2);
  assert.equal(at(answer, 'workflows', 'nodes', 0, 'versions', 'totalCount'), 2);
  assert.deepEqual(at(answer, 'workflows', 'nodes', 0, 'recentRuns'), [{ id, state: 'RUNNING' }]);
  assert.equal(at(answer, 'workflows', 'nodes', 0, 'schedules', 0, 'name'), 'nightly');
  const { errors } = await tenant.ask('{ workflow(name: "report") { recentRuns(first: 21) { id } } }');
  assert.equal(at(errors[0], 'extensions', 'code'), 'BAD_INPUT');
  const paused = await answered(
    tenant,
    `mutation ($id: ID!) { pauseRun(input: { id: $id, reason: "wait for the data" }) { run { state reason { code message } steps { reason { code } } } ${refusals} } }`,
    { id },
  );
  assert.deepEqual(at(paused, 'pauseRun', 'run'), {
    state: 'PAUSED',
    reason: { code: 'PAUSED', message: 'wait for the data' },
    steps: [{ reason: { code: 'RUN_PAUSED' } }],
  });
  const resumed = await answered(
    tenant,
    `mutation ($id: ID!) { resumeRun(input: { id: $id }) { run { state reason { code } } ${refusals} } }`,
    { id },
  );
  assert.deepEqual(at(resumed, 'resumeRun', 'run'), { state: 'RUNNING', reason: null });
});

test('a run of 500 steps is drawn from one question, attempts and reasons included', async () => {
  const tenant = await tenantWithTask();
  const tasks = Array.from({ length: 500 }, (_, n) => ({
    id: `step-${n}`,
    type: 'work',
    dependencies: n < 50 ? [] : [`step-${n - 50}`],
  }));
  const published = await answered(tenant, publish, { input: { definition: { name: 'wide', tasks } } });
  assert.deepEqual(at(published, 'publishWorkflow', 'userErrors'), []);
  const started = await answered(tenant, 'mutation { startRun(input: { workflow: "wide" }) { run { id } } }');
  const run = await answered(
    tenant,
    `query ($id: ID!) { run(id: $id) {
      id state startedAt finishedAt eventCursor workflow { id name } version { id number }
      graph { nodes { stepKey task level condition } edges { from to } }
      steps {
        id stepKey state reason { code message }
        job { id attempt createdAt attempts { number state } }
      }
    } }`,
    { id: textAt(started, 'startRun', 'run', 'id') },
  );
  const steps = at(run, 'run', 'steps');
  assert.ok(Array.isArray(steps));
  assert.equal(steps.length, 500);
  assert.equal(steps.filter((step) => at(step, 'job', 'createdAt') !== undefined).length, 50);
});

test('payloads that are too large together are refused with a way to ask for them', async () => {
  const tenant = await tenantWithTask();
  const jobs = Array.from({ length: 15 }, () => ({ task: 'work', params: { text: 'x'.repeat(250_000) } }));
  const made = 'mutation ($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { count } }';
  for (let n = 0; n < 3; n += 1) await answered(tenant, made, { input: { jobs } });
  // From the database: 45 payloads of 250 kB.
  const read = await tenant.ask('{ jobs(first: 50) { nodes { id params } } }');
  assert.equal(at(read.errors[0], 'extensions', 'code'), 'TOO_LARGE');
  assert.match(String(at(read.errors[0], 'message')), /more than 10485760 bytes together; ask for a smaller page/);
  assert.ok(read.errors.length <= limits.answerErrorsMax);
  // And in the answer: five payloads, each many times over.
  const names = Array.from({ length: 15 }, (_, n) => `p${n}: params`).join(' ');
  const told = await tenant.ask(`{ jobs(first: 5) { nodes { ${names} } } }`);
  assert.equal(told.status, 400);
  assert.deepEqual(
    told.errors.map((error) => at(error, 'extensions', 'code')),
    ['ANSWER_TOO_LARGE'],
  );
  assert.ok(told.text.length < 1_000);
  const page = await answered(tenant, '{ jobs(first: 20) { nodes { params } } }');
  assert.ok(JSON.stringify(page).length > 5_000_000);
});

test('a revoked token is told that it is a stranger', async () => {
  const tenant = await api.tenant();
  const made = await answered(
    tenant,
    'mutation { createApiToken(input: { name: "ci", role: VIEWER }) { token { id createdBy } plaintext } }',
  );
  const token = textAt(made, 'createApiToken', 'plaintext');
  const ask = async () => (await api.ask({ token }, '{ viewer { name } }')).status;
  assert.equal(await ask(), 200);
  const revoked = await answered(
    tenant,
    `mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { token { name revokedAt } ${refusals} } }`,
    { id: textAt(made, 'createApiToken', 'token', 'id') },
  );
  assert.ok(textAt(revoked, 'revokeApiToken', 'token', 'revokedAt') !== '');
  assert.equal(await ask(), 401);
  const none = await answered(
    tenant,
    `mutation { resolveAlert(input: { id: "alr_none" }) { alert { id } ${refusals} } }`,
  );
  assert.equal(at(none, 'resolveAlert', 'userErrors', 0, 'code'), 'NOT_FOUND');
});
