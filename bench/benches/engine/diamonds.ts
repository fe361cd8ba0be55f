/** How fast many runs of a small DAG get on side by side. */

import { atLeast, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { type Cost, showCost, startMeter } from '#bench/cost.ts';
import { peers } from '#bench/peers.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { median, medianRound, spread } from '#bench/statistics.ts';
import { noopTask, setPaused, startRuns, until } from '#bench/work/work.ts';
import { diamond, publish } from '#bench/work/workflows.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 500;
const steps = 20;

type Round = { rate: number; createdPerSecond: number; cost: Cost };
type Work = { runs: number; workerPids: number[]; postmasterPid: number };

export const bench: Bench = {
  name: 'diamonds',
  describe: 'many runs at once of a 20-step DAG with two fan-outs and two joins',
  run: async (context) => [
    await diamonds(context, context.size(100, 5)),
    await diamonds(context, context.size(1_000, 10)),
  ],
};

async function diamonds(context: BenchContext, runs: number): Promise<Result> {
  const { postmasterPid } = context.cluster;
  const rounds = await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    await publish(world, diamond('diamond'));
    const { pid } = await world.startWorker(slots);
    await runTogether(world, { runs: context.size(50, 2), workerPids: [pid], postmasterPid });
    const done: Round[] = [];
    while (done.length < context.rounds)
      done.push(await runTogether(world, { runs, workerPids: [pid], postmasterPid }));
    return done;
  });
  const round = medianRound(rounds, ({ rate }) => rate);
  const rates = rounds.map(({ rate }) => rate);
  return resultOf({
    what: `${showFigure(runs)} simultaneous runs of a 20-step diamond`,
    target: atLeast(5_000),
    got: round.rate,
    unit: 'steps/s',
    peers: peers.diamonds,
    detail: `no-op steps, one worker, ${slots} slots, every transition kept; ${spread(rates, 'steps/s')}; started before at ${showFigure(median(rounds.map(({ createdPerSecond }) => createdPerSecond)))} runs/s; ${showCost(round.cost, runs * steps)}`,
  });
}

async function runTogether(world: World, { runs, ...processes }: Work): Promise<Round> {
  const { figures } = world;
  await setPaused(world, true);
  const createdAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  await startRuns(world, 'diamond', runs);
  const releasedAtMs = await figures.now();
  const stopMeter = await startMeter({ figures, ...processes });
  await setPaused(world, false);
  await until('every run to end', async () => (await figures.runsSince(createdAtMs)).open === 0);
  const cost = await stopMeter();
  const { succeeded, lastEndMs } = await figures.runsSince(createdAtMs);
  assert(succeeded === runs, `of ${runs} runs ${succeeded} succeeded`);
  const logged = await figures.entitiesSince(lastEvent, ['job.succeeded']);
  assert(logged === runs * steps, `the log names ${logged} of ${runs * steps} steps as succeeded`);
  return {
    rate: ((runs * steps) / (lastEndMs - releasedAtMs)) * 1_000,
    createdPerSecond: (runs / (releasedAtMs - createdAtMs)) * 1_000,
    cost,
  };
}
