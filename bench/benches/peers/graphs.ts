/** Runs of steps that wait for each other, beside the peers that have such a thing. */
import { atLeastTimes, atMostTimes, type Bench, type BenchContext, type Result } from '#bench/bench.ts';
import type { Graph } from '#bench/peers/adapter.ts';
import type { Stage } from '#bench/stage/engines.ts';
import { besidePeers, lineOf, untilEnded } from '#bench/work/beside-peers.ts';
import { diamond, layered } from '#bench/work/workflows.ts';

export const bench: Bench = {
  name: 'peers-graphs',
  describe: '100 runs of a 20-step DAG and one of 500 steps, beside the peers',
  onlyByName: true,
  run: async (context) => [await manyRuns(context), await oneRun(context)],
};

async function manyRuns(context: BenchContext): Promise<Result> {
  const graph = diamond();
  const runs = 100;
  const steps = runs * graph.length;
  const rounds = await besidePeers(context, {
    plan: { workers: 1, tuning: 'throughput' },
    warm: (stage) => runMs(stage, graph, 50),
    round: async (stage) => {
      const ms = await runMs(stage, graph, runs);
      return ms === undefined ? undefined : { rate: (steps / ms) * 1_000 };
    },
  });
  return lineOf(rounds, {
    what: '100 runs of 20 steps, submission counted',
    figure: 'rate',
    target: atLeastTimes(1.2),
    unit: 'steps/s',
    detail: 'from the first call that starts a run, each engine by its own call for it, one worker',
  });
}

async function oneRun(context: BenchContext): Promise<Result> {
  const graph = layered({ layers: 10, width: 50 });
  const rounds = await besidePeers(context, {
    plan: { workers: 1, tuning: 'throughput' },
    warm: (stage) => runMs(stage, graph, 3),
    round: async (stage) => {
      const total = await runMs(stage, graph, 1);
      return total === undefined ? undefined : { total };
    },
    rounds: 5,
  });
  return lineOf(rounds, {
    what: '500-step layered DAG, end to end',
    figure: 'total',
    target: atMostTimes(0.7),
    unit: 'ms',
    detail: 'ten layers of 50, three parents each; the call that starts the run is inside',
  });
}

async function runMs(stage: Stage, graph: Graph, runs: number): Promise<number | undefined> {
  if (stage.startGraphs === undefined) return undefined;
  const endedBefore = await stage.ended();
  const startedMs = performance.now();
  await stage.startGraphs(graph, runs);
  await untilEnded(stage, endedBefore + runs * graph.length);
  return performance.now() - startedMs;
}
