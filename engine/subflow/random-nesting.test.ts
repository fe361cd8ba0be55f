// Goal: whatever workflows run each other, and wherever a pass over them breaks off, every run ends as its rules say.
// Method: random workflows in three levels from fixed seeds with a slow reading of how each must end, carried out by real
// workers; and passes that lose their connection before each of their statements.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startRun } from '#engine/run/start-runs.ts';
import type { Database } from '#engine/store/database.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { lookAtSubflows } from './look-at-subflows.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type Random = (below: number) => number;

// Mulberry32: a small generator, so that a seed names a workflow for ever.
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Ends = 'SUCCEEDED' | 'FAILED';
type Drawn = { id: string; work: object; dependencies: string[]; ends: Ends };

const tasks = ['quick', 'quick', 'slow', 'flaky', 'hopeless'];

/** Steps of tasks and of the workflows below, of which it is known how they end. */
function drawSteps(random: Random, below: readonly { name: string; ends: Ends }[]): Drawn[] {
  return Array.from({ length: 1 + random(5) }, (_, n) => {
    const parents = Array.from({ length: random(3) }, () => random(n + 1)).filter((parent) => parent < n);
    const place = { id: `s${n}`, dependencies: [...new Set(parents)].map((parent) => `s${parent}`) };
    const callee = below.length === 0 || random(3) === 0 ? undefined : below[random(below.length)];
    if (callee === undefined) {
      const type = tasks[random(tasks.length)] ?? 'quick';
      return { ...place, work: { type }, ends: type === 'hopeless' ? 'FAILED' : 'SUCCEEDED' };
    }
    const { name: workflow, ends } = callee;
    if (random(3) > 0) return { ...place, work: { workflow }, ends };
    const count = random(4);
    const lenient = random(2) === 0;
    const foreach = `[${Array.from({ length: count }, (_, item) => item).join(', ')}]`;
    const work = { workflow, foreach, maxConcurrency: 2, onItemFailure: lenient ? 'continue' : 'fail' };
    return { ...place, work, ends: lenient || count === 0 ? 'SUCCEEDED' : ends };
  });
}

// Steps are in the order of their dependencies, so one pass is enough.
function statesExpected(steps: readonly Drawn[]): Record<string, string> {
  const states: Record<string, string> = {};
  for (const { id, dependencies, ends } of steps)
    states[id] = dependencies.every((parent) => states[parent] === 'SUCCEEDED') ? ends : 'SKIPPED';
  return states;
}

type Published = { name: string; ends: Ends; states: Record<string, string> };

async function publishTree(stage: Stage, seed: number): Promise<Map<string, Published>> {
  const random = randomOf(seed);
  const all = new Map<string, Published>();
  let below: Published[] = [];
  for (let level = 0; level < 3; level += 1) {
    const here: Published[] = [];
    for (let n = 0; n < 2; n += 1) {
      const steps = drawSteps(random, below);
      const name = `seed ${seed} level ${level} ${n}`;
      const plain = steps.map(({ id, work, dependencies }) => ({ id, ...work, dependencies }));
      const definition = JSON.parse(JSON.stringify({ name, onFailure: 'continue', tasks: plain }));
      valueOf(await publishWorkflow(stage.context, { definition }));
      const states = statesExpected(steps);
      const ends = Object.values(states).includes('FAILED') ? 'FAILED' : 'SUCCEEDED';
      here.push({ name, ends, states });
    }
    for (const one of here) all.set(one.name, one);
    below = here;
  }
  return all;
}

