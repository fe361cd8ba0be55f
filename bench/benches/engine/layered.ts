/** How fast one large DAG gets through when its steps cost nothing. */

import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { median, medianRound, spread } from '#bench/statistics.ts';
import { noopTask, until } from '#bench/work/work.ts';
import { definitionOf, layered, publish } from '#bench/work/workflows.ts';
import { assert } from '#domain/unreachable.ts';
import { startRun } from '#engine/run/start-runs.ts';

const slots = 100;

type Round = { totalMs: number; creationMs: number };

export const bench: Bench = {
  name: 'layered',
  describe: 'one run of 10 layers of 50 steps, three parents each',
  run: async (context) => {
    const shape = { layers: context.size(10, 3), width: context.size(50, 20) };
    const { rounds, publishedMs } = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const publishing = performance.now();
      await publish(world, definitionOf('layered', layered(shape)));
      const publishedMs = performance.now() - publishing;
      await world.startWorker(slots);
      for (let n = 0; n < context.size(3, 1); n += 1) await runOnce(world);
      const done: Round[] = [];
      while (done.length < context.size(5, 1)) done.push(await runOnce(world));
      return { rounds: done, publishedMs };
    });
    const round = medianRound(rounds, ({ totalMs }) => totalMs);
    const totals = rounds.map(({ totalMs }) => totalMs);
    const creations = rounds.map(({ creationMs }) => creationMs);
    return [
      resultOf({
        what: '500-step layered DAG, end to end',
        target: atMost(250),
        got: round.totalMs,
        unit: 'ms',
        detail: `from the call that starts the run to its end, creation inside; without it ${showFigure(round.totalMs - round.creationMs)} ms; ${spread(totals, 'ms')}`,
      }),
      resultOf({
        what: '500-step layered DAG, creation',
        target: atMost(100),
        got: median(creations),
        unit: 'ms',
        detail: `the call that starts the run; ${spread(creations, 'ms')}; publishing the definition, once, ${showFigure(publishedMs)} ms`,
      }),
    ];
  },
};

async function runOnce(world: World): Promise<Round> {
  const { figures } = world;
  const calledMs = await figures.now();
  const callingMs = performance.now();
  const { runId } = accepted(await startRun(world.context, { workflow: 'layered' }));
  const creationMs = performance.now() - callingMs;
  await until('the run to end', async () => (await figures.run(runId)).state !== 'RUNNING');
  const { state, finishedMs } = await figures.run(runId);
  assert(state === 'SUCCEEDED' && finishedMs !== null, `the run succeeds and is not ${state}`);
  return { totalMs: finishedMs - calledMs, creationMs };
}
