// Goal: whatever the graph and whatever fails on the way, runs end whole when several workers pull at them at once.
// Method: random graphs from fixed seeds, real workers, and for runs that go on after failures a second, slow reading of
// how each step must have ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { assertWhole, type RunHistory, readRun, statesOf } from '#testing/worlds/run-history.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  for (let n = 0; n < 3; n += 1) await bundle.startWorker({ slots: 4 + n });
});
after(() => bundle.close());

type Ends = 'SUCCEEDED' | 'FAILED' | 'DEAD';
type RandomStep = {
  id: string;
  work: object;
  dependencies: string[];
  ends: Ends;
  compensate?: string;
  finally?: boolean;
  foreach?: string;
  maxConcurrency?: number;
};

const kinds: { type: string; builtin: { name: string; options?: object }; ends: Ends; weight: number }[] = [
  { type: 'quick', builtin: { name: 'noop' }, ends: 'SUCCEEDED', weight: 8 },
  { type: 'slow', builtin: { name: 'sleep', options: { ms: 5 } }, ends: 'SUCCEEDED', weight: 5 },
  { type: 'flaky', builtin: { name: 'fail', options: { times: 1 } }, ends: 'SUCCEEDED', weight: 4 },
  { type: 'hopeless', builtin: { name: 'fail', options: { retryable: false } }, ends: 'FAILED', weight: 1 },
  { type: 'doomed', builtin: { name: 'fail' }, ends: 'DEAD', weight: 1 },
];

// Mulberry32: a small generator, so that a seed names a graph for ever.
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const waits: { work: object; ends: Ends; weight: number }[] = [
  { work: { wait: { duration: 'PT0.01S' } }, ends: 'SUCCEEDED', weight: 3 },
  { work: { wait: { signal: 'never', timeout: 'PT0.01S' } }, ends: 'FAILED', weight: 1 },
];

function randomSteps(seed: number): RandomStep[] {
  const random = randomOf(seed);
  const works = [...kinds.map(({ type, ...kind }) => ({ ...kind, work: { type } })), ...waits];
  const bag = works.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  return Array.from({ length: 1 + random(14) }, (_, index) => {
    const kind = bag[random(bag.length)];
    assert.ok(kind !== undefined);
    const parents = new Set(
      Array.from({ length: random(4) }, () => random(index + 2)).filter((parent) => parent < index),
    );
    const step = { id: `s${index}`, work: kind.work, dependencies: [...parents].map((parent) => `s${parent}`) };
    if ((seed + index) % 4 !== 0 || !('type' in kind.work)) return { ...step, ends: kind.ends };
    // Of a list that is empty nothing can fail, and of any other all that is tried does.
    const items = (seed + index) % 5;
    const foreach = `[${Array.from({ length: items }, (_, n) => n).join(', ')}]`;
    const ends = items === 0 || kind.ends === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED';
    return { ...step, ends, foreach, maxConcurrency: 2 };
  });
}

// Steps are in the order of their dependencies, so one pass is enough.
function expectedStates(steps: readonly RandomStep[]): Record<string, string> {
  const states: Record<string, string> = {};
  for (const step of steps) {
    const isMet = step.dependencies.every((parent) => states[parent] === 'SUCCEEDED');
    states[step.id] = isMet ? step.ends : 'SKIPPED';
  }
  return states;
}

