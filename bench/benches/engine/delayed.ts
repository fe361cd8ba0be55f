/** How punctual jobs are that are all due at one instant. */

import { atLeast, atMostTimes, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { type ObservedWorker, sharedClockOffsetMs } from '#bench/stage/observed-worker.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { median, spread } from '#bench/statistics.ts';
import { enqueueAlike, jobsSettled, noopTask, payload } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';

const slots = 100;

export const bench: Bench = {
  name: 'delayed',
  describe: 'delayed jobs, all due at one instant',
  run: async (context) => {
    const count = context.size(10_000, 300);
    // Long enough for all of them to be stored before the first is due.
    const aheadMs = context.size(3_000, 1_000);
    const rounds = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const worker = await world.startObservedWorker(slots);
      await lateness(world, { worker, count: context.size(2_000, 100), aheadMs });
      const done: number[][] = [];
      while (done.length < context.rounds) done.push(await lateness(world, { worker, count, aheadMs }));
      return done;
    });
    const lasts = rounds.map((late) => Math.max(...late));
    const firsts = rounds.map((late) => Math.min(...late));
    const shares = rounds.map((late) => (late.filter((ms) => ms <= 1_000).length / late.length) * 100);
    const detail = `${showFigure(count)} jobs, one worker, ${slots} slots, by the start of the handler; ${spread(lasts, 'ms')}; the first one ${showFigure(median(firsts))} ms after it`;
    return [
      resultOf({
        what: 'delayed jobs due at one instant: last start after it',
        target: atMostTimes(1),
        got: median(lasts),
        unit: 'ms',
        detail,
      }),
      resultOf({
        what: 'delayed jobs due at one instant: started within 1 s',
        target: atLeast(100),
        got: median(shares),
        unit: '%',
        detail: '',
      }),
    ];
  },
};

async function lateness(
  world: World,
  { worker, count, aheadMs }: { worker: ObservedWorker; count: number; aheadMs: number },
): Promise<number[]> {
  const dueAtMs = Math.ceil(await world.figures.now()) + aheadMs;
  const lastEvent = await world.figures.lastEvent();
  const ids = new Set(
    await enqueueAlike(world, { count, job: { task: 'noop', params: payload, runAt: new Date(dueAtMs) } }),
  );
  assert((await world.figures.now()) < dueAtMs, 'all jobs are stored before they are due');
  await jobsSettled(world, lastEvent, count);
  const offsetMs = sharedClockOffsetMs();
  const executions = await worker.executions();
  const own = executions.filter(({ jobId }) => ids.has(jobId));
  assert(own.length === count, `of ${count} jobs ${own.length} started`);
  const late = own.map(({ startedMs }) => startedMs + offsetMs - dueAtMs);
  assert(Math.min(...late) >= 0, 'no job starts before it is due');
  return late;
}
