/** `npm start`: PostgreSQL unless DATABASE_URL names one, migrations, first data, the demo's runtime, the console and one worker. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keepCompiledCode } from '#engine/settings/compiled-code.ts';
import { readEnvironment } from '#engine/settings/environment.ts';
import { chooseDemoPlace, type DemoPlace } from './demo/demo-place.ts';
import { freePortNear, isFreePort } from './free-port.ts';
import { openDatabase } from './postgres/database.ts';
import { taskflowDataDirectory } from './postgres/local-postgres.ts';
import { applyMigrations } from './postgres/migrations.ts';
import { prepare, sayFirstAdmin } from './start/prepare.ts';
import { rememberSecretKey } from './start/secret-key.ts';
import { SupervisedProcess } from './start/supervised-process.ts';

// How long `npm start` waits for a worker to finish what it holds, and for a console to say goodbye.
const workerDrainMsMax = 60_000;
const consoleStopMsMax = 10_000;
// The first answer of a console that still compiles its pages.
const readyMsMax = 120_000;

type Ending = { code: number };
type GraceMs = { worker: number; console: number; 'demo runtime': number };
type Stop = (graceMs: GraceMs) => Promise<void>;

// For the console and the worker, which inherit it.
keepCompiledCode();
const root = join(import.meta.dirname, '..');
const patient: GraceMs = { worker: workerDrainMsMax, console: consoleStopMsMax, 'demo runtime': 3_000 };
const hurried: GraceMs = { worker: 1_000, console: 1_000, 'demo runtime': 1_000 };

// What is told of the first admin, once.
let unsaid: readonly string[] = [];
// What has been started so far, ended in the reverse order: the worker drains while console and database still live.
const stops: Stop[] = [];
const ending = Promise.withResolvers<Ending>();
// npm passes on the Ctrl-C that the terminal has already delivered: the echo is no second wish.
const echoMs = 500;
let signals = 0;
let firstSignalAt = 0;
let isEnding = false;
let since = performance.now();

process.once('disconnect', onSignal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  ending.resolve({ code: 1 });
});
const { code } = await ending.promise;
// A start that fails after it has made the first admin tells it all the same: it will never be said again.
sayUnsaid();
isEnding = true;
since = performance.now();
await stopAll(patient);
took('ended');
process.exit(code);

async function start(): Promise<void> {
  // Its faults are told before anything has been started.
  const { adminToken, firstAdmin, wantsDemo, outboundAllow } = readEnvironment();
  const database = await openDatabase();
  stops.push(database.stop);
  void database.exited.then(() => giveUp('PostgreSQL ended by itself: see postgres.log in the data folder'));
  took(database.isLocal ? 'PostgreSQL started' : 'using DATABASE_URL');

  const applied = await applyMigrations(database.ownerUrl);
  took(`${applied.length} migrations applied`);

  const demo = wantsDemo ? await chooseDemoPlace(taskflowDataDirectory()) : undefined;
  const prepared = await prepare(database.ownerUrl, { adminToken, firstAdmin, demo });
  const { databaseUrl, hasDemo } = prepared;
  unsaid = sayFirstAdmin(prepared);
  await forgetKeptPassword(taskflowDataDirectory());
  took('database ready');

  const environment = await childEnvironment(databaseUrl);
  if (signals > 0) return;
  if (demo !== undefined && hasDemo) {
    superviseDemo(demo, database.ownerUrl);
    environment.OUTBOUND_ALLOW = [...outboundAllow, new URL(demo.runtimeUrl).host].join(',');
  }
  supervise('console', { script: 'graphql/server/server.ts', words: consoleWords(), environment });
  supervise('worker', { script: 'worker/main.ts', words: [], environment });
  await ready(`http://${reachable(environment.HOST)}:${environment.PORT}/health/ready`);
  took('console and worker started');

  const url = `http://localhost:${environment.PORT}`;
  console.log(`\nTaskflow is at ${url}`);
  if (unsaid.length === 0) console.log('A lost password of the first admin is made anew by `npm run admin-password`');
  sayUnsaid();
  process.send?.({ kind: 'ready', url, ...prepared.credentials });
}

function sayUnsaid(): void {
  for (const line of unsaid) console.log(line);
  unsaid = [];
}

/** Earlier releases kept the first password there, to print it at every start. */
async function forgetKeptPassword(folder: string): Promise<void> {
  await rm(join(folder, 'credentials.json'), { force: true });
}

function consoleWords(): string[] {
  return process.argv.includes('--dev') ? ['--dev'] : [];
}

/** Its plugin vacuums, which only the owner of the tables may. */
function superviseDemo({ port }: DemoPlace, ownerUrl: string): void {
  const environment = { DATABASE_URL: ownerUrl, DEMO_RUNTIME_PORT: String(port) };
  supervise('demo runtime', { script: 'scripts/demo/demo-runtime.ts', words: [], environment });
}

async function childEnvironment(databaseUrl: string): Promise<Record<string, string>> {
  // Only this machine reaches a console that prints its password, unless somebody says otherwise.
  const host = process.env.HOST || '127.0.0.1';
  return {
    DATABASE_URL: databaseUrl,
    // Nobody starts Taskflow to send usage data to the makers of its framework.
    NEXT_TELEMETRY_DISABLED: '1',
    HOST: host,
    PORT: String(await choosePort('PORT', { preferred: 3000, host })),
    WORKER_PORT: String(await choosePort('WORKER_PORT', { preferred: 3100, host })),
    TASKFLOW_SECRET_KEY: process.env.TASKFLOW_SECRET_KEY || (await rememberSecretKey(taskflowDataDirectory())),
  };
}

/** A port that somebody asked for is kept or refused; only our own choice gives way. */
async function choosePort(name: string, { preferred, host }: { preferred: number; host: string }): Promise<number> {
  const wanted = process.env[name];
  if (!wanted) return freePortNear(preferred, host);
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name}=${wanted} is not a port`);
  if (!(await isFreePort(port, host))) throw new Error(`${name}=${wanted} is taken by another process`);
  return port === 0 ? freePortNear(0, host) : port;
}

type Child = { script: string; words: string[]; environment: Record<string, string> };

function supervise(name: keyof GraceMs, { script, words, environment }: Child): void {
  const child = new SupervisedProcess({ name, script: join(root, script), words, environment });
  stops.push((graceMs) => child.stop(graceMs[name]));
  void child.gone.then((reason) => reason !== undefined && giveUp(reason));
}

/** Where a server that listens on `host` answers from this machine. */
function reachable(host = '0.0.0.0'): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + readyMsMax;
  while (signals === 0) {
    if (Date.now() > deadline) throw new Error(`the console was not ready within ${readyMsMax} ms`);
    if (await answers(url)) return;
    await delay(50);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch (error) {
    // Refused, cut or too slow: not ready yet.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

function onSignal(): void {
  if (signals > 0 && performance.now() - firstSignalAt < echoMs) return;
  signals += 1;
  if (signals === 1) {
    firstSignalAt = performance.now();
    console.log('\nending: the worker finishes what it holds (once more to hurry)');
    ending.resolve({ code: 0 });
  } else {
    void stopAll(hurried);
  }
}

function giveUp(reason: string): void {
  if (isEnding || signals > 0) return;
  console.error(reason);
  ending.resolve({ code: 1 });
}

async function stopAll(graceMs: GraceMs): Promise<void> {
  for (const stop of stops.toReversed()) await stop(graceMs);
}

function took(what: string): void {
  const now = performance.now();
  console.log(`${what} (${((now - since) / 1000).toFixed(2)} s)`);
  since = now;
}
