/** What one poisoned item costs the 499 others of ten tenants that are done in the same pass, duty by duty. */
import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { median } from '#bench/statistics.ts';
import { assert } from '#domain/unreachable.ts';
import { openBundle } from '#testing/bundle.ts';
import { type Duty, duties } from '#testing/probes/poison.ts';

// A pass that comes apart tries each item three times more; beside the sleep of a duty between passes that is little.
const msMax = 1_000;

export const bench: Bench = {
  name: 'poison',
  describe: 'a pass over 500 items of ten tenants, with and without a poisoned one',
  run: async (context) => {
    const results: Result[] = [];
    for (const duty of context.isOnce ? duties.slice(0, 1) : duties) results.push(await compare(context, duty));
    return results;
  },
};

async function compare(context: BenchContext, duty: Duty): Promise<Result> {
  const plain: number[] = [];
  const poisoned: number[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    plain.push(await passMs(context, duty, false));
    poisoned.push(await passMs(context, duty, true));
  }
  const [without, withIt] = [median(plain), median(poisoned)];
  context.note(`${duty.name}: ${showFigure(without)} ms without, ${showFigure(withIt)} ms with the poisoned item`);
  return resultOf({
    what: `${duty.name}: all others done after`,
    target: atMost(msMax),
    got: withIt,
    unit: 'ms',
    detail: `${showFigure(without)} ms without it; the item ended as ${duty.ends}`,
  });
}

async function passMs({ cluster }: BenchContext, duty: Duty, isPoisoned: boolean): Promise<number> {
  const ownerUrl = await cluster.createDatabase();
  const bundle = await openBundle({ ownerUrl, drop: () => cluster.dropDatabase(ownerUrl) });
  try {
    const { pass, ended, poisoned } = await duty.prepare(bundle, isPoisoned);
    const startedAtMs = performance.now();
    await pass();
    const ms = performance.now() - startedAtMs;
    for (const [id, how] of await ended())
      assert(how === (id === poisoned ? duty.ends : 'done'), `${duty.name}: ${id} ended as ${how}`);
    return ms;
  } finally {
    await bundle.close();
  }
}
