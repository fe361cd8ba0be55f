/** What a million waiting jobs cost whoever enqueues and whoever claims, with and without a cap on what may wait. */
import { atLeastTimes, type Bench, type BenchContext, resultOf, showFigure } from '#bench/bench.ts';
import { accepted, benchTenant, inWorld, type World } from '#bench/stage/world.ts';
import { median, spread } from '#bench/statistics.ts';
import { drainBacklog, fill } from '#bench/work/backlog.ts';
import { enqueueAlike, payload } from '#bench/work/work.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';

export const bench: Bench = {
  name: 'backlog',
  describe: 'enqueue and claim beside 1,000,000 waiting jobs, and enqueue under a cap on what may wait',
  run: async (context) => {
    const large = context.size(1_000_000, 1_000);
    const shallow = context.isOnce
      ? undefined
      : await inWorld(context, async (world) => {
          await fill(world, { tenants: 1, queues: 1, jobs: context.size(40_000, 200) });
          return await drainBacklog(context, world);
        });
    return await inWorld(context, async (world) => {
      await fill(world, { tenants: 1, queues: 1, jobs: context.size(2_000, 100) });
      await enqueueRates(context, world);
      const small = { free: await enqueueRates(context, world), capped: await cappedRates(context, world) };
      const fillingMs = performance.now();
      await fillUp(world, large);
      context.note(`${showFigure(large)} jobs stored in ${showFigure((performance.now() - fillingMs) / 1_000)} s`);
      const many = { free: await enqueueRates(context, world), capped: await cappedRates(context, world) };
      const drained = await drainBacklog(context, world);
      const line = { target: atLeastTimes(0.9), unit: 'jobs/s' };
      const enqueueLine = (
        what: string,
        rates: readonly number[],
        beside: { name: string; rates: readonly number[] },
      ) =>
        resultOf({
          ...line,
          what,
          got: median(rates),
          beside: [{ name: beside.name, figure: median(beside.rates) }],
          detail: spread(rates, 'jobs/s'),
        });
      const without = 'without a cap';
      return [
        enqueueLine('enqueue, a million waiting', many.free, { name: 'few waiting', rates: small.free }),
        enqueueLine('enqueue under a waiting cap, few waiting', small.capped, { name: without, rates: small.free }),
        enqueueLine('enqueue under a waiting cap, a million waiting', many.capped, { name: without, rates: many.free }),
        resultOf({
          ...line,
          what: 'drain, a million waiting',
          got: drained.rate,
          beside: shallow === undefined ? [] : [{ name: '40,000 waiting', figure: shallow.rate }],
          detail: drained.detail,
        }),
      ];
    });
  },
};

async function fillUp(world: World, wanted: number): Promise<void> {
  await enqueueAlike(world, { count: wanted, job: { task: 'noop', params: payload }, inFlight: 2 });
  await world.figures.client.query('vacuum analyze jobs');
}

async function enqueueRates(context: BenchContext, world: World): Promise<number[]> {
  const count = context.size(20_000, 200);
  const rates: number[] = [];
  while (rates.length < context.rounds) {
    const startedMs = performance.now();
    await enqueueAlike(world, { count, job: { task: 'noop', params: payload } });
    rates.push((count / (performance.now() - startedMs)) * 1_000);
  }
  return rates;
}

async function cappedRates(context: BenchContext, world: World): Promise<number[]> {
  const limit = async (maxQueuedJobs: number | null) =>
    accepted(await updateTenantLimits(world.platform, { tenant: benchTenant, limits: { maxQueuedJobs } }));
  await limit(10_000_000);
  const rates = await enqueueRates(context, world);
  await limit(null);
  return rates;
}
