/** What it costs that every job takes a mutex: of many, so that few wait, and of fewer than there are slots. */
import { atLeastTimes, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { type Drained, drainBacklog, slots } from '#bench/work/backlog.ts';
import { enqueueEach, noopTask } from '#bench/work/work.ts';
import { registerTask } from '#engine/task/register-task.ts';

type Task = Parameters<typeof registerTask>[1];

const many = 1_000;
const few = slots / 2;
const lockedTask: Task = { ...noopTask, mutex: 'customer-${{ params.c }}' };

export const bench: Bench = {
  name: 'mutexes',
  describe: 'the same jobs without a mutex, and with one each of many and of few',
  run: async (context) => {
    const free = context.isOnce ? undefined : await drainWith(context, { task: noopTask, keys: many });
    const results: Result[] = [];
    for (const keys of context.isOnce ? [few] : [many, few]) {
      const locked = await drainWith(context, { task: lockedTask, keys });
      if (locked === undefined) return [];
      results.push(
        resultOf({
          what: `drain, each job with one of ${showFigure(keys)} mutexes`,
          // Where mutexes are fewer than slots, slots stay empty whatever a claim costs.
          ...(keys >= slots && { target: atLeastTimes(0.5) }),
          got: locked.rate,
          unit: 'jobs/s',
          beside: free === undefined ? [] : [{ name: 'without', figure: free.rate }],
          detail: locked.detail,
        }),
      );
    }
    return results;
  },
};

/** Nothing where the task is refused. */
async function drainWith(
  context: BenchContext,
  { task, keys }: { task: Task; keys: number },
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
    await world.figures.client.query('vacuum analyze jobs');
    return await drainBacklog(context, world);
  });
}
