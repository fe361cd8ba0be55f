/** How soon a job starts on an idle system: from the moment its enqueue is answered to the first line of its handler. */
import { setTimeout as delay } from 'node:timers/promises';
import { atMostTimes, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { sharedClockMs } from '#bench/stage/observed-worker.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { percentile } from '#bench/statistics.ts';
import { noopTask, payload, until } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';

const everyMs = 20;

export const bench: Bench = {
  name: 'latency',
  describe: 'one job every 20 ms on an idle system',
  run: async (context) => {
    const samples = context.size(500, 25);
    const { latencies, calls, coldMs } = await inWorld(context, async (world) => {
      await world.registerTask(noopTask);
      const worker = await world.startObservedWorker(100);
      const [first] = await enqueueSlowly(world, 1);
      const firstStarts: number[] = [];
      await until('the first job of the worker to start', async () => {
        firstStarts.push(...(await worker.executions()).map(({ startedMs }) => startedMs));
        return firstStarts.length > 0;
      });
      const coldMs = (firstStarts[0] ?? Number.NaN) - (first?.[1].answeredMs ?? Number.NaN);
      await enqueueSlowly(world, context.size(150, 5));
      const answeredAt = await enqueueSlowly(world, samples);
      const started = new Map<string, number>();
      await until('every job to start', async () => {
        for (const { jobId, startedMs } of await worker.executions())
          if (answeredAt.has(jobId)) started.set(jobId, startedMs);
        return started.size >= samples;
      });
      const latencies = [...answeredAt].map(
        ([jobId, answer]) => (started.get(jobId) ?? Number.NaN) - answer.answeredMs,
      );
      return {
        latencies,
        calls: [...answeredAt.values()].map(({ answeredMs, calledMs }) => answeredMs - calledMs),
        coldMs,
      };
    });
    assert(latencies.length === samples && latencies.every(Number.isFinite), 'every job started once');
    const detail = `${samples} jobs, enqueue answered -> handler starts, in another process on the same monotonic clock; p95 ${showFigure(percentile(latencies, 0.95))}, max ${showFigure(Math.max(...latencies))} ms; the first job of the fresh worker ${showFigure(coldMs)} ms`;
    return [
      resultOf({
        what: 'enqueue commit -> handler start, p50',
        target: atMostTimes(1),
        got: percentile(latencies, 0.5),
        unit: 'ms',
        detail,
      }),
      resultOf({
        what: 'enqueue commit -> handler start, p99',
        target: atMostTimes(1),
        got: percentile(latencies, 0.99),
        unit: 'ms',
        detail: '',
      }),
      resultOf({
        what: 'enqueue call of one job, p50',
        target: atMostTimes(1),
        got: percentile(calls, 0.5),
        unit: 'ms',
        detail: '',
      }),
      resultOf({
        what: 'the first job of a worker that has just started',
        got: coldMs,
        unit: 'ms',
        detail: 'enqueue answered -> handler starts; no other line counts it',
      }),
    ];
  },
};

type Answered = { calledMs: number; answeredMs: number };

async function enqueueSlowly(world: World, count: number): Promise<Map<string, Answered>> {
  const answeredAt = new Map<string, Answered>();
  for (let n = 0; n < count; n += 1) {
    const calledMs = sharedClockMs();
    const { jobs } = accepted(await enqueueJobs(world.context, { jobs: [{ task: 'noop', params: payload }] }));
    const answeredMs = sharedClockMs();
    for (const { id } of jobs) answeredAt.set(id, { calledMs, answeredMs });
    await delay(Math.max(0, everyMs - (sharedClockMs() - calledMs)));
  }
  return answeredAt;
}
