// The way to several machines as docs/settings.md describes it, with the processes that it names.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, type TestContext, test } from 'node:test';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { at, send, textAt } from '#testing/console.ts';
import { createEmptyDatabase, type TestDatabase } from '#testing/postgres.ts';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '..');
// Longer than a process takes to start on a machine that has other things to do.
const waitMsMax = 90_000;
const adminToken = 'the-token-of-several-machines';

let database: TestDatabase;
before(async () => {
  database = await createEmptyDatabase();
});
after(() => database.drop());

type Settings = Record<string, string>;
type Service = { url: string; child: ChildProcess; says(fact: string): Promise<JsonObject> };

/** Starts one of Taskflow's processes; it does not outlive the test. */
async function startService(t: TestContext, words: string[], settings: Settings): Promise<Service> {
  const port = await freePort();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port), WORKER_PORT: String(port), ...settings };
  const child = spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const lines: JsonObject[] = [];
  createInterface(child.stdout).on('line', (text) => {
    const line: unknown = JSON.parse(text);
    if (isJsonObject(line)) lines.push(line);
    child.emit('line');
  });
  const says = async (fact: string): Promise<JsonObject> => {
    const limit = AbortSignal.timeout(waitMsMax);
    for (;;) {
      const found = lines.find(({ msg }) => msg === fact);
      if (found !== undefined) return found;
      await once(child, 'line', { signal: limit });
    }
  };
  return { url: `http://127.0.0.1:${port}`, child, says };
}

const startConsole = (t: TestContext, settings: Settings) =>
  startService(t, ['graphql/server/server.ts', '--api-only'], settings);
const startWorker = (t: TestContext, settings: Settings) => startService(t, ['worker/main.ts'], settings);

async function migrate(settings: Settings): Promise<{ code: number; said: string }> {
  const { TASKFLOW_ADMIN_TOKEN: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/migrate.ts'], { cwd: root, env: { ...inherited, ...settings } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const [code] = await once(child, 'close');
  return { code, said };
}

type Health = { status: number; reason: unknown };

async function readiness({ url }: Service): Promise<Health | undefined> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(10_000) });
    const { reason } = await response.json();
    return { status: response.status, reason };
  } catch (fault) {
    // It does not listen yet, or gives its port from one hand into the other.
    if (fault instanceof TypeError || fault instanceof DOMException) return undefined;
    throw fault;
  }
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + waitMsMax;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: not within ${waitMsMax} ms`);
}

const isReady = (service: Service) =>
  until('ready', async () => ((await readiness(service))?.status === 200 ? true : undefined));

async function signIn(service: Service, body: JsonObject): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${service.url}/api/session`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.status;
}

/** Puts a job of a new tenant through and hands back the state it ends in. */
async function carryOut(service: Service, token: string): Promise<string> {
  const ask = async (query: string, variables: JsonObject, tenant?: string) => {
    const { data, errors } = await send(service.url, { token, tenant }, { query, variables });
    assert.deepEqual(errors, []);
    return data;
  };
  const slug = 'several';
  await ask('mutation ($input: CreateTenantInput!) { createTenant(input: $input) { userErrors { code } } }', {
    input: { slug, name: slug },
  });
  const task = { name: 'noop', handler: { builtin: { name: 'noop' } } };
  await ask(
    'mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { code } } }',
    { input: task },
    slug,
  );
  const made = await ask(
    'mutation ($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id } userErrors { code } } }',
    { input: { task: 'noop' } },
    slug,
  );
  const id = textAt(made, 'enqueueJob', 'job', 'id');
  return await until('the job has ended', async () => {
    const seen = await ask('query ($id: ID!) { job(id: $id) { state finishedAt } }', { id }, slug);
    return at(seen, 'job', 'finishedAt') === null ? undefined : textAt(seen, 'job', 'state');
  });
}

test('console and worker say what an unmigrated database lacks, wait, and work once it was migrated', async (t) => {
  const settings = { DATABASE_URL: database.ownerUrl };
  const [api, worker] = await Promise.all([startConsole(t, settings), startWorker(t, settings)]);
  const reason = 'the database has not been migrated: run `npm run migrate`';
  assert.equal((await api.says('database.unmigrated')).reason, reason);
  assert.equal((await worker.says('database.unmigrated')).reason, reason);
  for (const service of [api, worker])
    assert.deepEqual(await until('an answer', () => readiness(service)), { status: 503, reason });

  const first = await migrate({ ...settings, TASKFLOW_ADMIN_TOKEN: adminToken });
  assert.equal(first.code, 0, first.said);
  const [, email = '', password = ''] = /Sign in as (\S+) with (\S+) \(said this once/.exec(first.said) ?? [];
  assert.ok(email !== '' && password.length >= 16, first.said);
  await worker.says('worker.started');
  await Promise.all([isReady(api), isReady(worker)]);
  assert.equal(await signIn(api, { email, password }), 200);
  assert.equal(await carryOut(api, adminToken), 'SUCCEEDED');

  const second = await migrate({ ...settings, TASKFLOW_ADMIN_TOKEN: 'another-token-after-rotation' });
  assert.match(second.said, /^0 migrations applied/);
  assert.doesNotMatch(second.said, /Sign in/);
  const asked = (token: string) => send(api.url, { token }, { query: '{ viewer { role } }' });
  assert.equal(at((await asked('another-token-after-rotation')).data, 'viewer', 'role'), 'PLATFORM_ADMIN');
  // The console remembers for some seconds whose token it was.
  await until('the earlier token ends', async () => ((await asked(adminToken)).status === 401 ? true : undefined));
});
