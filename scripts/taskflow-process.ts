/** A whole Taskflow as a child process, on free ports: what `npm start` starts, for tests and tools that need one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What it says once it is ready; the sign-in is that of its first start. */
export type Ready = { url: string; email?: string; password?: string };
export type TaskflowProcess = { child: ChildProcess; log: () => string };

const root = join(import.meta.dirname, '..');
// Longer than a start takes on a cold machine.
const startMsMax = 180_000;
const stopMsMax = 60_000;

/** Starts it on this data folder; without a database it brings its own PostgreSQL there. */
export function startTaskflow(place: { dataDirectory: string; databaseUrl?: string }): TaskflowProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = fork(join(root, 'scripts/start.ts'), {
    cwd: root,
    silent: true,
    env: {
      ...inherited,
      ...(place.databaseUrl !== undefined && { DATABASE_URL: place.databaseUrl }),
      TASKFLOW_DATA_DIR: place.dataDirectory,
      PORT: '0',
      WORKER_PORT: '0',
      HOST: '127.0.0.1',
      // Nobody waits for what a demo has at work.
      GRACE_MS: '2000',
    },
  });
  let log = '';
  const keep = (chunk: unknown) => {
    log += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, log: () => log };
}

/** Resolves with what it says when it is ready; one that ends instead is a fault. */
export async function readyMessage(child: ChildProcess): Promise<Ready> {
  const { promise, resolve, reject } = Promise.withResolvers<Ready>();
  const limit = setTimeout(() => reject(new Error(`npm start was not ready within ${startMsMax} ms`)), startMsMax);
  child.on('message', (message: unknown) => isReady(message) && resolve(message));
  child.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code}`)));
  return promise.finally(() => clearTimeout(limit));
}

/** Tells it to end and waits until it has; undefined when it ended cleanly, else how it ended. */
export async function stopTaskflow(child: ChildProcess): Promise<string | undefined> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit', { signal: AbortSignal.timeout(stopMsMax) });
    child.kill('SIGTERM');
    await exit;
  }
  return child.exitCode === 0 ? undefined : `npm start ended with ${child.signalCode ?? `exit code ${child.exitCode}`}`;
}

function isReady(message: unknown): message is Ready {
  return typeof message === 'object' && message !== null && 'url' in message && typeof message.url === 'string';
}
