/** How fast ready jobs are carried out when the handlers cost nothing. */

import {
  atLeastTimes,
  type Bench,
  type BenchContext,
  type Other,
  type Result,
  resultOf,
  showFigure,
} from '#bench/bench.ts';
import { type Cost, showCost, startMeter } from '#bench/cost.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, spread } from '#bench/statistics.ts';
import { enqueueAlike, jobsSettled, noopTask, payload, setPaused } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';

type Round = { ratePerSecond: number; cost: Cost };

// What a worker has unless it is told otherwise.
const slots = 100;
const namesOf = { 1: 'one worker', 2: 'two workers', 4: 'four workers' };
type Workers = keyof typeof namesOf;

export const bench: Bench = {
  name: 'drain',
  describe: 'no-op jobs carried out by one, two and four worker processes, full event log',
  run: async (context) => {
    const one = await drain(context, 1, []);
    if (context.isOnce) return [one];
    const beside = [{ name: namesOf[1], figure: one.got }];
    return [one, await drain(context, 2, beside), await drain(context, 4, beside)];
  },
};

async function drain(context: BenchContext, workers: Workers, beside: readonly Other[]): Promise<Result> {
  const count = context.size(20_000, 400);
  return await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    const started = await Promise.all(Array.from({ length: workers }, () => world.startWorker(slots)));
    const work = { count, workerPids: started.map(({ pid }) => pid), postmasterPid: context.cluster.postmasterPid };
    // The first jobs find cold caches and code that is not compiled yet.
    await drainOnce(world, { ...work, count: context.size(4_000, 100) });
    const rounds: Round[] = [];
    while (rounds.length < context.rounds) rounds.push(await drainOnce(world, work));
    const round = medianRound(rounds, ({ ratePerSecond }) => ratePerSecond);
    const perSecond = rounds.map(({ ratePerSecond }) => ratePerSecond);
    return resultOf({
      what: `drain, ${namesOf[workers]}`,
      target: atLeastTimes(workers === 1 ? 1 : 1.3),
      beside,
      got: round.ratePerSecond,
      unit: 'jobs/s',
      detail: `${showFigure(count)} jobs of 200 B, ${slots} slots; ${spread(perSecond, 'jobs/s')}; ${showCost(round.cost, count)}`,
    });
  });
}

type Work = { count: number; workerPids: number[]; postmasterPid: number };

async function drainOnce(world: World, { count, ...processes }: Work): Promise<Round> {
  const { figures } = world;
  await setPaused(world, true);
  const enqueuedAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  await enqueueAlike(world, { count, job: { task: 'noop', params: payload } });
  const stopMeter = await startMeter({ figures, ...processes });
  const releasedAtMs = await figures.now();
  await setPaused(world, false);
  await jobsSettled(world, lastEvent, count);
  const cost = await stopMeter();
  const { succeeded, lastEndMs } = await figures.jobsSince(enqueuedAtMs);
  assert(succeeded === count, `of ${count} jobs ${succeeded} succeeded`);
  for (const type of ['job.created', 'job.started', 'job.succeeded']) {
    const logged = await figures.entitiesSince(lastEvent, [type]);
    assert(logged === count, `the log names ${logged} of ${count} jobs as ${type}`);
  }
  return { ratePerSecond: (count / (lastEndMs - releasedAtMs)) * 1_000, cost };
}
