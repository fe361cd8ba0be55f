/** Rounds of the same work by every engine in turns, and the lines that come of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, type Result, resultOf, showFigure, type Target } from '#bench/bench.ts';
import { type EngineName, onStages, openEngines, ours, type Plan, type Stage } from '#bench/stage/engines.ts';
import { installPeers } from '#bench/stage/peer-package.ts';
import { median } from '#bench/statistics.ts';
import { waitMsMax } from '#bench/work/work.ts';
import { assert } from '#domain/unreachable.ts';

/** What one round gave, by the name of the figure. */
export type Round = Record<string, number>;
type Rounds = Map<EngineName, Round[]>;

type Work = {
  plan: Plan;
  /** Brings code and plans into memory before anything counts. */
  warm(stage: Stage): Promise<unknown>;
  /** One round; undefined where the engine cannot do this work. */
  round(stage: Stage): Promise<Round | undefined>;
  /** More rounds than usual, where one takes no time. */
  rounds?: number;
};

// Between two looks at a count: a hundredth of the shortest round.
const pollMs = 5;

/** Nothing in test mode: the packages of the peers are not there. */
export async function besidePeers(context: BenchContext, { plan, warm, round, rounds }: Work): Promise<Rounds> {
  await installPeers(context.note);
  const engines = await openEngines(context);
  return await onStages(engines, plan, async (stages) => {
    for (const stage of stages) await warm(stage);
    const done: Rounds = new Map();
    for (let n = 0; n < (rounds ?? context.rounds); n += 1) {
      for (const stage of stages) {
        const figures = await round(stage);
        if (figures !== undefined) done.set(stage.engine, [...(done.get(stage.engine) ?? []), figures]);
      }
    }
    return done;
  });
}

type Line = { what: string; figure: string; target: Target; unit: string; detail: string };

/** The line of one figure: our median, those of the others beside it, and every round in the detail. */
export function lineOf(rounds: Rounds, { what, figure, target, unit, detail }: Line): Result {
  const figuresOf = (engine: EngineName) => (rounds.get(engine) ?? []).map((round) => round[figure] ?? Number.NaN);
  const others = [...rounds.keys()].filter((engine) => engine !== ours);
  const each = [ours, ...others].map((engine) => `${engine} ${figuresOf(engine).map(showFigure).join(' ')}`);
  return resultOf({
    what,
    target,
    got: median(figuresOf(ours)),
    unit,
    beside: others.map((engine) => ({ name: engine, figure: median(figuresOf(engine)) })),
    detail: `${detail}; rounds: ${each.join(' | ')}`,
  });
}

/** Holds the workers, stores the jobs, lets go: from then until the database knows of the last end, in milliseconds. */
export async function drainMs(
  stage: Stage,
  { kind, count }: { kind: 'noop' | 'flaky'; count: number },
): Promise<number> {
  await stage.hold();
  await stage.enqueue({ kind, count });
  const endedBefore = await stage.ended();
  const startedMs = performance.now();
  await stage.release();
  await untilEnded(stage, endedBefore + count * (kind === 'flaky' ? 2 : 1));
  return performance.now() - startedMs;
}

/** Resolves when so many handlers have ended since the beginning and the database has nothing open. */
export async function untilEnded(stage: Stage, ended: number): Promise<void> {
  const deadline = performance.now() + waitMsMax;
  while ((await stage.ended()) < ended) {
    if (performance.now() > deadline) throw new Error(`${stage.engine}: ${await stage.ended()} of ${ended} ended`);
    await delay(pollMs);
  }
  while ((await stage.openWork()) > 0) {
    if (performance.now() > deadline) throw new Error(`${stage.engine}: ${await stage.openWork()} jobs stay open`);
    await delay(pollMs);
  }
  const total = await stage.ended();
  assert(total === ended, `${stage.engine}: ${total} handlers ended where ${ended} were asked for`);
}
