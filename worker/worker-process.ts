/**
 * The worker process. Drains on SIGTERM, SIGINT and when its launcher goes away. It registers before it loads what
 * carries out jobs: the thread of its heart starts meanwhile.
 */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { exitCodes } from '#domain/worker/exit-codes.ts';
import { linkBaseOf, readEnvironment } from '#engine/settings/environment.ts';
import { beginLife } from './life.ts';
import { whenMigrated } from './when-migrated.ts';
import type { RunningWorker, WorkerOptions } from './worker.ts';
import type { WorkerLog } from './worker-log.ts';

const environment = readEnvironment();
const { databaseUrl, graceMs } = environment;
if (databaseUrl === undefined)
  throw new Error('DATABASE_URL is not set: a worker needs a database (npm start brings its own)');

const log = pino({ name: 'worker', level: process.env.LOG_LEVEL ?? 'info' });
const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const workerLog: WorkerLog = {
  warn: (fact, fields) => log.warn(fields, fact),
  error: (fact, fields) => log.error(fields, fact),
};

let worker: RunningWorker | undefined;
let isStopping = false;
async function stop(why: string): Promise<void> {
  // It has claimed nothing yet.
  if (worker === undefined) process.exit(exitCodes.clean);
  if (isStopping) {
    // The second signal does not wait for what still runs: it gives everything back at once.
    worker.hurry();
    return;
  }
  isStopping = true;
  log.info({ worker: worker.workerId(), why, running: worker.running(), graceMs }, 'worker.stopping');
  const left = await worker.stop(graceMs);
  const isClean = left.attempts === 0 && left.claims === 0;
  if (isClean) log.info({ worker: worker.workerId(), ...left }, 'worker.stopped');
  else log.warn({ worker: worker.workerId(), ...left }, 'worker.left_behind');
  process.exit(isClean ? exitCodes.clean : exitCodes.leftBehind);
}

// From the first moment on: a database that does not answer holds up the start as well.
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
process.on('disconnect', () => stop('launcher gone'));

await whenMigrated({ databaseUrl, host: environment.host, port: environment.workerPort, log: workerLog });
const options: WorkerOptions = {
  databaseUrl,
  log: workerLog,
  slots: environment.workerConcurrency,
  queues: environment.workerQueues,
  leaseMs: environment.leaseTtlMs,
  heartbeatMs: environment.heartbeatMs,
  sweepMs: environment.sweepMs,
  pollMs: environment.pollMs,
  outboundAllow: environment.outboundAllow,
  mail: environment.mail,
  secretKey: environment.secretKey,
  linkBase: linkBaseOf(environment),
  version,
};
const life = beginLife(options);
// Its fault is met where it is awaited.
life.catch(() => undefined);
const { startWorker } = await import('./worker.ts');
worker = await startWorker(options, life);
const { serveHealth } = await import('./health.ts');
const health = await serveHealth({
  worker,
  databaseUrl,
  host: environment.host,
  port: environment.workerPort,
  metricsToken: environment.metricsToken,
});
log.info({ worker: worker.workerId(), port: health.port, slots: environment.workerConcurrency }, 'worker.started');
// A launcher that went away meanwhile is told of by 'disconnect'; without somebody to take it, the fault would end the
// process before its jobs are given back.
process.send?.({ kind: 'ready', port: health.port }, undefined, undefined, () => undefined);
