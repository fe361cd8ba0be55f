/** Work that is moved by hand, so that a bench decides which events come, when, and how many at once. */
import { setTimeout as delay } from 'node:timers/promises';
import { accepted, type World } from '#bench/stage/world.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { openDatabase } from '#engine/store/database.ts';
import { released, succeeded, workerByHand } from '#testing/worker/worker-by-hand.ts';
import { noopTask } from './work.ts';

/** A worker without a will of its own. After each of its moves the feeds are told. */
export type Puppets = {
  /** Starts up to fifty jobs of a queue: one burst of events. */
  claim(queue: string): Promise<ClaimedJob[]>;
  /** Gives them back unharmed: another burst. */
  release(jobs: readonly ClaimedJob[]): Promise<void>;
  finish(jobs: readonly ClaimedJob[]): Promise<void>;
  close(): Promise<void>;
};

// Longer than any bench.
const leaseMs = 3_600_000;
const batchesPerSecond = 20;
const floodQueue = 'flood';

/** The queue of the jobs that are on the screen while others flood in. */
export const shownQueue = 'shown';

/** Registers it, and makes the queues that it works on. */
export async function openPuppets({ url, context }: World): Promise<Puppets> {
  const database = openDatabase({ url, duty: 'worker', connectionsMax: 2, name: 'bench puppets' });
  for (const name of [shownQueue, floodQueue]) accepted(await upsertQueue(context, { name }));
  const worker = await workerByHand(database, { leaseMs });
  const tell = () => context.hints.send('news');
  return {
    claim: async (queue) => {
      const jobs = await worker.claim({ queues: [queue] });
      tell();
      return jobs;
    },
    release: async (jobs) => {
      await worker.settle(jobs.map(released));
      tell();
    },
    finish: async (jobs) => {
      await worker.settle(jobs.map((job) => succeeded(job)));
      tell();
    },
    close: () => database.close(),
  };
}

type Flood = { puppets: Puppets; eventsPerSecond: number; forMs: number };

/** Makes so many events a second: new jobs, and now and then a change of those that are shown. */
export async function flood({ context }: World, { puppets, eventsPerSecond, forMs }: Flood): Promise<void> {
  const size = Math.min(jobBounds.enqueueBatchMax, eventsPerSecond / batchesPerSecond);
  const jobs = Array.from({ length: size }, () => ({ task: noopTask.name, queue: floodQueue }));
  const beganMs = performance.now();
  let held: ClaimedJob[] = [];
  for (let batch = 0; batch < (forMs / 1_000) * batchesPerSecond; batch += 1) {
    accepted(await enqueueJobs(context, { jobs }));
    // Four times a second everything that is shown moves.
    if (batch % (batchesPerSecond / 4) === 0) {
      if (held.length === 0) held = await puppets.claim(shownQueue);
      else {
        await puppets.release(held);
        held = [];
      }
    }
    await delay(Math.max(0, beganMs + ((batch + 1) * 1_000) / batchesPerSecond - performance.now()));
  }
}
