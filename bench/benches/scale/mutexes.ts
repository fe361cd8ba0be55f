/** What it costs that every job takes a mutex, a thousand of them in all. */
import { atLeastTimes, type Bench, type BenchContext, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { type Drained, drainBacklog } from '#bench/work/backlog.ts';
import { enqueueEach, noopTask } from '#bench/work/work.ts';
import { registerTask } from '#engine/task/register-task.ts';

const keys = 1_000;

export const bench: Bench = {
  name: 'mutexes',
  describe: 'the same jobs without a mutex and with one each',
  run: async (context) => {
    const locked = await drainWith(context, { ...noopTask, mutex: 'customer-${{ params.c }}' });
    if (locked === undefined) return [];
    const free = context.isOnce ? undefined : await drainWith(context, noopTask);
    return [
      resultOf({
        what: 'drain, a mutex on every job',
        target: atLeastTimes(0.5),
        got: locked.rate,
        unit: 'jobs/s',
        beside: free === undefined ? [] : [{ name: 'without', figure: free.rate }],
        detail: `${showFigure(keys)} mutexes, taken in turns; ${locked.detail}`,
      }),
    ];
  },
};

async function drainWith(
  context: BenchContext,
  task: Parameters<typeof registerTask>[1],
): Promise<Drained | undefined> {
  return await inWorld(context, async (world) => {
    const registered = await registerTask(world.context, task);
    if (!registered.ok) {
      context.note(`skipped: ${registered.refusals[0]?.message}`);
      return undefined;
    }
    await enqueueEach(world.context, {
      count: context.size(40_000, 200),
      jobAt: (n) => ({ task: task.name, params: { c: n % keys } }),
    });
    return await drainBacklog(context, world);
  });
}
