/** graphile-worker as its page on performance recommends: a local queue, ends of jobs in batches, prepared statements. */
import { Logger, makeWorkerUtils, type Runner, run, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { Adapter, Order, Producer, Tuning, Worker, WorkerPlan } from './adapter.ts';
import { inCalls, payload } from './calls.ts';

const quiet = new Logger(() => () => undefined);
// A local queue fetches ahead; for single jobs its page recommends to do without.
const presets = {
  throughput: {
    concurrentJobs: 24,
    maxPoolSize: 26,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
  latency: { concurrentJobs: 24, maxPoolSize: 26 },
} satisfies Record<Tuning, object>;

export const graphileWorker: Adapter = {
  name: 'graphile-worker',
  settings: 'addJobs, 24 at once, localQueue 500, batched ends; latency: without localQueue and batches',
  openProducer,
  openWorker,
};

async function openProducer(url: string): Promise<Producer> {
  const pool = openPool(url, 8);
  const utils = await makeWorkerUtils({ pgPool: pool, preset: { worker: { logger: quiet } } });
  await utils.migrate();
  const enqueue = ({ kind, count, dueAtMs }: Order) =>
    inCalls(count, async (size) => {
      const timing = dueAtMs === undefined ? {} : { runAt: new Date(dueAtMs) };
      const spec = { identifier: kind, payload, maxAttempts: 2, ...timing };
      await utils.addJobs(Array.from({ length: size }, () => spec));
    });
  return {
    enqueue,
    enqueueOne: async () => (await utils.addJob('noop', payload)).id,
    openJobs: async () => {
      const { rows } = await pool.query<{ open: number }>(
        'select count(*)::int as open from graphile_worker._private_jobs',
      );
      return rows[0]?.open ?? 0;
    },
    close: async () => {
      await utils.release();
      await pool.end();
    },
  };
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  // Cut off when its database is dropped, and while it rests it has nobody else to tell.
  const tell = (fault: Error & { code?: string }) => {
    if (fault.code !== '57P01') console.error(fault.message);
  };
  pool.on('error', tell);
  pool.on('connect', (client) => client.on('error', tell));
  return pool;
}

async function openWorker({ url, tuning, note }: WorkerPlan): Promise<Worker> {
  const taskList: TaskList = {
    noop: (_, { job }) => note(job.id)(),
    flaky: (_, { job }) => {
      note(job.id)();
      if (job.attempts === 1) throw new Error('the first attempt fails');
    },
  };
  const pool = openPool(url, presets[tuning].maxPoolSize);
  let runner: Runner | undefined;
  const hold = async () => {
    await runner?.stop();
    runner = undefined;
  };
  return {
    release: async () => {
      runner ??= await run({
        pgPool: pool,
        taskList,
        noHandleSignals: true,
        parsedCronItems: [],
        preset: { worker: { ...presets[tuning], logger: quiet } },
      });
    },
    hold,
    close: async () => {
      await hold();
      await pool.end();
    },
  };
}
