/** The worker process: `npm run worker`. Drains on SIGTERM, SIGINT and when its launcher goes away. */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { readEnvironment } from '#engine/environment.ts';
import { serveHealth } from './health.ts';
import { startWorker } from './worker.ts';

const environment = readEnvironment();
if (environment.databaseUrl === undefined)
  throw new Error('DATABASE_URL is not set: a worker needs a database (npm start brings its own)');

const log = pino({ name: 'worker', level: process.env.LOG_LEVEL ?? 'info' });
const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const worker = await startWorker({
  databaseUrl: environment.databaseUrl,
  log: {
    warn: (fact, fields) => log.warn(fields, fact),
    error: (fact, fields) => log.error(fields, fact),
  },
  slots: environment.workerConcurrency,
  queues: environment.workerQueues,
  leaseMs: environment.leaseTtlMs,
  heartbeatMs: environment.heartbeatMs,
  sweepMs: environment.sweepMs,
  pollMs: environment.pollMs,
  outboundAllow: environment.outboundAllow,
  version,
});
const health = await serveHealth({
  worker,
  databaseUrl: environment.databaseUrl,
  host: environment.host,
  port: environment.workerPort,
  metricsToken: environment.metricsToken,
});
log.info({ worker: worker.workerId(), port: health.port, slots: environment.workerConcurrency }, 'worker.started');
process.send?.({ kind: 'ready', port: health.port });

let isStopping = false;
async function stop(why: string): Promise<void> {
  const { graceMs } = environment;
  if (isStopping) {
    // The second signal does not wait for what still runs: it gives everything back at once.
    worker.hurry();
    return;
  }
  isStopping = true;
  log.info({ worker: worker.workerId(), why, running: worker.running(), graceMs }, 'worker.stopping');
  await worker.stop(graceMs);
  await health.close();
  log.info({ worker: worker.workerId() }, 'worker.stopped');
  process.exit(0);
}

process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
process.on('disconnect', () => stop('launcher gone'));
