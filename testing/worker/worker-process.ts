/** A worker as it runs in production: a process of its own, which a test may stop, freeze and kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { Database } from '#engine/store/database.ts';

export type WorkerProcess = {
  child: ChildProcess;
  /** Its id at the start; a life after a lost lease has another one. */
  workerId: string;
  /** The first line of its log that states this fact, be it written already or not. */
  says(fact: string): Promise<JsonObject>;
  /** Settles when it is gone: its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
};

export type WorkerProcessOptions = { databaseUrl: string; queue: string; settings?: Record<string, string> };

// Short enough for a test, and long enough for a heartbeat on a busy machine.
const settings = {
  LEASE_TTL_MS: '2000',
  HEARTBEAT_MS: '200',
  SWEEP_MS: '100',
  POLL_MS: '200',
  GRACE_MS: '1000',
  WORKER_CONCURRENCY: '10',
};

/** Starts one and waits until it works; it does not outlive the test. */
export async function startWorkerProcess(t: TestContext, options: WorkerProcessOptions): Promise<WorkerProcess> {
  const root = join(import.meta.dirname, '../..');
  const fixed = {
    DATABASE_URL: options.databaseUrl,
    WORKER_QUEUES: options.queue,
    WORKER_PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  };
  const env = { ...process.env, ...settings, ...fixed, ...options.settings };
  const child = spawn(process.execPath, ['worker/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const lines: JsonObject[] = [];
  const readers = new Set<() => void>();
  const ended = once(child, 'exit').then(([code, signal]) => (typeof code === 'number' ? code : String(signal)));
  createInterface(child.stdout).on('line', (text) => {
    const line: unknown = JSON.parse(text);
    if (isJsonObject(line)) lines.push(line);
    for (const look of readers) look();
  });
  const says = (fact: string) =>
    new Promise<JsonObject>((resolve, reject) => {
      const look = () => {
        const found = lines.find((line) => line.msg === fact);
        if (found === undefined) return;
        readers.delete(look);
        resolve(found);
      };
      readers.add(look);
      ended.then(
        (how) => reject(new Error(`the worker ended with ${how} and never said ${fact}: ${JSON.stringify(lines)}`)),
        reject,
      );
      look();
    });
  const started = await says('worker.started');
  return { child, workerId: String(started.worker), says, ended };
}

/** Resolves when the worker's row says that so many of its handlers run: a claim alone is not yet a running handler. */
export async function whenRunning(owner: Database, workerId: string, handlers: number): Promise<void> {
  const deadline = performance.now() + runningMsMax;
  while (performance.now() < deadline) {
    const row = await owner.client.worker.findUniqueOrThrow({ where: { id: workerId } });
    if (row.running === handlers) return;
  }
  throw new Error(`worker ${workerId} should run ${handlers} handlers by now`);
}

// Two heartbeats, many times over.
const runningMsMax = 20_000;
