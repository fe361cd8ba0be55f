/** pg-boss as its pages recommend for much work: batches, fetched on without a pause while they come full, woken by NOTIFY. */
import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Adapter, Graph, Order, Producer, Tuning, Worker, WorkerPlan } from './adapter.ts';
import { inCalls, payload } from './calls.ts';

// The shortest that it takes. NOTIFY tells of new jobs only: what falls due later is found by polling.
const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };
const presets = {
  throughput: { batchSize: 500, localConcurrency: 2, burstWhenBatchFull: true, ...polling },
  latency: { batchSize: 10, localConcurrency: 2, burstWhenBatchFull: true, ...polling },
} satisfies Record<Tuning, object>;

// What was stored as a step: whoever carries it out has the steps after it freed.
const inFlow = { ...payload, flow: true };
// A batch is told as completed some milliseconds after its handler has ended.
const resolveEveryMs = 2;
const resolveForMs = 100;

export const pgBoss: Adapter = {
  name: 'pg-boss',
  settings:
    'insert, batches of 500 by two fetchers, burstWhenBatchFull, NOTIFY; latency: batches of 10; flows: resolveFlow and notifyWorker in a loop while steps end',
  openProducer,
  openWorker,
};

async function openProducer(url: string): Promise<Producer> {
  const boss = await start(url);
  const queue = { notify: true, partition: true, retryLimit: 1, retryDelay: 0 };
  await boss.createQueue('noop', queue);
  await boss.createQueue('flaky', queue);
  return {
    enqueue: ({ kind, count, dueAtMs }: Order) =>
      inCalls(count, async (size) => {
        const job = { data: payload, ...(dueAtMs !== undefined && { startAfter: new Date(dueAtMs) }) };
        await boss.insert(
          kind,
          Array.from({ length: size }, () => job),
        );
      }),
    enqueueOne: async () => (await boss.send('noop', payload)) ?? '',
    startGraphs: (graph, runs) => startGraphs(boss, graph, runs),
    openJobs: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select count(*)::int as open from pgboss.job where state < 'completed' and name in ('noop', 'flaky')`,
        );
      return Number(rows[0]?.open ?? 0);
    },
    close: () => boss.stop({ graceful: false }),
  };
}

async function startGraphs(boss: PgBoss, graph: Graph, runs: number): Promise<void> {
  const flow = graph.map(({ id, after }) => ({ ref: id, name: 'noop', data: inFlow, dependsOn: [...after] }));
  let left = runs;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await boss.flow(flow);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

async function openWorker({ url, tuning, note }: WorkerPlan): Promise<Worker> {
  const boss = await start(url);
  const preset = presets[tuning];
  const resolver = openResolver(boss);
  const hold = async () => {
    await boss.offWork('noop', { wait: true });
    await boss.offWork('flaky', { wait: true });
  };
  return {
    release: async () => {
      resolver.workerId = await boss.work<{ flow?: boolean }>('noop', preset, async (jobs) => {
        for (const { id } of jobs) note(id)();
        if (jobs.some(({ data }) => data.flow)) resolver.wake();
      });
      await boss.work('flaky', { ...preset, includeMetadata: true, perJobResults: true }, async (jobs) =>
        jobs.map(({ id, retryCount }) => {
          note(id)();
          return { id, status: retryCount === 0 ? 'failed' : 'completed' };
        }),
      );
    },
    hold,
    close: () => boss.stop({ graceful: false }),
  };
}

// By itself pg-boss frees the steps after ended ones every second at best, and its fetchers find them when they poll: these
// are its calls for whoever cannot wait.
function openResolver(boss: PgBoss): { workerId: string; wake(): void } {
  let untilMs = 0;
  let isAtWork = false;
  const resolve = async () => {
    isAtWork = true;
    while (performance.now() < untilMs) {
      await boss.resolveFlow();
      boss.notifyWorker(resolver.workerId);
      await delay(resolveEveryMs);
    }
    isAtWork = false;
  };
  const resolver = {
    workerId: '',
    wake: () => {
      untilMs = performance.now() + resolveForMs;
      if (!isAtWork) void resolve();
    },
  };
  return resolver;
}

async function start(url: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max: 10, useListenNotify: true, schedule: false });
  boss.on('error', (fault) => console.error(fault));
  return await boss.start();
}
