/** Carrying out jobs that cost nothing, by one and by two worker processes, beside the peers. */
import { atLeastTimes, type Bench, type BenchContext, type Result, showFigure } from '#bench/bench.ts';
import { besidePeers, drainMs, lineOf } from '#bench/work/beside-peers.ts';

const count = 20_000;

export const bench: Bench = {
  name: 'peers-drain',
  describe: 'no-op jobs by one and by two workers, beside the peers',
  onlyByName: true,
  run: async (context) => [await drain(context, 1), await drain(context, 2)],
};

async function drain(context: BenchContext, workers: 1 | 2): Promise<Result> {
  const rounds = await besidePeers(context, {
    plan: { workers, tuning: 'throughput' },
    warm: (stage) => drainMs(stage, { kind: 'noop', count: 10_000 }),
    round: async (stage) => ({ rate: (count / (await drainMs(stage, { kind: 'noop', count }))) * 1_000 }),
  });
  return lineOf(rounds, {
    what: `drain, ${workers === 1 ? 'one worker' : 'two workers'}`,
    figure: 'rate',
    target: atLeastTimes(1),
    unit: 'jobs/s',
    detail: `${showFigure(count)} jobs of 200 B, from the release to the last end in the database`,
  });
}
