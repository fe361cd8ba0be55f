/** What a long event log costs those who add to it. */
import { atLeastTimes, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { drainBacklog, fill } from '#bench/work/backlog.ts';

export const bench: Bench = {
  name: 'history',
  describe: 'the same jobs on an empty event log and behind 10,000,000 events',
  onlyByName: true,
  run: async (context) => {
    const events = context.size(10_000_000, 1_000);
    const spread = { tenants: 1, queues: 1, jobs: context.size(40_000, 200) };
    const before = context.isOnce
      ? undefined
      : await inWorld(context, async (world) => {
          await fill(world, spread);
          return await drainBacklog(context, world);
        });
    const { after, storingMs } = await inWorld(context, async (world) => {
      const startedMs = performance.now();
      await world.figures.storeHistory(world.context.tenantId, events);
      const storingMs = performance.now() - startedMs;
      await fill(world, spread);
      return { after: await drainBacklog(context, world), storingMs };
    });
    return [
      resultOf({
        what: `drain behind ${showFigure(events)} events`,
        target: atLeastTimes(0.95),
        got: after.rate,
        unit: 'jobs/s',
        beside: before === undefined ? [] : [{ name: 'an empty log', figure: before.rate }],
        detail: `rows of one event each, stored by one statement in ${showFigure(storingMs / 1_000)} s; ${after.detail}`,
      }),
    ];
  },
};
