/** How soon a step starts when the only step before it has ended. */

import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import type { ObservedWorker } from '#bench/stage/observed-worker.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { percentile } from '#bench/statistics.ts';
import { noopTask, until } from '#bench/work/work.ts';
import { chain, publish } from '#bench/work/workflows.ts';
import { assert } from '#domain/unreachable.ts';
import { startRun } from '#engine/run/start-runs.ts';

const steps = 50;

export const bench: Bench = {
  name: 'step-latency',
  describe: 'chains of 50 no-op steps, one run at a time',
  run: async (context) => {
    const runs = context.size(12, 2);
    const warm = context.size(2, 1);
    const { gaps, logged } = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      await publish(world, chain('chain', steps));
      const worker = await world.startObservedWorker(100);
      const gaps: number[] = [];
      const logged: number[] = [];
      for (let n = 0; n < runs; n += 1) {
        const run = await runChain(world, worker);
        if (n < warm) continue;
        gaps.push(...run.gaps);
        logged.push(...run.logged);
      }
      return { gaps, logged };
    });
    const detail = `${gaps.length} pairs; handler ended -> next handler starts, so the settlement, the advance of the run and the claim are inside; p95 ${showFigure(percentile(gaps, 0.95))}, p99 ${showFigure(percentile(gaps, 0.99))} ms; by the event log (finished_at -> started_at) p50 ${showFigure(percentile(logged, 0.5))}, p99 ${showFigure(percentile(logged, 0.99))} ms`;
    return [
      resultOf({
        what: 'step settled -> next step started, p50',
        target: atMost(5),
        got: percentile(gaps, 0.5),
        unit: 'ms',
        detail,
      }),
    ];
  },
};

async function runChain(world: World, worker: ObservedWorker): Promise<{ gaps: number[]; logged: number[] }> {
  await worker.executions();
  const { runId } = accepted(await startRun(world.context, { workflow: 'chain' }));
  await until('the chain to end', async () => (await world.figures.run(runId)).state === 'SUCCEEDED');
  const executions = await worker.executions();
  assert(executions.length === steps, `of ${steps} steps ${executions.length} ran`);
  const gaps = executions.slice(1).map(({ startedMs }, n) => startedMs - (executions[n]?.endedMs ?? Number.NaN));
  return { gaps, logged: await world.figures.stepGaps(runId) };
}
