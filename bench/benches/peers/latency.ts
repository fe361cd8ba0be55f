/** How soon a job starts on an idle system, and what the call that stores it takes, beside the peers. */
import { setTimeout as delay } from 'node:timers/promises';
import { atMostTimes, type Bench } from '#bench/bench.ts';
import type { Stage } from '#bench/stage/engines.ts';
import { sharedClockMs } from '#bench/stage/observed-worker.ts';
import { percentile } from '#bench/statistics.ts';
import { besidePeers, lineOf, untilEnded } from '#bench/work/beside-peers.ts';

const everyMs = 20;
const samples = 250;

export const bench: Bench = {
  name: 'peers-latency',
  describe: 'one job every 20 ms on an idle system, beside the peers',
  onlyByName: true,
  run: async (context) => {
    const rounds = await besidePeers(context, {
      plan: { workers: 1, tuning: 'latency' },
      warm: (stage) => latencies(stage, 150),
      round: (stage) => latencies(stage, samples),
    });
    const detail = `${samples} jobs a round, one every ${everyMs} ms; enqueue answered -> handler starts in another process`;
    const line = { target: atMostTimes(1), unit: 'ms' };
    return [
      lineOf(rounds, { ...line, what: 'enqueue commit -> handler start, p50', figure: 'p50', detail }),
      lineOf(rounds, { ...line, what: 'enqueue commit -> handler start, p99', figure: 'p99', detail }),
      lineOf(rounds, { ...line, what: 'enqueue call, p50', figure: 'call', detail: 'the calls of the same jobs' }),
    ];
  },
};

async function latencies(stage: Stage, count: number) {
  await stage.executions();
  const endedBefore = await stage.ended();
  const answeredAt = new Map<string, number>();
  const calls: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const calledMs = sharedClockMs();
    const id = await stage.enqueueOne();
    const answeredMs = sharedClockMs();
    answeredAt.set(id, answeredMs);
    calls.push(answeredMs - calledMs);
    await delay(Math.max(0, everyMs - (sharedClockMs() - calledMs)));
  }
  await untilEnded(stage, endedBefore + count);
  // A handler may start before the call that stored its job is answered: then it waited for nothing.
  const waits = (await stage.executions()).map(([id, startedMs]) =>
    Math.max(0, startedMs - (answeredAt.get(id) ?? Number.NaN)),
  );
  return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99), call: percentile(calls, 0.5) };
}
