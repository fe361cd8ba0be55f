// Logs as clients read, search and follow them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import { newId } from '#engine/store/id.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { chunksOf, lineOf, openPen } from '#testing/logs/written-log.ts';

let house: TestConsole;
let worker: Database;
let append: Awaited<ReturnType<typeof openPen>>;
before(async () => {
  house = await startTestConsole();
  worker = openDatabase({ url: house.databaseUrl, duty: 'worker', connectionsMax: 2, name: 'test worker' });
  append = await openPen(worker);
});
after(async () => {
  await worker.close();
  await house.close();
});

const line = 'cursor index place number at level source message fields job attempt fence stepKey';
const page = `nodes { ${line} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totals { lines error } liveCursor`;

/** A tenant with a job, and a way to write into its log. */
async function writingJob() {
  const tenant = await house.tenant();
  await tenant.ask(
    'mutation { registerTask(input: { name: "work", handler: { builtin: { name: "noop" } } }) { userErrors { code } } }',
  );
  const made = await tenant.ask('mutation { enqueueJob(input: { task: "work" }) { job { id } userErrors { code } } }');
  const job = textAt(made.data, 'enqueueJob', 'job', 'id');
  const of = { tenantId: uuidOf('tenant', tenant.id) ?? '', jobId: uuidOf('job', job) ?? '' };
  let written = 0;
  const write = async (count: number, level: 'INFO' | 'ERROR' = 'INFO') => {
    const lines = Array.from({ length: count }, (_, n) => lineOf({ message: `line ${written + n + 1}`, level }));
    await append(chunksOf({ ...of, firstLine: written + 1 }, lines));
    written += count;
  };
  return { tenant, job, of, write };
}

