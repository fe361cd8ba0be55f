/** Jobs that fail once and are tried again as soon as the engine allows, beside the peers. */
import { atLeastTimes, type Bench, showFigure } from '#bench/bench.ts';
import { besidePeers, drainMs, lineOf } from '#bench/work/beside-peers.ts';

const count = 5_000;

export const bench: Bench = {
  name: 'peers-retry',
  describe: 'jobs that fail once, then succeed, beside the peers',
  onlyByName: true,
  run: async (context) => {
    const rounds = await besidePeers(context, {
      plan: { workers: 1, tuning: 'throughput' },
      warm: (stage) => drainMs(stage, { kind: 'flaky', count: 1_000 }),
      round: async (stage) => ({ rate: (count / (await drainMs(stage, { kind: 'flaky', count }))) * 1_000 }),
    });
    return [
      lineOf(rounds, {
        what: 'jobs that fail once, then succeed',
        figure: 'rate',
        target: atLeastTimes(1),
        unit: 'jobs/s',
        detail: `${showFigure(count)} jobs, two attempts each, one worker; no delay but graphile-worker's own, which is fixed at some 2.7 s`,
      }),
    ];
  },
};