async function randomStage(): Promise<Stage> {
  const stage = await openStage(bundle);
  const retry = { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0.005S', jitter: 'NONE' };
  for (const { type, builtin } of kinds) await stage.task(type, builtin, { retry });
  return stage;
}

async function runAll(stage: Stage, graphs: { steps: RandomStep[]; onFailure: string }[]): Promise<RunHistory[]> {
  const ledger = bundle.ledger(stage.context);
  const runIds: string[] = [];
  for (const { steps, onFailure } of graphs) {
    const limits: JsonObject = steps.length % 3 === 0 ? { maxConcurrentTasks: 2 } : {};
    runIds.push(
      await stage.run(
        steps.map(({ ends: _, work, ...step }) => ({ ...step, ...work })),
        { onFailure, limits },
      ),
    );
  }
  await ledger.seen(
    'end of a run',
    ({ type }) => type.startsWith('run.') && type !== 'run.started' && type !== 'run.closing',
    runIds.length,
  );
  ledger.close();
  const histories: RunHistory[] = [];
  for (const runId of runIds) histories.push(await readRun(bundle.owner, runId));
  // G11: a run's events arrive in the order of their numbers.
  for (const runId of runIds) {
    const seqs = ledger.events.filter((event) => event.runId === runId).map((event) => event.seq);
    assert.deepEqual(
      seqs,
      seqs.map((_, n) => n + 1),
    );
  }
  return histories;
}

test('G11: random graphs with failures and retries, run by three workers, end as their rules say and are numbered 1 to n', {
  timeout: 90_000,
}, async () => {
  const stage = await randomStage();
  const graphs = Array.from({ length: 25 }, (_, seed) => ({ steps: randomSteps(seed), onFailure: 'continue' }));
  for (const [n, history] of (await runAll(stage, graphs)).entries()) {
    assertWhole(history);
    const expected = expectedStates(graphs[n]?.steps ?? []);
    assert.deepEqual(statesOf(history), expected, `seed ${n}`);
    const hasFailed = Object.values(expected).some((state) => state === 'FAILED' || state === 'DEAD');
    assert.equal(history.run.state, hasFailed ? 'FAILED' : 'SUCCEEDED', `seed ${n}`);
  }
});

test('G11: random graphs that stop at a failure, or cancel at it, still settle every step once', {
  timeout: 90_000,
}, async () => {
  const stage = await randomStage();
  const graphs = Array.from({ length: 25 }, (_, n) => ({
    steps: randomSteps(1_000 + n),
    onFailure: n % 2 === 0 ? 'fail' : 'cancel',
  }));
  for (const [n, history] of (await runAll(stage, graphs)).entries()) {
    assertWhole(history);
    const states = statesOf(history);
    const expected = expectedStates(graphs[n]?.steps ?? []);
    assert.equal(Object.keys(states).length, Object.keys(expected).length);
    const hasFailed = Object.values(expected).some((state) => state === 'FAILED' || state === 'DEAD');
    assert.equal(history.run.state, hasFailed ? 'FAILED' : 'SUCCEEDED', `seed ${1_000 + n}`);
    for (const [id, state] of Object.entries(states)) {
      // A failure elsewhere may cut a step short, but never gives it another end than its own.
      assert.ok(
        state === expected[id] || (hasFailed && (state === 'SKIPPED' || state === 'CANCELLED')),
        `seed ${1_000 + n} ${id} ${state}`,
      );
    }
  }
});

/** The same graph with something that undoes every other step, and up to three finally steps. */
function withEndings(steps: readonly RandomStep[], seed: number): RandomStep[] {
  const random = randomOf(seed * 7 + 1);
  const kindOf = () => kinds[random(kinds.length)] ?? { type: 'quick', ends: 'SUCCEEDED' as const };
  const undone = steps.map((step) =>
    random(2) === 0 || !('type' in step.work) ? step : { ...step, compensate: kindOf().type },
  );
  const finals = Array.from({ length: random(4) }, (_, n): RandomStep => {
    const { type, ends } = kindOf();
    return { id: `f${n}`, work: { type }, ends, dependencies: [], finally: true };
  });
  return [...undone, ...finals];
}

test('G11: random graphs with compensations and finally steps end with them, and undo only what succeeded in a run that failed', {
  timeout: 90_000,
}, async () => {
  const stage = await randomStage();
  const graphs = Array.from({ length: 20 }, (_, seed) => ({
    steps: withEndings(randomSteps(2_000 + seed), seed),
    onFailure: 'continue',
  }));
  for (const [n, history] of (await runAll(stage, graphs)).entries()) {
    assertWhole(history);
    const { steps } = graphs[n] ?? { steps: [] };
    const plain = expectedStates(steps.filter((step) => step.finally !== true));
    const isFailure = (state: string | undefined) => state === 'FAILED' || state === 'DEAD';
    const hasFailed = Object.values(plain).some(isFailure);
    const expected = { ...plain };
    for (const { id, ends, compensate, finally: isLast } of steps) {
      if (isLast === true) expected[id] = ends;
      if (compensate === undefined || !hasFailed || plain[id] !== 'SUCCEEDED') continue;
      expected[`${id}:compensate`] = kinds.find(({ type }) => type === compensate)?.ends ?? '';
    }
    assert.deepEqual(statesOf(history), expected, `seed ${n}`);
    const isLost = hasFailed || steps.some((step) => step.finally === true && isFailure(step.ends));
    assert.equal(history.run.state, isLost ? 'FAILED' : 'SUCCEEDED', `seed ${n}`);
  }
});

test('a run of 500 steps in ten layers, three parents each, does every step once', { timeout: 90_000 }, async () => {
  const stage = await openStage(bundle);
  const tasks = Array.from({ length: 500 }, (_, index) => {
    const layer = Math.floor(index / 50);
    const place = index % 50;
    const parents = layer === 0 ? [] : [0, 1, 7].map((shift) => `s${(layer - 1) * 50 + ((place + shift) % 50)}`);
    return { id: `s${index}`, type: 'noop', dependencies: parents };
  });
  const ledger = bundle.ledger(stage.context);
  const runId = await stage.run(tasks);
  await ledger.seen('success', (event) => event.type === 'run.succeeded');
  ledger.close();
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.equal(history.jobs.size, 500);
  assert.equal(history.run.eventSeq, 2 + 500 * 3);
});
