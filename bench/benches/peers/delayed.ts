/** Jobs that are all due at one instant, beside the peers. */
import { atMostTimes, type Bench, showFigure } from '#bench/bench.ts';
import type { Stage } from '#bench/stage/engines.ts';
import { sharedClockOffsetMs } from '#bench/stage/observed-worker.ts';
import { besidePeers, lineOf, untilEnded } from '#bench/work/beside-peers.ts';

const count = 10_000;
// Long enough for all of them to be stored before the first is due.
const aheadMs = 2_000;

export const bench: Bench = {
  name: 'peers-delayed',
  describe: 'delayed jobs, all due at one instant, beside the peers',
  onlyByName: true,
  run: async (context) => {
    const rounds = await besidePeers(context, {
      plan: { workers: 1, tuning: 'throughput' },
      warm: (stage) => lateness(stage, 2_000),
      round: (stage) => lateness(stage, count),
    });
    const detail = `${showFigure(count)} jobs, one worker, by the start of the handler`;
    return [
      lineOf(rounds, {
        what: 'delayed jobs due at one instant: last start after it',
        figure: 'last',
        target: atMostTimes(1),
        unit: 'ms',
        detail,
      }),
    ];
  },
};

async function lateness(stage: Stage, jobs: number): Promise<{ last: number }> {
  await stage.executions();
  const endedBefore = await stage.ended();
  const dueAtMs = Date.now() + aheadMs;
  await stage.enqueue({ kind: 'noop', count: jobs, dueAtMs });
  if (Date.now() >= dueAtMs) throw new Error(`${stage.engine}: jobs were due before all of them were stored`);
  await untilEnded(stage, endedBefore + jobs);
  const offsetMs = sharedClockOffsetMs();
  const starts = (await stage.executions()).map(([, startedMs]) => startedMs + offsetMs - dueAtMs);
  return { last: Math.max(...starts) };
}
