/** Giving work and waiting for its end: what most benches do. */
import { setTimeout as delay } from 'node:timers/promises';
import { accepted, type World } from '#bench/stage/world.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { runBounds } from '#domain/bounds/run.ts';
import { type EnqueueJobInput, enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import { findVersions, startRuns as startRunsOf } from '#engine/run/start-runs.ts';
import { runsPerPassMax } from '#engine/schedule/plan/plan-due-schedules.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';

/** The task of most benches. */
export const noopTask = { name: 'noop', handler: { builtin: { name: 'noop' } } };
/** 200 bytes of JSON. */
export const payload = { text: 'x'.repeat(200 - '{"text":""}'.length) };
/** Above it a bench has not become slow but stuck. */
export const waitMsMax = 120_000;

const pollMs = 25;

/** Enqueues `count` jobs alike, the most that a call takes at a time, `inFlight` calls at once; gives the ids. */
export async function enqueueAlike(
  world: World,
  order: { count: number; job: EnqueueJobInput; inFlight?: number },
): Promise<string[]> {
  const { count, job, inFlight = 2 } = order;
  return await enqueueEach(world.context, { count, jobAt: () => job, inFlight });
}

/** Enqueues `count` jobs, each as its place says; gives the ids. */
export async function enqueueEach(
  context: Context,
  { count, jobAt, inFlight = 2 }: { count: number; jobAt: (n: number) => EnqueueJobInput; inFlight?: number },
): Promise<string[]> {
  const perCall = jobBounds.enqueueBatchMax;
  const firsts = Array.from({ length: Math.ceil(count / perCall) }, (_, call) => call * perCall);
  const ids: string[] = [];
  await inParallel(firsts, inFlight, async (first) => {
    const jobs = Array.from({ length: Math.min(perCall, count - first) }, (_, n) => jobAt(first + n));
    for (const { id } of accepted(await enqueueJobs(context, { jobs })).jobs) ids.push(id);
  });
  return ids;
}

/** Starts `count` runs of a workflow, as many a call as it takes, two calls in flight; gives their ids. */
export async function startRuns(world: World, workflow: string, count: number): Promise<string[]> {
  const perCall = runBounds.startBatchMax;
  const sizes = Array.from({ length: Math.ceil(count / perCall) }, (_, n) => Math.min(perCall, count - n * perCall));
  const runIds: string[] = [];
  await inParallel(sizes, 2, async (size) => {
    const started = await startRunsOf(world.context, { runs: Array.from({ length: size }, () => ({ workflow })) });
    for (const { runId } of accepted(started).runs) runIds.push(runId);
  });
  return runIds;
}

/** Stores `count` runs of the newest version of a workflow a few hundred at a time, as the planner does. */
export async function storeRuns({ context }: World, workflow: string, count: number): Promise<void> {
  const batches = Array.from({ length: Math.ceil(count / runsPerPassMax) }, (_, n) =>
    Math.min(runsPerPassMax, count - n * runsPerPassMax),
  );
  await inParallel(batches, 2, async (size) => {
    await transaction(context.database, context.tenantId, async (tx) => {
      const versions = await findVersions(tx, [{ workflow }]);
      const [version] = versions.map(accepted);
      if (version === undefined) throw new Error('a version is found or refused');
      const run = { ...version, tenantId: tx.tenantId, inputs: {}, startedBy: actorName(context.actor) };
      await insertRuns(
        tx.client,
        Array.from({ length: size }, () => ({ ...run, id: newId() })),
        { now: tx.now, actor: run.startedBy },
      );
    });
  });
  context.hints.send('work', 'news');
}

/** Does the work for every item, at most `inFlight` of them at once. */
export async function inParallel<Item>(
  items: readonly Item[],
  inFlight: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const open = items.values();
  const lane = async () => {
    for (const item of open) await work(item);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** Holds the jobs of the queue `default` back, or lets them go. */
export async function setPaused(world: World, paused: boolean): Promise<void> {
  accepted(await upsertQueue(world.context, { name: 'default', paused }));
}

/** Resolves when the event log names so many ends of jobs above `lastEvent`. It looks at the log, not at the jobs: a batch is one row there. */
export async function jobsSettled(world: World, lastEvent: string, count: number): Promise<void> {
  await until(
    `${count} jobs to end`,
    async () => (await world.figures.entitiesSince(lastEvent, ['job.succeeded', 'job.failed', 'job.dead'])) >= count,
  );
}

/** Asks again and again until the answer is yes. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + waitMsMax;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`waited ${waitMsMax} ms for ${what}`);
    await delay(pollMs);
  }
}
