/** Work that waits before a worker comes, spread over queues and tenants, and how fast it is carried out then. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, showFigure } from '#bench/bench.ts';
import { accepted, benchTenant, type World } from '#bench/stage/world.ts';
import { median } from '#bench/statistics.ts';
import { enqueueEach, inParallel, noopTask, payload } from '#bench/work/work.ts';
import type { Context } from '#engine/store/context.ts';
import { registerTask } from '#engine/task/register-task.ts';

export type Spread = { tenants: number; queues: number; jobs: number };

/** What a worker has unless it is told otherwise. */
export const slots = 100;
// So many ends are looked at; the first quarter finds code that is not compiled yet.
const endsWanted = 35_000;
// What is slow is judged by what it does in this time.
const measureMsMax = 12_000;
const windows = 3;
const pollMs = 25;
// Tenants that are filled at once; each has two calls in flight.
const inFlight = 4;

/** Makes the tenants, `queues` queues over all of them, and the jobs, queue by queue. */
export async function fill(world: World, { tenants, queues, jobs }: Spread): Promise<void> {
  const [queuesEach, jobsEach] = [Math.ceil(queues / tenants), Math.ceil(jobs / tenants)];
  const jobsPerQueue = Math.ceil(jobsEach / queuesEach);
  const contexts: Context[] = [world.context];
  const others = Array.from({ length: tenants - 1 }, (_, n) => slugOf(n + 1));
  await inParallel(others, inFlight, async (slug) => void contexts.push(await world.addTenant(slug)));
  await inParallel(contexts, inFlight, async (context) => void accepted(await registerTask(context, noopTask)));
  await storeQueues(world, contexts, queuesEach);
  await inParallel(contexts, inFlight, async (context) => {
    await enqueueEach(context, {
      count: jobsEach,
      jobAt: (n) => ({ task: 'noop', params: payload, queue: queueName(Math.floor(n / jobsPerQueue)) }),
    });
  });
  await world.figures.client.query('vacuum analyze jobs');
}

/** Of the tenants that were filled; the first is the one that every world has. */
export function slugOf(n: number): string {
  return n === 0 ? benchTenant : `tenant-${n}`;
}

/** The first queue is the tenant's own. */
function queueName(n: number): string {
  return n === 0 ? 'default' : `queue-${n}`;
}

async function storeQueues({ figures }: World, contexts: readonly Context[], count: number): Promise<void> {
  await figures.client.query(
    `insert into queues (tenant_id, id, name)
     select t, gen_random_uuid(), 'queue-' || n from unnest($1::uuid[]) t cross join generate_series(1, $2::int) n`,
    [contexts.map(({ tenantId }) => tenantId), count - 1],
  );
}

export type Drained = { rate: number; detail: string };

/** Starts workers on what waits and takes the median of three windows; the workers are gone afterwards. */
export async function drainBacklog(context: BenchContext, world: World, workers = 1): Promise<Drained> {
  const { figures } = world;
  const wanted = Math.min(await figures.openWork(), context.size(endsWanted, 200));
  const beganAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  const started = await Promise.all(Array.from({ length: workers }, () => world.startWorker(slots)));
  const deadline = performance.now() + measureMsMax;
  while (performance.now() < deadline && (await figures.entitiesSince(lastEvent, ['job.succeeded'])) < wanted)
    await delay(pollMs);
  await Promise.all(started.map((worker) => worker.stop()));
  const ends = (await figures.endsSince(beganAtMs)).slice(0, wanted);
  const rates = ratesOf(ends);
  return { rate: median(rates), detail: `${showFigure(ends.length)} ends, windows ${rates.map(showFigure).join(' ')}` };
}

// Jobs of one settle end at the same instant: a window reaches from one such instant to another.
function ratesOf(ends: readonly number[]): number[] {
  const first = Math.floor(ends.length / 4);
  const width = Math.floor((ends.length - first - 1) / windows);
  return Array.from({ length: windows }, (_, n) => {
    const [from, to] = [ends[first + n * width] ?? Number.NaN, ends[first + (n + 1) * width] ?? Number.NaN];
    return (width / Math.max(1, to - from)) * 1_000;
  });
}
