/** How fast jobs are taken in, a thousand a call, at the engine's own door and over GraphQL. */

import {
  atLeast,
  atLeastTimes,
  type Bench,
  type BenchContext,
  type Result,
  resultOf,
  showFigure,
} from '#bench/bench.ts';
import { showCost, startMeter } from '#bench/cost.ts';
import { ask } from '#bench/stage/graphql.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { median, spread } from '#bench/statistics.ts';
import { enqueueAlike, inParallel, noopTask, payload } from '#bench/work/work.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { assert } from '#domain/unreachable.ts';

export const bench: Bench = {
  name: 'enqueue',
  describe: 'jobs stored in bulk, through the engine and through GraphQL',
  run: async (context) => [await throughEngine(context), await throughGraphql(context)],
};

async function throughEngine(context: BenchContext): Promise<Result> {
  const count = context.size(50_000, 2_000);
  return await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    const job = { task: 'noop', params: payload };
    await enqueueAlike(world, { count: context.size(10_000, 1_000), job });
    const alone = await ratesOf(context, world, {
      count,
      enqueue: () => enqueueAlike(world, { count, job, inFlight: 1 }),
    });
    const stopMeter = await startMeter({
      figures: world.figures,
      postmasterPid: context.cluster.postmasterPid,
      workerPids: [process.pid],
    });
    const paired = await ratesOf(context, world, {
      count,
      enqueue: () => enqueueAlike(world, { count, job, inFlight: 2 }),
    });
    const cost = showCost(await stopMeter(), count * context.rounds);
    return resultOf({
      what: 'enqueue in bulk through the engine',
      target: atLeastTimes(1),
      got: median(paired),
      unit: 'jobs/s',
      detail: `${showFigure(count)} jobs of 200 B, two calls in flight, ${spread(paired, 'jobs/s')}; one call in flight ${showFigure(median(alone))} jobs/s; ${cost}`,
    });
  });
}

const plain =
  'mutation ($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { count jobs { id } userErrors { code message } } }';

async function throughGraphql(context: BenchContext): Promise<Result> {
  const count = context.size(20_000, 2_000);
  return await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    const door = await world.startConsole();
    const jobs = Array.from({ length: jobBounds.enqueueBatchMax }, () => ({ task: 'noop', params: payload }));
    const calls = Array.from({ length: count / jobs.length });
    const enqueue = () =>
      inParallel(calls, 2, async () => {
        const data = await ask<{ enqueueJobs: { count: number } }>(door, plain, { input: { jobs } });
        assert(data.enqueueJobs.count === jobs.length, 'every job of the call is stored');
      });
    await enqueue();
    const stopMeter = await startMeter({
      figures: world.figures,
      postmasterPid: context.cluster.postmasterPid,
      workerPids: [door.child.pid],
    });
    const rates = await ratesOf(context, world, { count, enqueue });
    const cost = showCost(await stopMeter(), count * context.rounds).replace('worker', 'console');
    return resultOf({
      what: 'enqueue in bulk through GraphQL',
      target: atLeast(15_000),
      got: median(rates),
      unit: 'jobs/s',
      detail: `${showFigure(count)} jobs of 200 B, 1,000 a call, two calls in flight, their ids read back; ${spread(rates, 'jobs/s')}; ${cost}`,
    });
  });
}

async function ratesOf(
  context: BenchContext,
  world: World,
  { count, enqueue }: { count: number; enqueue: () => Promise<unknown> },
): Promise<number[]> {
  const rates: number[] = [];
  while (rates.length < context.rounds) {
    const beganAtMs = await world.figures.now();
    const startedAtMs = performance.now();
    await enqueue();
    rates.push((count / (performance.now() - startedAtMs)) * 1_000);
    const { jobs } = await world.figures.jobsSince(beganAtMs);
    assert(jobs === count, `of ${count} jobs ${jobs} are stored`);
  }
  return rates;
}
