/** How close recorded workflows of the real world come to the shortest time that any engine could need for them. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { medianRound } from '#bench/statistics.ts';
import { until } from '#bench/work/work.ts';
import { publish } from '#bench/work/workflows.ts';
import { assert } from '#domain/unreachable.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { makespanMs } from '#scripts/wfformat/makespan.ts';
import { sleepTask, workflowOf } from '#scripts/wfformat/wfformat.ts';

type Instance = { name: string; content: unknown; slots?: number };
const fewSlots = 50;

type Round = { makespanMs: number; ratio: number };

export const bench: Bench = {
  name: 'instances',
  describe: 'recorded workflows (WfFormat files in the folder named by BENCH_INSTANCES), their runtimes scaled',
  run: async (context) => {
    const folder = process.env.BENCH_INSTANCES;
    if (folder === undefined || folder === '') {
      context.note('skipped: BENCH_INSTANCES names no folder of WfFormat files');
      return [];
    }
    const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).toSorted();
    const results: Result[] = [];
    for (const file of files.slice(0, context.size(files.length, 1))) {
      const content: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
      const name = basename(file, '.json');
      // Slots for all, where no step waits for anything but its parents; and fewer than some of them could use.
      results.push(await replay(context, { name, content }));
      if (read({ name, content }, 1).steps > fewSlots)
        results.push(await replay(context, { name, content, slots: fewSlots }));
    }
    return results;
  },
};

async function replay(context: BenchContext, instance: Instance): Promise<Result> {
  const boundWantedMs = context.size(4_000, 500);
  const recorded = read(instance, 1);
  const { definition, steps, timed } = read(instance, boundWantedMs / recorded.criticalPathMs);
  const slots = instance.slots ?? steps;
  const boundMs = makespanMs(timed, slots) ?? 0;
  const rounds = await inWorld(context, async (world) => {
    await world.registerTask({ name: sleepTask, handler: { builtin: { name: 'sleep' } } });
    await publish(world, definition);
    await world.startWorker(slots);
    const done: Round[] = [];
    // The first run finds code that is not compiled and connections that are not open yet.
    if (!context.isOnce) await runOnce(world, { workflow: instance.name, boundMs });
    while (done.length < context.rounds) done.push(await runOnce(world, { workflow: instance.name, boundMs }));
    return done;
  });
  const round = medianRound(rounds, ({ ratio }) => ratio);
  return resultOf({
    what: `${instance.name}: makespan over bound, ${instance.slots === undefined ? 'a slot for every step' : `${slots} slots`}`,
    target: atMost(1.05),
    got: round.ratio,
    unit: 'x',
    detail: `${steps} steps in ${showFigure(round.makespanMs)} ms, bound ${showFigure(boundMs)} ms; ${rounds.length} rounds, ${rounds.map(({ ratio }) => ratio.toFixed(3)).join(', ')}`,
  });
}

function read({ name, content }: Instance, scale: number) {
  const reading = workflowOf(content, { name, scale });
  if (!reading.ok) throw new Error(`${name}: ${reading.message}`);
  return reading;
}

async function runOnce(
  { context, figures }: World,
  { workflow, boundMs }: { workflow: string; boundMs: number },
): Promise<Round> {
  const { runId } = accepted(await startRun(context, { workflow }));
  await until('the run to end', async () => (await figures.run(runId)).state !== 'RUNNING');
  const { state, startedMs, finishedMs } = await figures.run(runId);
  assert(state === 'SUCCEEDED' && finishedMs !== null, `the run succeeds and is not ${state}`);
  const makespanMs = finishedMs - startedMs;
  return { makespanMs, ratio: makespanMs / boundMs };
}
