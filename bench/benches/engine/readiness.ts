/** What a DAG costs in memory and in microseconds when no database is involved. */

import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { median, percentile } from '#bench/statistics.ts';
import { noopTask, storeRuns, until } from '#bench/work/work.ts';
import { chain, definitionOf, layered, publish } from '#bench/work/workflows.ts';
import { type Advance, advance, startRun } from '#domain/run/progress.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';

export const bench: Bench = {
  name: 'readiness',
  describe: 'a DAG of 1,000 steps in memory, and a worker that has many idle runs behind it',
  run: async (context) => [inMemory(context), await idleRuns(context)],
};

function inMemory(context: BenchContext): Result {
  const plan = planOf({ layers: 20, width: 50 });
  const calls = walk(plan);
  for (let n = 0; n < context.size(2_000, 50); n += 1) walk(plan);
  const samples: number[] = [];
  for (let n = 0; n < context.size(1_000, 50); n += 1) {
    const startedMs = performance.now();
    walk(plan);
    samples.push((performance.now() - startedMs) * 1_000);
  }
  return resultOf({
    what: 'readiness of 1,000 steps in memory, the whole graph',
    target: atMost(100),
    got: median(samples),
    unit: 'us',
    detail: `20 layers of 50, three parents each, ${calls} advances, a layer settled in each; p95 ${showFigure(percentile(samples, 0.95))} us`,
  });
}

function planOf(shape: { layers: number; width: number }): Plan {
  const parsed = parseDefinition({ definition: definitionOf('layered', layered(shape)) });
  assert(parsed.ok, 'the definition of a bench is valid');
  return compilePlan(parsed.definition);
}

const noConditions = () => {
  throw new Error('this graph has no conditions');
};

// Every layer succeeds as soon as it is ready.
function walk(plan: Plan): number {
  let calls = 1;
  let state: Advance = startRun(plan, noConditions);
  while (state.kind === 'advanced' && state.outcome === 'OPEN') {
    const settled = state.ready.map((step) => ({ step, state: 'SUCCEEDED' as const }));
    state = advance({ plan, progress: state.progress, settled, runState: 'RUNNING', evaluate: noConditions });
    calls += 1;
  }
  assert(state.kind === 'advanced' && state.outcome === 'SUCCEEDED', 'the graph comes to its end');
  return calls;
}

async function idleRuns(context: BenchContext): Promise<Result> {
  const runs = context.size(10_000, 100);
  const grownBytes = await inWorld(context, async (world) => {
    await world.registerTask(noopTask);
    await upsertQueue(world.context, { name: 'closed', paused: true });
    await world.registerTask({ ...noopTask, name: 'later', queue: 'closed' });
    const steps: Json[] = [
      { id: 'first', type: 'noop' },
      { id: 'second', type: 'later', dependencies: ['first'] },
    ];
    await publish(world, { name: 'idle', tasks: steps });
    await publish(world, chain('warm', 5));
    const worker = await world.startObservedWorker(500);
    const settle = async (workflow: string, count: number, steps: number) => {
      const lastEvent = await world.figures.lastEvent();
      await storeRuns(world, workflow, count);
      await until(
        'every run to end or to wait',
        async () => (await world.figures.entitiesSince(lastEvent, ['job.succeeded'])) >= count * steps,
      );
    };
    // Code and plans that the first runs bring into memory stay there, however many follow.
    await settle('warm', context.size(400, 10), 5);
    await settle('idle', context.size(400, 10), 1);
    await worker.executions();
    const before = await worker.heapBytes();
    await settle('idle', runs, 1);
    await worker.executions();
    return (await worker.heapBytes()) - before;
  });
  return resultOf({
    what: 'memory of the worker for 10,000 idle runs',
    target: atMost(1),
    got: ((grownBytes / runs) * 10_000) / 2 ** 20,
    unit: 'MiB',
    detail: `${showFigure(runs)} runs, each past its first step and waiting for a paused queue; growth of the heap after garbage collection`,
  });
}
