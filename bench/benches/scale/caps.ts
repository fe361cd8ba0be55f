/** What a cap costs that does not hold anything back: the same jobs without one, in a capped queue, in a capped tenant. */
import { atLeastTimes, type Bench, type BenchContext, resultOf } from '#bench/bench.ts';
import { accepted, benchTenant, inWorld, type World } from '#bench/stage/world.ts';
import { drainBacklog, fill, slots } from '#bench/work/backlog.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';

export const bench: Bench = {
  name: 'caps',
  describe: 'the same jobs without a cap, in a capped queue and in a capped tenant',
  run: async (context) => {
    const plain = context.isOnce ? undefined : await drainWith(context, async () => undefined);
    const inQueue = await drainWith(context, async (world) => {
      accepted(await upsertQueue(world.context, { name: 'default', concurrency: slots }));
    });
    const inTenant = context.isOnce
      ? inQueue
      : await drainWith(context, async ({ platform }) => {
          accepted(await updateTenantLimits(platform, { tenant: benchTenant, limits: { maxRunningJobs: slots } }));
        });
    const beside = plain === undefined ? [] : [{ name: 'without a cap', figure: plain.rate }];
    const line = { target: atLeastTimes(0.8), unit: 'jobs/s', beside };
    return [
      resultOf({ ...line, what: 'drain, queue capped', got: inQueue.rate, detail: `cap ${slots}; ${inQueue.detail}` }),
      resultOf({
        ...line,
        what: 'drain, tenant capped',
        got: inTenant.rate,
        detail: `cap ${slots}; ${inTenant.detail}`,
      }),
    ];
  },
};

async function drainWith(context: BenchContext, limit: (world: World) => Promise<unknown>) {
  return await inWorld(context, async (world) => {
    await limit(world);
    await fill(world, { tenants: 1, queues: 1, jobs: context.size(40_000, 200) });
    return await drainBacklog(context, world);
  });
}
