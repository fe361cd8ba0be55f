/** How fast one step gets through a long list. */

import { type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, spread } from '#bench/statistics.ts';
import { noopTask, startRuns, until } from '#bench/work/work.ts';
import { publish } from '#bench/work/workflows.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 100;
const atOnce = 200;

type Round = { rate: number; totalMs: number; openMost: number };

export const bench: Bench = {
  name: 'loops',
  describe: 'one step that repeats its task for each of the most items there may be',
  run: async (context) => {
    const items = context.size(workflowBounds.itemsMax, 200);
    const rounds = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const list = { type: 'array', default: Array.from({ length: items }, (_, n) => n) };
      const each = { id: 'each', type: 'noop', foreach: 'vars.list', maxConcurrency: atOnce };
      await publish(world, { name: 'each', variables: { list }, tasks: [each] });
      await world.startWorker(slots);
      const done: Round[] = [];
      while (done.length < context.rounds) done.push(await runOnce(world, items));
      return done;
    });
    const round = medianRound(rounds, ({ rate }) => rate);
    return [
      resultOf({
        what: `a foreach over ${showFigure(items)} items`,
        got: round.rate,
        unit: 'items/s',
        detail: `no-op task, one worker, ${slots} slots, ${atOnce} items at once; ${showFigure(round.totalMs)} ms from the call to the end; at most ${round.openMost} jobs open whenever it was looked at; ${spread(
          rounds.map(({ rate }) => rate),
          'items/s',
        )}`,
      }),
    ];
  },
};

async function runOnce(world: World, items: number): Promise<Round> {
  const { figures } = world;
  const calledAtMs = await figures.now();
  await startRuns(world, 'each', 1);
  let openMost = 0;
  await until('the run to end', async () => {
    openMost = Math.max(openMost, await figures.openWork());
    return (await figures.runsSince(calledAtMs)).open === 0;
  });
  const { succeeded, lastEndMs } = await figures.runsSince(calledAtMs);
  assert(succeeded === 1, 'the run succeeds');
  const totalMs = lastEndMs - calledAtMs;
  return { totalMs, rate: (items / totalMs) * 1_000, openMost };
}
