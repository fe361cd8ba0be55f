/** Ours and its peers behind one face: each on a database of its own on the same server, workers in their own processes. */
import { join } from 'node:path';
import type { BenchContext } from '#bench/bench.ts';
import type { Adapter, Execution, Graph, Order, Tuning } from '#bench/peers/adapter.ts';
import { enqueueAlike, noopTask, payload, setPaused, startRuns } from '#bench/work/work.ts';
import { definitionOf, publish } from '#bench/work/workflows.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { type Child, startChild } from './child.ts';
import type { ObservedWorker } from './observed-worker.ts';
import { accepted, inWorld, type World } from './world.ts';

export type EngineName = string;

/** One engine at work. */
export type Stage = {
  engine: EngineName;
  enqueue(order: Order): Promise<void>;
  enqueueOne(): Promise<string>;
  /** Stores so many runs of one graph; undefined where the engine has no graphs. */
  startGraphs?: (graph: Graph, runs: number) => Promise<void>;
  /** While held, no job starts. */
  hold(): Promise<void>;
  release(): Promise<void>;
  /** Handlers that have ended, over all workers. */
  ended(): Promise<number>;
  executions(): Promise<Execution[]>;
  /** Jobs and runs that the database does not yet know as ended. */
  openWork(): Promise<number>;
};

export type Plan = { workers: number; tuning: Tuning };
type Engine = { name: EngineName; stage<T>(plan: Plan, work: (stage: Stage) => Promise<T>): Promise<T> };

/** The name under which ours stands in figures. */
export const ours: EngineName = 'Taskflow';
// What a worker has unless it is told otherwise.
const slots = 100;
const flakyTask = {
  name: 'flaky',
  handler: { builtin: { name: 'fail', options: { times: 1 } } },
  retry: { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0S', maxDelay: 'PT0S', jitter: 'NONE' },
};

/** Ours first, then its peers, whose packages have to be installed. */
export async function openEngines(context: BenchContext): Promise<Engine[]> {
  const { adapters }: { adapters: readonly Adapter[] } = await import(
    join(import.meta.dirname, '../..', 'bench/peers/adapters.ts')
  );
  return [
    { name: ours, stage: (plan, work) => inWorld(context, (world) => onOurStage(world, plan, work)) },
    ...adapters.map(
      (adapter): Engine => ({
        name: adapter.name,
        stage: (plan, work) => onPeerStage(context, { adapter, plan, work }),
      }),
    ),
  ];
}

/** Has them all at work side by side, so that rounds can take turns. */
export async function onStages<T>(
  engines: readonly Engine[],
  plan: Plan,
  work: (stages: readonly Stage[]) => Promise<T>,
): Promise<T> {
  const open = async (stages: readonly Stage[]): Promise<T> => {
    const next = engines[stages.length];
    return next === undefined ? await work(stages) : await next.stage(plan, (stage) => open([...stages, stage]));
  };
  return await open([]);
}

async function onOurStage<T>(world: World, plan: Plan, work: (stage: Stage) => Promise<T>): Promise<T> {
  await world.registerTask(noopTask);
  await world.registerTask(flakyTask);
  const workers: ObservedWorker[] = [];
  while (workers.length < plan.workers) workers.push(await world.startObservedWorker(slots));
  const published = new Set<Graph>();
  return await work({
    engine: ours,
    enqueue: async ({ kind, count, dueAtMs }) => {
      const job = { task: kind, params: payload, ...(dueAtMs !== undefined && { runAt: new Date(dueAtMs) }) };
      await enqueueAlike(world, { count, job });
    },
    enqueueOne: async () => {
      const { jobs } = accepted(await enqueueJobs(world.context, { jobs: [{ task: 'noop', params: payload }] }));
      return jobs[0]?.id ?? '';
    },
    startGraphs: async (graph, runs) => {
      const name = `graph-${graph.length}`;
      if (!published.has(graph)) await publish(world, definitionOf(name, graph));
      published.add(graph);
      await startRuns(world, name, runs);
    },
    hold: () => setPaused(world, true),
    release: () => setPaused(world, false),
    ended: async () => sum(await Promise.all(workers.map((worker) => worker.ended()))),
    executions: async () =>
      (await Promise.all(workers.map((worker) => worker.executions())))
        .flat()
        .map(({ jobId, startedMs, endedMs }): Execution => [jobId, startedMs, endedMs]),
    openWork: () => world.figures.openWork(),
  });
}

type PeerStage<T> = { adapter: Adapter; plan: Plan; work: (stage: Stage) => Promise<T> };

async function onPeerStage<T>({ cluster }: BenchContext, { adapter, plan, work }: PeerStage<T>): Promise<T> {
  await using open = new AsyncDisposableStack();
  const url = await cluster.createDatabase({ isEmpty: true });
  open.defer(() => cluster.dropDatabase(url));
  const producer = await adapter.openProducer(url);
  open.defer(() => producer.close());
  const environment = { PEER: adapter.name, DATABASE_URL: url, TUNING: plan.tuning };
  const workers: Child[] = [];
  while (workers.length < plan.workers) {
    const child = await startChild({ script: 'bench/peers/worker.ts', environment });
    open.defer(() => child.stop());
    workers.push(child);
  }
  const askAll = (want: string) => Promise.all(workers.map((child) => child.ask({ want })));
  await askAll('release');
  return await work({
    engine: adapter.name,
    enqueue: (order) => producer.enqueue(order),
    enqueueOne: () => producer.enqueueOne(),
    ...(producer.startGraphs !== undefined && { startGraphs: producer.startGraphs }),
    hold: async () => void (await askAll('hold')),
    release: async () => void (await askAll('release')),
    ended: async () => sum((await askAll('ended')).map(({ ended }) => Number(ended))),
    executions: async () => (await askAll('executions')).flatMap(({ executions }) => readExecutions(executions)),
    openWork: () => producer.openJobs(),
  });
}

function readExecutions(value: unknown): Execution[] {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  return rows.map((row) => {
    const [jobId, startedMs, endedMs]: unknown[] = Array.isArray(row) ? row : [];
    return [String(jobId), Number(startedMs), Number(endedMs)];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
