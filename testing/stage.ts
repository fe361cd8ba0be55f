/**
 * A tenant with a queue that only it has, so that tests of one database do not take each other's jobs: what a worker
 * claims here was enqueued here.
 */

import type { Json, JsonObject } from '#domain/value/json.ts';
import { type EnqueueJobInput, enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRun } from '#engine/run/start-runs.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { type HandWorker, workerByHand } from './worker/worker-by-hand.ts';

export type Stage = {
  context: Context;
  queue: string;
  /** A builtin task of the stage's queue; `noop` and `echo` are there from the start. */
  task(name: string, builtin: { name: string; options?: object }, more?: object): Promise<void>;
  /** Enqueues so many jobs of `noop`, or the jobs given; hands back their ids. */
  enqueue(jobs: number | EnqueueJobInput[]): Promise<string[]>;
  /** Publishes a workflow of these tasks and starts a run of it; hands back the run's id. */
  run(tasks: readonly object[], more?: JsonObject): Promise<string>;
  /** A worker by hand that serves this stage only. */
  worker(options?: { leaseMs?: number }): Promise<HandWorker>;
  /** The types of a job's events, in the order in which its row names them. */
  history(jobId: string): Promise<string[]>;
};

/** Sets up a stage in the bundle's database. */
export async function openStage(bundle: Bundle): Promise<Stage> {
  const context = await bundle.tenant();
  const queue = `stage-${newId()}`;
  valueOf(await upsertQueue(context, { name: queue }));
  const task: Stage['task'] = (name, builtin, more = {}) => registerBuiltin(context, name, builtin, { queue, ...more });
  await task('noop', { name: 'noop' });
  await task('echo', { name: 'echo' });
  return {
    context,
    queue,
    task,
    enqueue: async (jobs) => {
      const wanted = typeof jobs === 'number' ? Array.from({ length: jobs }, () => ({ task: 'noop' })) : jobs;
      return valueOf(await enqueueJobs(context, { jobs: wanted })).jobs.map((job) => job.id);
    },
    run: async (tasks, { variables, ...more } = {}) => {
      const name = `workflow ${newId()}`;
      const declared = Object.keys(variables ?? {}).map((key): [string, Json] => [key, { type: 'integer' }]);
      const plain: Json = JSON.parse(JSON.stringify(tasks));
      const definition = {
        name,
        tasks: plain,
        ...(variables === undefined ? {} : { variables: Object.fromEntries(declared) }),
        ...more,
      };
      valueOf(await publishWorkflow(context, { definition }));
      const given = typeof variables === 'object' && variables !== null && !Array.isArray(variables) ? variables : {};
      return valueOf(await startRun(context, { workflow: name, variables: given })).runId;
    },
    worker: async (options) => {
      const worker = await workerByHand(bundle.worker, options);
      return { ...worker, claim: (request = {}) => worker.claim({ queues: [queue], ...request }) };
    },
    history: async (jobId) => {
      const rows = await bundle.owner.client.$queryRaw<{ type: string }[]>`
        select e.type
        from jobs j
        cross join unnest(j.event_ids) with ordinality as named (id, nth)
        join events e on e.id = named.id and j.id = any(e.entity_ids)
        where j.id = ${jobId}::uuid
        order by named.nth`;
      return rows.map((row) => row.type);
    },
  };
}
