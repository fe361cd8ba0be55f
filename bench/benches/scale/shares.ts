/** Whether tenants that all have more work than there is room get on as their weights say. */
import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { accepted, inWorld } from '#bench/stage/world.ts';
import { fairness } from '#bench/statistics.ts';
import { drainBacklog, fill, slugOf } from '#bench/work/backlog.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';

const weights = [1, 2, 3, 4];

export const bench: Bench = {
  name: 'shares',
  describe: 'four tenants of weights 1 to 4 with more work than there is room for',
  run: async (context) => {
    const counted = context.size(10_000, 100);
    const starts = await inWorld(context, async (world) => {
      await fill(world, { tenants: weights.length, queues: weights.length, jobs: context.size(120_000, 800) });
      for (const [n, weight] of weights.entries())
        accepted(await updateTenantLimits(world.platform, { tenant: slugOf(n), limits: { weight } }));
      await drainBacklog(context, world);
      return await world.figures.startsByWeight(counted);
    });
    const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = weights.map((weight) => (starts.get(weight) ?? 0) / counted);
    const deviations = weights.map((weight, n) => Math.abs(((shares[n] ?? 0) * weightSum) / weight - 1) * 100);
    const perWeight = weights.map((weight, n) => (shares[n] ?? 0) / weight);
    return [
      resultOf({
        what: 'shares of tenants by weight, largest deviation',
        target: atMost(5),
        got: Math.max(...deviations),
        unit: '%',
        detail: `the first ${showFigure(counted)} starts; weights ${weights.join(' ')} got ${shares.map((share) => `${showFigure(share * 100)} %`).join(', ')}; Jain's index of shares by weight ${fairness(perWeight).toFixed(3)}`,
      }),
    ];
  },
};
