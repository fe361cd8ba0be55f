/** Whether a step costs the same in a small DAG and in the largest that a definition may hold. */

import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, spread } from '#bench/statistics.ts';
import { noopTask, startRuns, until } from '#bench/work/work.ts';
import { definitionOf, layered, publish } from '#bench/work/workflows.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 100;
const layers = 10;

type Round = { perStepMs: number; totalMs: number };
type Size = { steps: number; runs: number; round: Round; rounds: readonly Round[] };

export const bench: Bench = {
  name: 'sizes',
  describe:
    'the same steps in ten layers of the same width together: as many runs of a small DAG, and as one run of the largest',
  run: async (context) => {
    const largest = context.size(workflowBounds.stepsMax, 200);
    const wanted = [context.size(100, 100), context.size(1_000, 100), largest];
    const sizes: Size[] = [];
    for (const steps of wanted) sizes.push(await measure(context, { steps, runs: largest / steps }));
    return compare(sizes);
  },
};

async function measure(context: BenchContext, { steps, runs }: { steps: number; runs: number }): Promise<Size> {
  const rounds = await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    await publish(world, definitionOf('layered', layered({ layers, width: steps / layers })));
    await world.startWorker(slots);
    // The first run finds code that is not compiled and connections that are not open yet.
    if (!context.isOnce) await runAll(world, { steps, runs });
    const done: Round[] = [];
    while (done.length < context.rounds) done.push(await runAll(world, { steps, runs }));
    return done;
  });
  return { steps, runs, rounds, round: medianRound(rounds, ({ perStepMs }) => perStepMs) };
}

async function runAll(world: World, { steps, runs }: { steps: number; runs: number }): Promise<Round> {
  const { figures } = world;
  const calledAtMs = await figures.now();
  await startRuns(world, 'layered', runs);
  await until('every run to end', async () => (await figures.runsSince(calledAtMs)).open === 0);
  const { succeeded, lastEndMs } = await figures.runsSince(calledAtMs);
  assert(succeeded === runs, `of ${runs} runs ${succeeded} succeeded`);
  const totalMs = lastEndMs - calledAtMs;
  return { totalMs, perStepMs: totalMs / (steps * runs) };
}

function compare(sizes: readonly Size[]): Result[] {
  const [small, ...others] = sizes;
  assert(small !== undefined, 'there is a smallest size');
  return others.map(({ steps, round, rounds }) =>
    resultOf({
      what: `a step of ${showFigure(steps)} over a step of ${showFigure(small.steps)}`,
      target: atMost(1.3),
      got: round.perStepMs / small.round.perStepMs,
      unit: 'x',
      detail: `${showFigure(round.perStepMs * 1_000)} us beside ${showFigure(small.round.perStepMs * 1_000)} us a step, both from the first call to the last end; ${showFigure(round.totalMs)} ms for one set of ${showFigure(steps)}, ${showFigure(small.round.totalMs)} ms for ${small.runs} of ${showFigure(small.steps)}; ${spread(
        rounds.map(({ totalMs }) => totalMs),
        'ms',
      )}`,
    }),
  );
}