test('random workflows that run random workflows end as their rules say, all the way down, with three workers', {
  timeout: 90_000,
}, async () => {
  const stage = await openStage(bundle);
  const retry = { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0.005S', jitter: 'NONE' };
  await stage.task('quick', { name: 'noop' }, { retry });
  await stage.task('slow', { name: 'sleep', options: { ms: 5 } }, { retry });
  await stage.task('flaky', { name: 'fail', options: { times: 1 } }, { retry });
  await stage.task('hopeless', { name: 'fail', options: { retryable: false } }, { retry });
  const workers = [];
  for (let n = 0; n < 3; n += 1) workers.push(await bundle.startWorker({ slots: 4, queues: [stage.queue] }));
  const known = new Map<string, Published>();
  const tops: string[] = [];
  for (let seed = 0; seed < 5; seed += 1) {
    for (const [name, one] of await publishTree(stage, seed)) known.set(name, one);
    tops.push(`seed ${seed} level 2 0`, `seed ${seed} level 2 1`);
  }
  const ledger = bundle.ledger(stage.context);
  const top = new Set<string>();
  for (const workflow of tops) top.add(valueOf(await startRun(stage.context, { workflow })).runId);
  const isEnd = ({ type, entityId }: { type: string; entityId: string }) =>
    (type === 'run.succeeded' || type === 'run.failed') && top.has(entityId);
  await ledger.seen('end of a run that no step started', isEnd, top.size);
  ledger.close();
  const { client } = bundle.owner;
  const runs = await client.run.findMany({ where: { tenantId: stage.context.tenantId } });
  const names = new Map(
    (await client.workflow.findMany({ where: { tenantId: stage.context.tenantId } })).map(({ id, name }) => [id, name]),
  );
  assert.ok(runs.length > tops.length, 'steps have started runs');
  for (const { id, workflowId } of runs) {
    const history = await readRun(bundle.owner, id);
    const expected = known.get(names.get(workflowId) ?? '');
    assertWhole(history);
    assert.deepEqual(statesOf(history), expected?.states, names.get(workflowId));
    assert.equal(history.run.state, expected?.ends, names.get(workflowId));
  }
  await Promise.all(workers.map((worker) => worker.stop(0)));
});

/** A database that is away from its nth statement on. */
function awayAfter(database: Database, count: number): { database: Database; wasReached: () => boolean } {
  let left = count;
  const ask = () => {
    left -= 1;
    if (left < 0) throw Object.assign(new Error('the connection is gone'), { code: 'P1001' });
  };
  const guarded = <Client extends object>(client: Client): Client =>
    new Proxy(client, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === '$transaction' && typeof value === 'function')
          return (work: (inner: object) => unknown, options: unknown) => {
            ask();
            return value.call(target, (inner: object) => work(guarded(inner)), options);
          };
        if ((name === '$queryRaw' || name === '$executeRaw') && typeof value === 'function')
          return (...given: unknown[]) => {
            ask();
            return value.apply(target, given);
          };
        return value;
      },
    });
  return { database: { ...database, client: guarded(database.client) }, wasReached: () => left < 0 };
}

test('a pass that breaks off before any of its statements is made up for by the next one', {
  timeout: 90_000,
}, async () => {
  const stage = await openStage(bundle);
  const publish = async (name: string, steps: object[]) => {
    const definition = JSON.parse(JSON.stringify({ name, tasks: steps }));
    valueOf(await publishWorkflow(stage.context, { definition }));
  };
  await publish('low', [{ id: 'do', type: 'noop' }]);
  await publish('middle', [{ id: 'low', workflow: 'low', foreach: '[1, 2]', maxConcurrency: 1 }]);
  await publish('top', [
    { id: 'mid', workflow: 'middle' },
    { id: 'end', type: 'noop', dependencies: ['mid'] },
  ]);
  const worker = await stage.worker();
  let broken = 0;
  for (let count = 0; ; count += 1) {
    const { runId } = valueOf(await startRun(stage.context, { workflow: 'top' }));
    let wasReached = false;
    for (let isOver = false; !isOver; ) {
      const away = awayAfter(bundle.worker, count);
      await lookAtSubflows(away.database).catch(() => undefined);
      wasReached ||= away.wasReached();
      while ((await lookAtSubflows(bundle.worker)).moved > 0);
      isOver = (await driveRuns(worker, () => null)).length === 0;
    }
    assert.equal((await readRun(bundle.owner, runId)).run.state, 'SUCCEEDED', `broken off at statement ${count}`);
    if (!wasReached) break;
    broken += 1;
  }
  assert.ok(broken > 8, `${broken} statements were broken off at`);
  const runs = await bundle.owner.client.run.findMany({ where: { tenantId: stage.context.tenantId } });
  assert.equal(runs.length, (broken + 1) * 4, 'no run was started twice');
  for (const { id } of runs) assertWhole(await readRun(bundle.owner, id));
});
