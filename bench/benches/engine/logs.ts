/** What logs cost the jobs that write them, and how long a page or a search takes in a run of a million lines. */

import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { type Cost, showCost, startMeter } from '#bench/cost.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, spread } from '#bench/statistics.ts';
import { enqueueAlike, jobsSettled, setPaused, until } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 500;
const linesPerJob = 100;
const text = 'row of the delivery was read, checked and booked under its article, line';

export const bench: Bench = {
  name: 'logs',
  describe: 'jobs that write 100 lines beside jobs that write none; reading a run of a million lines',
  run: async (context) => [await drain(context)],
};

type Round = { ratePerSecond: number; cost: Cost; stored: number };

async function drain(context: BenchContext): Promise<Result> {
  const count = context.size(10_000, 200);
  return await inWorld(context, async (world) => {
    for (const [name, lines] of Object.entries(tasks))
      await world.registerTask({ name, handler: { builtin: { name: 'log', options: { lines, text } } } });
    const worker = await world.startWorker(slots);
    const processes = { workerPids: [worker.pid], postmasterPid: context.cluster.postmasterPid };
    const rounds: Record<keyof typeof tasks, Round[]> = { silent: [], talking: [] };
    for (let round = -1; round < context.rounds; round += 1)
      for (const task of ['silent', 'talking'] as const) {
        const done = await drainOnce(world, { ...processes, task, count: round < 0 ? Math.ceil(count / 5) : count });
        // The first jobs find cold caches and code that is not compiled yet.
        if (round >= 0) rounds[task].push(done);
      }
    const rateOf = ({ ratePerSecond }: Round) => ratePerSecond;
    const [silent, talking] = [medianRound(rounds.silent, rateOf), medianRound(rounds.talking, rateOf)];
    const rates = (of: Round[]) => spread(of.map(rateOf), 'jobs/s');
    return resultOf({
      what: `drain lost to ${linesPerJob} lines a job`,
      target: atMost(15),
      got: Math.max(0, 100 * (1 - talking.ratePerSecond / silent.ratePerSecond)),
      unit: '%',
      detail: `${showFigure(count)} jobs, one worker; silent: ${showFigure(silent.ratePerSecond)} jobs/s (${rates(rounds.silent)}), ${showCost(silent.cost, count)}; with lines: ${showFigure(talking.ratePerSecond)} jobs/s (${rates(rounds.talking)}), ${showCost(talking.cost, count)}, ${showFigure((100 * talking.stored) / (count * (linesPerJob + 2)))} % of the lines stored`,
    });
  });
}

const tasks = { silent: 0, talking: linesPerJob };

type Work = { task: keyof typeof tasks; count: number; workerPids: number[]; postmasterPid: number };

async function drainOnce(world: World, { task, count, ...processes }: Work): Promise<Round> {
  const { figures } = world;
  await setPaused(world, true);
  const enqueuedAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  const before = await storedLines(world);
  await enqueueAlike(world, { count, job: { task } });
  const stopMeter = await startMeter({ figures, ...processes });
  const releasedAtMs = await figures.now();
  await setPaused(world, false);
  await jobsSettled(world, lastEvent, count);
  await linesSettled(world);
  const cost = await stopMeter();
  const { succeeded, lastEndMs } = await figures.jobsSince(enqueuedAtMs);
  assert(succeeded === count, `of ${count} jobs ${succeeded} succeeded`);
  const stored = (await storedLines(world)) - before;
  return { ratePerSecond: (count / (lastEndMs - releasedAtMs)) * 1_000, cost, stored };
}

async function storedLines({ figures: { client } }: World): Promise<number> {
  const { rows } = await client.query<{ lines: number }>('select coalesce(sum(lines), 0)::int as lines from log_usage');
  return rows[0]?.lines ?? 0;
}

/** The writer goes on for a while after the jobs: two looks that see the same mean that it has come to its end. */
async function linesSettled(world: World): Promise<void> {
  let seen = -1;
  let since = performance.now();
  await until('the lines to be stored', async () => {
    const now = await storedLines(world);
    if (now !== seen) [seen, since] = [now, performance.now()];
    return performance.now() - since > restMs;
  });
}

const restMs = 1_500;