function follow(tenant: TestTenant, variables: JsonObject) {
  const client = house.follow(tenant.token);
  const query =
    'subscription ($job: ID!, $after: Cursor, $level: LogLevel) { jobLog(job: $job, after: $after, level: $level) { cursor lines { number message } } }';
  const stream = client.iterate({ query, variables });
  const next = async (): Promise<Json | undefined> => {
    const { value } = await stream.next();
    const message: Json = JSON.parse(JSON.stringify(value ?? null));
    assert.equal(at(message, 'errors'), undefined, JSON.stringify(message));
    return at(message, 'data', 'jobLog');
  };
  /** Numbers of the lines, message by message, until there are so many. */
  const numbers = async (count: number) => {
    const seen: number[] = [];
    let cursor = '';
    while (seen.length < count) {
      const news = await next();
      cursor = textAt(news, 'cursor');
      const lines = at(news, 'lines');
      if (Array.isArray(lines)) seen.push(...lines.map((one) => Number(at(one, 'number'))));
    }
    return { seen, cursor };
  };
  return { next, numbers, end: () => client.dispose() };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('a page of a log is the same by its job, by its attempt and by the question for it, and leads on to the next', async () => {
  const { tenant, job, write } = await writingJob();
  await write(10);
  await write(1, 'ERROR');
  const asked = await tenant.ask(
    `{ job(id: "${job}") { log(first: 3) { ${page} } } logLines(job: "${job}", fence: 1, first: 3) { ${page} } }`,
  );
  assert.deepEqual(asked.errors, []);
  const log = at(asked.data, 'job', 'log');
  assert.deepEqual(at(log, 'nodes'), at(asked.data, 'logLines', 'nodes'));
  assert.deepEqual(at(log, 'totals'), { lines: 11, error: 1 });
  assert.partialDeepStrictEqual(at(log, 'nodes', 0), {
    index: 0,
    place: 1,
    number: 1,
    level: 'INFO',
    source: 'HANDLER',
    job,
    fence: 1,
  });
  const after = textAt(log, 'pageInfo', 'endCursor');
  const next = await tenant.ask(
    `{ logLines(job: "${job}", after: "${after}", first: 200) { nodes { message } pageInfo { hasNextPage } } }`,
  );
  assert.equal(at(next.data, 'logLines', 'nodes', 0, 'message'), 'line 4');
  const error = await tenant.ask(`{ logLines(job: "${job}", level: ERROR, last: 1) { nodes { place } totalCount } }`);
  assert.deepEqual(at(error.data, 'logLines'), { nodes: [{ place: 11 }], totalCount: 1 });
});

test('a log is that of a job or of a run; what asks for neither, for both or past a bound is refused in words', async () => {
  const { tenant, job } = await writingJob();
  const nowhere = 'run_00000000-0000-7000-8000-000000000000';
  const wrong = [
    `logLines { totalCount }`,
    `logLines(job: "${job}", run: "${nowhere}") { totalCount }`,
    `logLines(job: "${job}", step: "a") { totalCount }`,
    `logLines(run: "${nowhere}", fence: 1) { totalCount }`,
    `logLines(job: "${job}", first: 1, last: 1) { totalCount }`,
    `logLines(job: "${job}", last: 201) { totalCount }`,
    `searchLog(job: "${job}", text: "") { cursor }`,
    `logText(job: "${job}", after: "x") { text }`,
  ];
  for (const question of wrong) {
    const { errors } = await tenant.ask(`{ ${question} }`);
    assert.equal(at(errors[0], 'extensions', 'code'), 'BAD_INPUT', question);
  }
  const none = await tenant.ask(
    `{ logLines(run: "${nowhere}") { totalCount } logText(run: "${nowhere}") { text isOver } }`,
  );
  assert.deepEqual(none.data, { logLines: { totalCount: 0 }, logText: { text: '', isOver: true } });
});

test('a follower is told every line once it is written, goes on after its cursor, and misses nothing over a restart', async () => {
  const { tenant, job, write } = await writingJob();
  await write(450);
  const first = follow(tenant, { job });
  const { seen, cursor } = await first.numbers(450);
  assert.deepEqual(seen, range(1, 450));
  await write(5);
  const news = await first.numbers(5);
  assert.deepEqual(news.seen, range(451, 455));
  await first.end();
  // What was told after the cursor of an earlier message comes again; nothing before it does.
  const again = follow(tenant, { job, after: cursor });
  assert.deepEqual((await again.numbers(5)).seen, range(451, 455));
  await again.end();
  await write(3);
  await house.restart();
  const later = follow(tenant, { job, after: news.cursor });
  assert.deepEqual((await later.numbers(3)).seen, range(456, 458));
  await later.end();
});

test('who follows from a page on is told what came after it, and a level leaves out what is quieter', async () => {
  const { tenant, job, write } = await writingJob();
  await write(7);
  const { data } = await tenant.ask(`{ logLines(job: "${job}", last: 1) { liveCursor nodes { number } } }`);
  assert.equal(at(data, 'logLines', 'nodes', 0, 'number'), 7);
  const after = textAt(data, 'logLines', 'liveCursor');
  const [all, errors] = [follow(tenant, { job, after }), follow(tenant, { job, after, level: 'ERROR' })];
  // Both are there before anything new is written.
  assert.deepEqual([at(await all.next(), 'lines'), at(await errors.next(), 'lines')], [[], []]);
  await write(2);
  await write(1, 'ERROR');
  assert.deepEqual((await errors.numbers(1)).seen, [10]);
  assert.deepEqual((await all.numbers(3)).seen, range(8, 10));
  await Promise.all([all.end(), errors.end()]);
});

test('a line whose transaction began before others is told in its place, however late it is committed', async () => {
  const { tenant, job, of, write } = await writingJob();
  await write(1);
  const follower = follow(tenant, { job });
  assert.deepEqual((await follower.numbers(1)).seen, [1]);
  const slow = new pg.Client({ connectionString: house.databaseUrl });
  await slow.connect();
  await slow.query('begin');
  await slow.query(
    `insert into log_chunks (tenant_id, job_id, fence, first_line, began_at, attempt, lines, infos, warnings, errors, body)
     values ($1, $2, 2, 1, now(), 1, 1, 1, 0, 0, $3)`,
    [of.tenantId, of.jobId, '0\tIlate'],
  );
  await write(1);
  await slow.query('commit');
  await slow.end();
  const hints = openHints(worker);
  hints.send('log');
  const told = at(await follower.next(), 'lines');
  const rest = Array.isArray(told) && told.length > 1 ? [] : at(await follower.next(), 'lines');
  const messages = [told, rest].flatMap((lines) =>
    Array.isArray(lines) ? lines.map((one) => at(one, 'message')) : [],
  );
  assert.deepEqual(messages, ['late', 'line 2']);
  await hints.close();
  await follower.end();
});

test('the log of a run is followed for all its steps together, or for one of them', async () => {
  const { tenant, of } = await writingJob();
  const definition = { name: 'two', tasks: ['fetch', 'load'].map((id) => ({ id, type: 'work' })) };
  await tenant.ask(
    'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }',
    {
      input: { definition },
    },
  );
  const started = await tenant.ask(
    'mutation { startRun(input: { workflow: "two" }) { run { id } userErrors { code } } }',
  );
  const run = textAt(started.data, 'startRun', 'run', 'id');
  const query = 'subscription ($run: ID!, $step: String) { runLog(run: $run, step: $step) { lines { message } } }';
  const client = house.follow(tenant.token);
  const [all, one] = [{ run }, { run, step: 'load' }].map((variables) => client.iterate({ query, variables }));
  const next = async (stream: typeof all) => {
    const message: Json = JSON.parse(JSON.stringify((await stream?.next())?.value ?? null));
    const lines = at(message, 'data', 'runLog', 'lines');
    return Array.isArray(lines) ? lines.map((told) => at(told, 'message')) : [];
  };
  assert.deepEqual([await next(all), await next(one)], [[], []]);
  const runId = uuidOf('run', run) ?? '';
  const [fetching, loading] = ['fetch', 'load'].map((stepKey) =>
    chunksOf({ ...of, jobId: newId(), runId, stepKey }, [lineOf({ message: stepKey })]),
  );
  await append([...(fetching ?? []), ...(loading ?? [])]);
  assert.deepEqual([await next(all), await next(one)], [['fetch', 'load'], ['load']]);
  await client.dispose();
});

test('a question for the logs of many jobs at once costs what reading them costs, and is refused in words', async () => {
  const { tenant } = await writingJob();
  const { errors } = await tenant.ask('{ jobs(first: 200) { nodes { log(first: 1) { totalCount } } } }');
  assert.match(String(errors[0]?.message), /jobs\.nodes/);
  assert.deepEqual((await tenant.ask('{ jobs(first: 50) { nodes { log(first: 1) { totalCount } } } }')).errors, []);
});

test('another tenant finds no such job to follow', async () => {
  const { job } = await writingJob();
  const stranger = await house.tenant();
  const client = house.follow(stranger.token);
  const stream = client.iterate({
    query: 'subscription ($job: ID!) { jobLog(job: $job) { cursor } }',
    variables: { job },
  });
  assert.match(JSON.stringify((await stream.next()).value), /there is no such job/);
  await client.dispose();
});
