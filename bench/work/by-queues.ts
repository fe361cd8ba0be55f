/** Lines of the same load spread more and more, each beside the first. */
import { atLeastTimes, type BenchContext, type Other, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { drainBacklog, fill, type Spread } from '#bench/work/backlog.ts';

// A claim must not pay for queues that it takes nothing from; ten times more of them may cost another tenth.
const ratioWanted = (queues: number) => (queues > 1_000 ? 0.8 : 0.9);

/** In test mode one small line shows that it works. */
export async function byQueues(context: BenchContext, spreads: readonly Spread[]): Promise<Result[]> {
  const results: Result[] = [];
  const beside: Other[] = [];
  const chosen = context.isOnce ? [{ tenants: 2, queues: 6, jobs: 240 }] : spreads;
  for (const spread of chosen) {
    const { rate, detail } = await inWorld(context, async (world) => {
      const startedMs = performance.now();
      await fill(world, spread);
      context.note(`${nameOf(spread)}: filled in ${showFigure(performance.now() - startedMs)} ms`);
      return await drainBacklog(context, world);
    });
    const isFirst = results.length === 0;
    results.push(
      resultOf({
        what: `drain, ${nameOf(spread)}`,
        ...(!isFirst && { target: atLeastTimes(ratioWanted(spread.queues)) }),
        got: rate,
        unit: 'jobs/s',
        beside,
        detail: `${showFigure(spread.jobs)} jobs waiting, one worker; ${detail}`,
      }),
    );
    if (isFirst) beside.push({ name: nameOf(spread), figure: rate });
  }
  return results;
}

function nameOf({ tenants, queues, jobs }: Spread): string {
  const of = queues === 1 ? 'one queue' : `${showFigure(queues)} queues of ${showFigure(jobs / queues)}`;
  return tenants === 1 ? of : `${of}, ${showFigure(tenants)} tenants`;
}
