/** How punctual schedules are that are all due at the same minute: from the instant to the start of the handler. */
import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Bench, type BenchContext, resultOf, showFigure } from '#bench/bench.ts';
import { type ObservedWorker, sharedClockOffsetMs } from '#bench/stage/observed-worker.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { median, spread } from '#bench/statistics.ts';
import { noopTask, until } from '#bench/work/work.ts';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { createSchedules } from '#engine/schedule/create-schedules.ts';

const slots = 100;
const minuteMs = 60_000;
// Whoever is not ready by then waits for the next minute.
const readyBeforeMs = 2_000;

type Round = { firstMs: number; lastMs: number; missed: number; doubled: number };

export const bench: Bench = {
  name: 'schedules',
  describe: 'schedules of every minute, all due at once (waits for full minutes)',
  run: async (context) => {
    const count = context.size(10_000, 100);
    const { rounds, registeredMs } = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const registeringMs = performance.now();
      await register(world, count);
      const registeredMs = performance.now() - registeringMs;
      await world.figures.client.query('analyze schedules');
      const worker = await world.startObservedWorker(slots);
      const done: Round[] = [];
      while (done.length < context.rounds) done.push(await fireOnce(context, world, { worker, count }));
      return { rounds: done, registeredMs };
    });
    const lasts = rounds.map(({ lastMs }) => lastMs);
    const detail = `${showFigure(count)} schedules, one worker that also plans, ${slots} slots; ${spread(lasts, 'ms')}; the first one ${showFigure(median(rounds.map(({ firstMs }) => firstMs)))} ms after it`;
    return [
      resultOf({
        what: `${showFigure(count)} schedules registered`,
        target: atMost(3_000),
        got: registeredMs,
        unit: 'ms',
        detail: `${showFigure(scheduleBounds.createdPerCallMax)} a call, one call after the other; once`,
      }),
      resultOf({
        what: 'schedules due at one instant: last start after it',
        target: atMost(1_500),
        got: median(lasts),
        unit: 'ms',
        detail,
      }),
      resultOf({
        what: 'schedules due at one instant: missed',
        target: atMost(0),
        got: Math.max(...rounds.map(({ missed }) => missed)),
        unit: 'ticks',
        detail: '',
      }),
      resultOf({
        what: 'schedules due at one instant: doubled',
        target: atMost(0),
        got: Math.max(...rounds.map(({ doubled }) => doubled)),
        unit: 'jobs',
        detail: '',
      }),
    ];
  },
};

async function register({ context }: World, count: number): Promise<void> {
  const perCall = scheduleBounds.createdPerCallMax;
  for (let first = 0; first < count; first += perCall) {
    const schedules = Array.from({ length: Math.min(perCall, count - first) }, (_, n) => ({
      name: `minutely ${first + n}`,
      cron: '* * * * *',
      target: { task: 'noop' },
      overlap: 'ALLOW_ALL',
    }));
    accepted(await createSchedules(context, { schedules }));
  }
}

async function fireOnce(
  { isOnce }: BenchContext,
  world: World,
  { worker, count }: { worker: ObservedWorker; count: number },
): Promise<Round> {
  await worker.executions();
  const instantMs = isOnce ? await pretendDue(world) : await nextMinute(world);
  const giveUpAtMs = performance.now() + minuteMs - 2 * readyBeforeMs;
  await until(
    'every schedule to fire',
    async () => (await world.figures.instant(instantMs)).started >= count || performance.now() > giveUpAtMs,
  );
  const { fired, started, shared, strays } = await world.figures.instant(instantMs);
  const starts: number[] = [];
  // A claim is in the database before its handlers start.
  await until('the worker to tell of every start', async () => {
    const offsetMs = sharedClockOffsetMs();
    starts.push(...(await worker.executions()).map(({ startedMs }) => startedMs + offsetMs - instantMs));
    return starts.length >= started;
  });
  return { firstMs: Math.min(...starts), lastMs: Math.max(...starts), missed: count - fired, doubled: shared + strays };
}

async function nextMinute({ figures }: World): Promise<number> {
  const nowMs = await figures.now();
  const instantMs = Math.ceil((nowMs + readyBeforeMs) / minuteMs) * minuteMs;
  await delay(instantMs - nowMs);
  return instantMs;
}

// A minute is long when only the way is to be tried.
async function pretendDue(world: World): Promise<number> {
  const instantMs = Math.floor((await world.figures.now()) / minuteMs) * minuteMs;
  await world.figures.makeSchedulesDue();
  world.context.hints.send('plan');
  return instantMs;
}
