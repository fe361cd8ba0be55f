/** How fast jobs come to their end that fail once and are tried again at once. */

import { atLeastTimes, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { showCost, startMeter } from '#bench/cost.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, spread } from '#bench/statistics.ts';
import { enqueueAlike, jobsSettled, payload, setPaused } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 100;
const flaky = {
  name: 'flaky',
  handler: { builtin: { name: 'fail', options: { times: 1 } } },
  retry: { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0S', maxDelay: 'PT0S', jitter: 'NONE' },
};

export const bench: Bench = {
  name: 'retry',
  describe: 'jobs that fail once, then succeed, without a pause between',
  run: async (context) => {
    const count = context.size(5_000, 200);
    const { postmasterPid } = context.cluster;
    const rounds = await inWorld(context, async (world) => {
      await world.registerTask(flaky);
      const { pid } = await world.startWorker(slots);
      const workerPids = [pid];
      await retryOnce(world, { count: context.size(2_000, 100), workerPids, postmasterPid });
      const done = [];
      while (done.length < context.rounds) done.push(await retryOnce(world, { count, workerPids, postmasterPid }));
      return done;
    });
    const round = medianRound(rounds, ({ rate }) => rate);
    const rates = rounds.map(({ rate }) => rate);
    return [
      resultOf({
        what: 'jobs that fail once, then succeed',
        target: atLeastTimes(1),
        got: round.rate,
        unit: 'jobs/s',
        detail: `${showFigure(count)} jobs, two attempts each, one worker, ${slots} slots; ${spread(rates, 'jobs/s')}; ${showCost(round.cost, count)}`,
      }),
    ];
  },
};

async function retryOnce(
  world: World,
  { count, ...processes }: { count: number; workerPids: number[]; postmasterPid: number },
) {
  const { figures } = world;
  await setPaused(world, true);
  const enqueuedAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  await enqueueAlike(world, { count, job: { task: 'flaky', params: payload } });
  const stopMeter = await startMeter({ figures, ...processes });
  const releasedAtMs = await figures.now();
  await setPaused(world, false);
  await jobsSettled(world, lastEvent, count);
  const cost = await stopMeter();
  const { succeeded, lastEndMs } = await figures.jobsSince(enqueuedAtMs);
  const retried = await figures.entitiesSince(lastEvent, ['job.retrying']);
  assert(
    succeeded === count && retried === count,
    `of ${count} jobs ${retried} failed once and ${succeeded} succeeded`,
  );
  return { rate: (count / (lastEndMs - releasedAtMs)) * 1_000, cost };
}
