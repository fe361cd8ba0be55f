/** Taking jobs in, beside the peers. */
import { atLeastTimes, type Bench, showFigure } from '#bench/bench.ts';
import { besidePeers, lineOf } from '#bench/work/beside-peers.ts';

const count = 50_000;

export const bench: Bench = {
  name: 'peers-enqueue',
  describe: 'jobs stored in bulk, beside the peers',
  onlyByName: true,
  run: async (context) => {
    const rounds = await besidePeers(context, {
      plan: { workers: 0, tuning: 'throughput' },
      warm: (stage) => stage.enqueue({ kind: 'noop', count: 10_000 }),
      round: async (stage) => {
        const before = await stage.openWork();
        const startedMs = performance.now();
        await stage.enqueue({ kind: 'noop', count });
        const rate = (count / (performance.now() - startedMs)) * 1_000;
        const stored = (await stage.openWork()) - before;
        if (stored !== count) throw new Error(`${stage.engine} stored ${stored} of ${count} jobs`);
        return { rate };
      },
    });
    const detail = `${showFigure(count)} jobs of 200 B, 1,000 a call, two calls in flight`;
    return [
      lineOf(rounds, { what: 'enqueue in bulk', figure: 'rate', target: atLeastTimes(1), unit: 'jobs/s', detail }),
    ];
  },
};
