/** Health and metrics of a worker: /health/live, /health/ready (with a write probe) and /metrics. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { mayReadMetrics } from '#engine/settings/metrics-access.ts';
import { isWritable } from '#engine/store/connection/probe.ts';
import { openDatabase } from '#engine/store/database.ts';
import type { DutyFigures } from '#worker/duties/duties.ts';
import type { RunningWorker } from './worker.ts';

export type HealthOptions = {
  worker: RunningWorker;
  databaseUrl: string;
  host: string;
  port: number;
  /** Whoever shows it may read the metrics; without one, whoever asks from this machine. */
  metricsToken: string | undefined;
};

/** Serves until closed. A taken port is answered by a free one: two workers on one machine are normal. */
export async function serveHealth(options: HealthOptions): Promise<{ port: number; close(): Promise<void> }> {
  const { worker, databaseUrl, host, port, metricsToken } = options;
  const database = openDatabase({
    url: databaseUrl,
    duty: 'worker',
    connectionsMax: 1,
    name: 'taskflow worker health',
  });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addFigures(registry, worker);

  const answers: Record<string, () => Promise<{ status: number; type: string; text: string }>> = {
    '/health/live': async () => json(200, { status: 'live' }),
    '/health/ready': async () => {
      const isReady = await isWritable(database);
      return json(isReady ? 200 : 503, {
        status: isReady ? 'ready' : 'unready',
        database: isReady,
        listening: worker.isListening(),
        worker: `wrk_${worker.workerId()}`,
      });
    },
    '/metrics': async () => ({ status: 200, type: registry.contentType, text: await registry.metrics() }),
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://worker');
    if (pathname === '/metrics' && !mayReadMetrics(request, metricsToken)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return;
    }
    const answer = answers[pathname];
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    answer()
      .then(({ status, type, text }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text),
      )
      .catch(() => response.writeHead(500).end());
  });
  await listen(server, host, port).catch(() => listen(server, host, 0));
  return {
    port: portOf(server.address()),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await database.close();
    },
  };
}

function addFigures(registry: Registry, worker: RunningWorker): void {
  const registers = [registry];
  new Gauge({
    name: 'taskflow_worker_running_jobs',
    help: 'Jobs that this worker runs now',
    registers,
    collect() {
      this.set(worker.running());
    },
  });
  new Gauge({
    name: 'taskflow_log_waiting_bytes',
    help: 'Lines of attempts that wait to be stored',
    registers,
    collect() {
      this.set(worker.logs().waitingBytes);
    },
  });
  for (const end of ['written', 'dropped'] as const)
    new Counter({
      name: `taskflow_log_lines_${end}_total`,
      help: end === 'written' ? 'Lines of attempts that were stored' : 'Lines of attempts for which there was no room',
      registers,
      collect() {
        this.reset();
        this.inc(worker.logs()[end]);
      },
    });
  const counters: [string, string, (duty: DutyFigures) => number][] = [
    ['taskflow_duty_passes_total', 'Passes that a duty made', ({ passes }) => passes],
    ['taskflow_duty_faults_total', 'Passes of a duty that ended with a fault', ({ faults }) => faults],
    ['taskflow_duty_busy_seconds_total', 'Time that the passes of a duty took', ({ busyMs }) => busyMs / 1000],
  ];
  for (const [name, help, figureOf] of counters) {
    new Counter({
      name,
      help,
      labelNames: ['duty'],
      registers,
      collect() {
        this.reset();
        for (const duty of worker.duties()) this.inc({ duty: duty.name }, figureOf(duty));
      },
    });
  }
}

function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function json(status: number, body: unknown) {
  return { status, type: 'application/json', text: JSON.stringify(body) };
}
