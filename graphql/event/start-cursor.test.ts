// Something happens between two parts of an answer: whoever goes on from its cursor is told. Between the console and
// PostgreSQL stands a proxy that holds a statement back until it has happened.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { JsonObject } from '#domain/value/json.ts';
import { ensureAdminToken } from '#engine/access/ensure-admin-token.ts';
import { openDatabase } from '#engine/store/database.ts';
import { type RunningConsole, startConsole } from '#graphql/server/server.ts';
import { at, send, textAt } from '#testing/console.ts';
import { type CuttingProxy, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';

const token = 'tf_test_admin_token_of_the_start_cursor';
const tenant = 'acme';
let testDatabase: TestDatabase;
let proxy: CuttingProxy;
let running: RunningConsole;

const ask = async (query: string, variables: JsonObject = {}) => {
  const answer = await send(running.url, { token, tenant }, { query, variables });
  assert.deepEqual(answer.errors, []);
  return answer.data;
};

before(async () => {
  testDatabase = await createTestDatabase();
  proxy = await openCuttingProxy(testDatabase.ownerUrl);
  const database = openDatabase({ url: testDatabase.ownerUrl, duty: 'web', connectionsMax: 1, name: 'test' });
  await ensureAdminToken(database, token);
  await database.close();
  running = await startConsole({ databaseUrl: proxy.url, web: false });
  const make = 'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { userErrors { code } } }';
  await send(running.url, { token }, { query: make, variables: { input: { slug: tenant, name: tenant } } });
  await ask('mutation ($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { code } } }', {
    input: { name: 'default', paused: true },
  });
  const definition = { name: 'flow', tasks: [{ id: 'only', type: 'work' }] };
  await ask('mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { code } } }', {
    input: { name: 'work', handler: { builtin: { name: 'noop' } } },
  });
  await ask('mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }', {
    input: { definition },
  });
});
after(async () => {
  await running.close();
  await proxy.close();
  await testDatabase.drop();
});

async function startRun(): Promise<string> {
  const data = await ask(
    'mutation { startRun(input: { workflow: "flow" }) { run { id } userErrors { code message } } }',
  );
  return textAt(data, 'startRun', 'run', 'id');
}

async function jobOf(run: string): Promise<string> {
  const data = await ask('query ($run: ID!) { run(id: $run) { steps { job { id } } } }', { run });
  return textAt(data, 'run', 'steps', 0, 'job', 'id');
}

/** Asks for a job, and cancels it when it was read; where the log stands is read for a later part only after that. */
async function askMeanwhile(query: string, job: string) {
  const read = Promise.withResolvers<void>();
  const cancelled = read.promise.then(() => cancel(job));
  const last = new Map<number, string>();
  let [isRead, isHeld] = [false, false];
  proxy.onStatement(({ name, application, connection }) => {
    if (application !== 'taskflow console') return undefined;
    const before = last.get(connection);
    last.set(connection, name);
    // What comes after it on its connection is sent when it was answered.
    isRead ||= before === 'load_jobs';
    if (isRead) read.resolve();
    if (isHeld || name !== 'snapshot_now') return undefined;
    isHeld = isRead || before === 'resolve_run_filter';
    return isHeld ? cancelled : undefined;
  });
  const data = await ask(query, { job });
  await cancelled;
  proxy.onStatement(() => undefined);
  return data;
}

async function cancel(id: string): Promise<void> {
  await ask('mutation ($id: ID!) { cancelJob(input: { id: $id }) { userErrors { message } } }', { id });
}

/** What is told of the job to whoever goes on from here. */
async function toldAfter(cursor: string, job: string): Promise<unknown[]> {
  const later = await startRun();
  const told: unknown[] = [];
  const client = createClient({
    url: `${running.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}`, tenant },
    retryAttempts: 0,
  });
  const query = 'subscription ($after: Cursor) { events(after: $after) { type entityId } }';
  for await (const { data } of client.iterate({ query, variables: { after: cursor } })) {
    const event = at(JSON.parse(JSON.stringify(data)), 'events');
    if (at(event, 'entityId') === job) told.push(at(event, 'type'));
    if (at(event, 'entityId') === later) break;
  }
  await client.dispose();
  return told;
}

const questions: [string, string, string[]][] = [
  [
    'a part below it',
    'query ($job: ID!) { job(id: $job) { state run { eventCursor } } }',
    ['job', 'run', 'eventCursor'],
  ],
  [
    'a list beside it',
    'query ($job: ID!) { job(id: $job) { state } runs(first: 1) { eventCursor } }',
    ['runs', 'eventCursor'],
  ],
];
for (const [what, query, path] of questions) {
  test(`what happens after a job was read is told after the cursor of ${what}`, { timeout: 60_000 }, async () => {
    const run = await startRun();
    const job = await jobOf(run);
    const data = await askMeanwhile(query, job);
    assert.equal(at(data, 'job', 'state'), 'PENDING');
    assert.deepEqual(await toldAfter(textAt(data, ...path), job), ['job.cancelled']);
  });
}
