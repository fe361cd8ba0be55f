/** What twenty small tenants notice of one that dumps 50,000 jobs at once. */
import { atMostTimes, type Bench, type BenchContext, resultOf, showFigure } from '#bench/bench.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { median, percentile } from '#bench/statistics.ts';
import { slots } from '#bench/work/backlog.ts';
import { enqueueEach, inParallel, noopTask, payload, until } from '#bench/work/work.ts';
import type { Context } from '#engine/store/context.ts';
import { registerTask } from '#engine/task/register-task.ts';

type Waits = { p50: number; p95: number };
const smallJobs = 50;

export const bench: Bench = {
  name: 'noisy',
  describe: 'twenty small tenants alone, and beside one that dumps 50,000 jobs',
  run: async (context) => {
    const dumped = context.size(50_000, 300);
    const { alone, beside } = await inWorld(context, async (world) => {
      const small: Context[] = [];
      while (small.length < context.size(20, 3)) small.push(await world.addTenant(`small-${small.length}`));
      for (const tenant of [world.context, ...small]) accepted(await registerTask(tenant, noopTask));
      await world.startWorker(slots);
      await waitsOf(world, small);
      return await rounds(context, { world, small, dumped });
    });
    const line = (what: string, of: (waits: Waits) => number) =>
      resultOf({
        what: `small tenants beside a noisy one, created -> ended, ${what}`,
        target: atMostTimes(2),
        got: median(beside.map(of)),
        unit: 'ms',
        beside: [{ name: 'alone', figure: median(alone.map(of)) }],
        detail: `${showFigure(dumped)} jobs dumped just before, ${smallJobs} in each small tenant; alone ${alone.map(of).map(showFigure).join(' ')}, beside ${beside.map(of).map(showFigure).join(' ')}`,
      });
    return [line('p50', ({ p50 }) => p50), line('p95', ({ p95 }) => p95)];
  },
};

type Scene = { world: World; small: readonly Context[]; dumped: number };

async function rounds(context: BenchContext, { world, small, dumped }: Scene) {
  const alone: Waits[] = [];
  const beside: Waits[] = [];
  while (beside.length < context.rounds) {
    alone.push(await waitsOf(world, small));
    await enqueueEach(world.context, { count: dumped, jobAt: () => ({ task: 'noop', params: payload }) });
    beside.push(await waitsOf(world, small));
    await until('the dump to be carried out', async () => (await world.figures.openWork()) === 0);
  }
  return { alone, beside };
}

async function waitsOf({ figures }: World, small: readonly Context[]): Promise<Waits> {
  const beganAtMs = await figures.now();
  await inParallel(small, 4, async (tenant) => {
    await enqueueEach(tenant, { count: smallJobs, jobAt: () => ({ task: 'noop', params: payload }) });
  });
  const tenantIds = small.map(({ tenantId }) => tenantId);
  const waits: number[] = [];
  await until('the small tenants to be served', async () => {
    waits.splice(0, waits.length, ...(await figures.waitsSince(beganAtMs, tenantIds)));
    return waits.length >= small.length * smallJobs;
  });
  return { p50: percentile(waits, 0.5), p95: percentile(waits, 0.95) };
}
