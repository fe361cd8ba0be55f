/** How soon a change reaches those who look on: from its commit to each of many WebSocket subscribers. */
import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { cpuMsOf } from '#bench/cost.ts';
import { type Child, startChild } from '#bench/stage/child.ts';
import { sharedClockMs } from '#bench/stage/observed-worker.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { percentile } from '#bench/statistics.ts';
import { noopTask, until } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';
import { publicId } from '#domain/value/ids.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';

const eventsPerSecond = 20;
// After the last event: what has not arrived by then counts as lost.
const arriveMsMax = 5_000;

export const bench: Bench = {
  name: 'subscribers',
  describe: 'live events for WebSocket subscribers of one tenant',
  run: async (context) => {
    const subscribers = context.size(1_000, 20);
    const events = context.size(300, 20);
    const { delays, consoleShare } = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const door = await world.startConsole();
      const clients = await startChild({
        script: 'bench/processes/subscribers.ts',
        environment: { URL: door.url, TOKEN: door.token, SUBSCRIBERS: String(subscribers) },
      });
      try {
        await untilAllFollow(world, { clients, subscribers });
        await delaysOf(clients, await sendEvents(world, context.size(100, 5)), subscribers);
        const cpuBeforeMs = cpuMsOf(door.child.pid);
        const startedMs = performance.now();
        const sent = await sendEvents(world, events);
        const consoleShare = (cpuMsOf(door.child.pid) - cpuBeforeMs) / (performance.now() - startedMs);
        return { delays: await delaysOf(clients, sent, subscribers), consoleShare };
      } finally {
        await clients.stop();
      }
    });
    return [
      resultOf({
        what: 'commit -> subscriber, p95',
        target: atMost(100),
        got: percentile(delays, 0.95),
        unit: 'ms',
        detail: `${showFigure(subscribers)} subscribers in one process beside the console, ${eventsPerSecond} events/s, ${showFigure(delays.length)} deliveries, none lost; p50 ${showFigure(percentile(delays, 0.5))}, p99 ${showFigure(percentile(delays, 0.99))}, max ${showFigure(percentile(delays, 1))} ms; the console uses ${showFigure(consoleShare * 100)} % of a core`,
      }),
    ];
  },
};

// A socket that is open follows nothing yet: everybody does when one event has reached everybody.
async function untilAllFollow(
  world: World,
  { clients, subscribers }: { clients: Child; subscribers: number },
): Promise<void> {
  const reached = new Map<string, number>();
  await until('every subscriber to follow', async () => {
    await sendEvents(world, 1);
    for (const [entityId, times] of await arrivalsOf(clients)) {
      reached.set(entityId, (reached.get(entityId) ?? 0) + times.length);
    }
    return [...reached.values()].some((count) => count === subscribers);
  });
}

// One job each time; no worker runs, so that its creation is the only event.
async function sendEvents({ context }: World, count: number): Promise<Map<string, number>> {
  const committedAt = new Map<string, number>();
  for (let n = 0; n < count; n += 1) {
    const beganMs = sharedClockMs();
    const { jobs } = accepted(await enqueueJobs(context, { jobs: [{ task: 'noop' }] }));
    const committedMs = sharedClockMs();
    for (const { id } of jobs) committedAt.set(publicId('job', id), committedMs);
    await delay(Math.max(0, 1_000 / eventsPerSecond - (sharedClockMs() - beganMs)));
  }
  return committedAt;
}

async function delaysOf(
  clients: Child,
  committedAt: ReadonlyMap<string, number>,
  subscribers: number,
): Promise<number[]> {
  const wanted = committedAt.size * subscribers;
  const deadline = performance.now() + arriveMsMax;
  const delays: number[] = [];
  while (delays.length < wanted && performance.now() < deadline) {
    await delay(100);
    for (const [entityId, times] of await arrivalsOf(clients)) {
      const committedMs = committedAt.get(entityId);
      if (committedMs !== undefined) for (const arrivedMs of times) delays.push(arrivedMs - committedMs);
    }
  }
  assert(delays.length === wanted, `of ${wanted} deliveries ${delays.length} arrived`);
  return delays;
}

async function arrivalsOf(clients: Child): Promise<Map<string, number[]>> {
  const { arrivals } = await clients.ask({ want: 'arrivals' });
  return new Map(Array.isArray(arrivals) ? arrivals : []);
}
