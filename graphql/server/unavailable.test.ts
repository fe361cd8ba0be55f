// What callers hear while the database is away: gone, or with one connection cut in the middle of a request.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, type TestContext, test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { exitCodes } from '#domain/worker/exit-codes.ts';
import { ensureAdminToken } from '#engine/access/ensure-admin-token.ts';
import { openDatabase } from '#engine/store/database.ts';
import { type Answer, at, send, textAt } from '#testing/console.ts';
import { type Cut, type CuttingProxy, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { type RunningConsole, startConsole } from './server.ts';

const token = 'tf_test_admin_token_of_the_unavailable';
const tenant = 'acme';
const limit = { timeout: 90_000 };
let testDatabase: TestDatabase;
let proxy: CuttingProxy;
let running: RunningConsole;

const ask = (query: string, variables: JsonObject = {}) => send(running.url, { token, tenant }, { query, variables });
const enqueue = (input: JsonObject) =>
  ask(
    `mutation ($input: EnqueueJobInput!) {
      enqueueJob(input: $input) { job { id } idempotentReplay userErrors { code } }
    }`,
    { input: { task: 'work', ...input } },
  );

const startRun = (input: JsonObject) =>
  ask(
    `mutation ($input: StartRunInput!) {
      startRun(input: $input) { run { id state } idempotentReplay userErrors { code } }
    }`,
    { input: { workflow: 'flow', ...input } },
  );

before(async () => {
  testDatabase = await createTestDatabase();
  proxy = await openCuttingProxy(testDatabase.ownerUrl);
  const database = openDatabase({ url: testDatabase.ownerUrl, duty: 'web', connectionsMax: 1, name: 'test' });
  await ensureAdminToken(database, token);
  await database.close();
  running = await startConsole({ databaseUrl: proxy.url, web: false });
  const make = 'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { userErrors { code } } }';
  await send(running.url, { token }, { query: make, variables: { input: { slug: tenant, name: tenant } } });
  const handler = { builtin: { name: 'noop' } };
  await ask('mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { code } } }', {
    input: { name: 'work', handler },
  });
  const definition = { name: 'flow', tasks: [{ id: 'only', type: 'work' }] };
  await ask('mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }', {
    input: { definition },
  });
});
after(async () => {
  await running.close();
  await proxy.close();
  await testDatabase.drop();
});

function assertUnavailable({ status, headers, errors }: Answer): void {
  const { code, retryAfterMs, requestId } = isJsonObject(errors[0]?.extensions) ? errors[0].extensions : {};
  assert.deepEqual([status, code, retryAfterMs, headers.get('retry-after')], [503, 'UNAVAILABLE', 1_000, '1']);
  assert.equal(typeof requestId, 'string');
}

/** Sends the statements of the console through, but for the one that is to be cut. */
function cutOnce(place: number, cut: Cut): { isCut: () => boolean } {
  let seen = 0;
  proxy.onStatement(({ application }) => {
    if (application !== 'taskflow console') return undefined;
    seen += 1;
    return seen === place ? cut : undefined;
  });
  return { isCut: () => seen >= place };
}

test('C2: an enqueue with an idempotency key survives a cut at any statement, and makes one job', limit, async (t) => {
  t.after(() => proxy.onStatement(() => undefined));
  const ids = new Set<string>();
  let isCut = true;
  for (let place = 1; isCut; place += 1) {
    for (const cut of ['before', 'during', 'after'] as const) {
      const key = `key ${place} ${cut}`;
      const cutting = cutOnce(place, cut);
      const answer = await enqueue({ idempotencyKey: key });
      isCut = cutting.isCut();
      assert.deepEqual([answer.status, answer.errors], [200, []], key);
      // The first answer that the caller hears tells of the first job.
      assert.equal(at(answer.data, 'enqueueJob', 'idempotentReplay'), false, key);
      const id = textAt(answer.data, 'enqueueJob', 'job', 'id');
      proxy.onStatement(() => undefined);
      assert.equal(textAt((await enqueue({ idempotencyKey: key })).data, 'enqueueJob', 'job', 'id'), id);
      ids.add(id);
    }
  }
  const counted = await ask('{ jobs(first: 1) { totalCount } }');
  assert.ok(ids.size > 12, `${ids.size} cuts`);
  assert.equal(at(counted.data, 'jobs', 'totalCount'), ids.size);
});

async function stored(): Promise<[runs: number, jobs: number]> {
  const { data } = await ask('{ runs(first: 1) { totalCount } jobs(first: 1) { totalCount } }');
  return [Number(at(data, 'runs', 'totalCount')), Number(at(data, 'jobs', 'totalCount'))];
}

/** Cuts the connection that stored a run, once, when it commits. */
function cutAtCommit(cut: Cut): { isCut: () => boolean } {
  return cutCommitOf(['insert_runs'], cut);
}

// Others commit in the meantime: it is the connection that stored something which is cut.
function cutCommitOf(names: readonly string[], cut: Cut): { isCut: () => boolean } {
  let storing: number | undefined;
  let isCut = false;
  proxy.onStatement(({ name, connection }) => {
    if (isCut) return undefined;
    if (names.includes(name)) storing = connection;
    isCut = connection === storing && name === 'COMMIT';
    return isCut ? cut : undefined;
  });
  return { isCut: () => isCut };
}

for (const cut of ['before', 'during', 'after'] as const) {
  test(
    `C2: a run with an idempotency key whose connection is cut ${cut} its commit is answered, and is one run`,
    limit,
    async (t) => {
      t.after(() => proxy.onStatement(() => undefined));
      const [runs, jobs] = await stored();
      const idempotencyKey = `run ${cut}`;
      const cutting = cutAtCommit(cut);
      const answer = await startRun({ idempotencyKey });
      assert.ok(cutting.isCut());
      assert.deepEqual([answer.status, answer.errors], [200, []]);
      // The first answer that the caller hears tells of the first run; whoever sends it again hears of the same.
      const run = { id: textAt(answer.data, 'startRun', 'run', 'id'), state: 'RUNNING' };
      assert.deepEqual(at(answer.data, 'startRun'), { run, idempotentReplay: false, userErrors: [] });
      const again = await startRun({ idempotencyKey });
      assert.deepEqual(at(again.data, 'startRun'), { run, idempotentReplay: true, userErrors: [] });
      assert.deepEqual(await stored(), [runs + 1, jobs + 1]);
    },
  );
}

test('C2: without a key a lost answer is said to be lost, and is not sent again by the server', limit, async (t) => {
  t.after(() => proxy.onStatement(() => undefined));
  const before = at((await ask('{ jobs(first: 1) { totalCount } }')).data, 'jobs', 'totalCount');
  const cutting = cutCommitOf(['insert_jobs', 'insert_jobs_at_once'], 'after');
  const answer = await enqueue({});
  assert.ok(cutting.isCut());
  assertUnavailable(answer);
  assert.match(String(answer.errors[0]?.message), /may or may not have been done/);
  proxy.onStatement(() => undefined);
  const later = at((await ask('{ jobs(first: 1) { totalCount } }')).data, 'jobs', 'totalCount');
  assert.equal(Number(later) - Number(before), 1);
});

test(
  'C2: while the database is gone, whatever is asked answers UNAVAILABLE and when to come back',
  limit,
  async (t) => {
    const client = createClient({
      url: `${running.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}`, tenant },
      retryAttempts: 0,
    });
    t.after(() => client.dispose());
    await ask('{ viewer { id } }');
    await proxy.vanish();
    t.after(() => proxy.recover());
    assertUnavailable(await ask('{ jobs(first: 1) { totalCount } }'));
    assertUnavailable(await ask('{ jobs(first: 1) { eventCursor } }'));
    assertUnavailable(await enqueue({}));
    assertUnavailable(await enqueue({ idempotencyKey: 'patience has an end' }));
    const post = (path: string, body: object) =>
      fetch(`${running.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const signedIn = await post('/api/session', { email: 'a@example.com', password: 'no such password' });
    const { error }: { error: JsonObject } = await signedIn.json();
    assert.deepEqual([signedIn.status, error.code, signedIn.headers.get('retry-after')], [503, 'UNAVAILABLE', '1']);
    const ready = await fetch(`${running.url}/health/ready`);
    assert.deepEqual([ready.status, ready.headers.get('retry-after')], [503, '1']);
    await ready.body?.cancel();
    // Its token was not asked for lately any more, or it was: both are heard as "later".
    const heard = await new Promise<unknown>((resolve) => {
      client.subscribe(
        { query: 'subscription { events { cursor } }' },
        { next: () => undefined, error: resolve, complete: () => resolve(undefined) },
      );
      client.on('closed', resolve);
      client.on('connected', () => resolve({ code: 1013 }));
    });
    assert.equal(typeof heard === 'object' && heard !== null && 'code' in heard ? heard.code : heard, 1013);
  },
);

const dutyOf: Record<string, string> = {
  'taskflow console': 'taskflow_web',
  'taskflow feed': 'taskflow_feed',
  'taskflow feed listener': 'taskflow_feed',
  'taskflow feed history': 'taskflow_feed',
  'taskflow schema watch': 'taskflow_web',
};

test(
  'every connection of a console and of its feed works under the role of its duty, none as owner',
  limit,
  async (t) => {
    const own = await openCuttingProxy(testDatabase.ownerUrl);
    const atWork = new Set<string>();
    const areAllAtWork = Promise.withResolvers<void>();
    const listening = Promise.withResolvers<string>();
    own.onStatement(({ name, application }) => {
      if (name === 'LISTEN') listening.resolve(application);
      if (atWork.add(application).size === Object.keys(dutyOf).length) areAllAtWork.resolve();
      return undefined;
    });
    const started = await startConsole({ databaseUrl: own.url, web: false });
    const client = createClient({
      url: `${started.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}`, tenant },
      retryAttempts: 0,
    });
    t.after(async () => {
      await client.dispose();
      await started.close();
      await own.close();
    });
    const { data } = await send(started.url, { token, tenant }, { query: '{ jobs(first: 1) { eventCursor } }' });
    await enqueue({});
    // What was missed is read from history.
    const after = textAt(data, 'jobs', 'eventCursor');
    const query = 'subscription ($after: Cursor) { events(after: $after) { type } }';
    const missed = await client.iterate({ query, variables: { after } }).next();
    assert.deepEqual(missed.value?.data, { events: { type: 'job.created' } });
    await areAllAtWork.promise;
    assert.equal(await listening.promise, 'taskflow feed listener');
    assert.deepEqual([...atWork].sort(), Object.keys(dutyOf).sort());
    for (const { application, options } of own.openings)
      assert.match(options, new RegExp(`-c role=${dutyOf[application]}( |$)`), application);
  },
);

/** A console process behind a proxy of its own, with its log. */
async function consoleProcess(t: TestContext) {
  const own = await openCuttingProxy(testDatabase.ownerUrl);
  const env = { ...process.env, DATABASE_URL: own.url, PORT: '0', HOST: '127.0.0.1' };
  const child = spawn(process.execPath, ['graphql/server/server.ts', '--api-only'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await own.close();
  });
  const lines: JsonObject[] = [];
  assert.ok(child.stdout !== null);
  createInterface(child.stdout).on('line', (text) => {
    const line: unknown = JSON.parse(text);
    if (isJsonObject(line)) lines.push(line);
  });
  const ended = once(child, 'exit').then(([code]) => code);
  const [ready]: { port?: number }[] = await once(child, 'message');
  return { child, own, lines, ended, url: `http://127.0.0.1:${ready?.port}` };
}

const absences: [string, (own: CuttingProxy) => unknown, number][] = [
  ['gone', (own) => own.vanish(), exitCodes.clean],
  ['hanging', (own) => own.fallSilent(), exitCodes.leftBehind],
  ['slow', (own) => own.slowDown(100), exitCodes.clean],
];

for (const [how, leave, code] of absences) {
  test(
    `G9: a console whose database is ${how} ends when it is told to, in the middle of a request`,
    limit,
    async (t) => {
      const { child, own, lines, ended, url } = await consoleProcess(t);
      const signOut = () =>
        fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie: `taskflow_session=${'s'.repeat(43)}` } });
      await leave(own);
      const asked = signOut().then(
        (response) => response.text(),
        () => 'cut off',
      );
      // One turn through the network, so that the request is there before the signal.
      await fetch(`${url}/health/live`).then((answer) => answer.text());
      child.kill('SIGTERM');
      assert.equal(await ended, code);
      await asked;
      const left = lines.find((line) => line.msg === 'console.left_behind');
      assert.deepEqual(left?.requests ?? 0, code === exitCodes.clean ? 0 : 1);
    },
  );
}
