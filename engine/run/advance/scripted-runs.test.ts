// Goal: what the engine makes of a definition is what the rules say, with all that a definition can hold. Method: random
// workflows are carried out by three workers at once while waits are answered, and a slow reading of the contract that
// shares nothing with the engine says how each step must have ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { previewRerun, type RerunPreview } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { expectedEnd, expectedRun } from '#testing/runs/model/expected-run.ts';
import { healedSteps, randomSteps, type ScriptedStep } from '#testing/runs/model/scripted-steps.ts';
import { openScriptedWorld } from '#testing/runs/model/scripted-world.ts';
import { openStage } from '#testing/stage.ts';
import { assertWhole, type RunHistory, readRun, statesOf } from '#testing/worlds/run-history.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const ends = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'DEAD'] as const;
const runsPerMode = 14;

function stepsOf(seed: number): ScriptedStep[] {
  const random = seededRandom(seed);
  const dice = (below: number) => Math.floor(random() * below);
  return randomSteps({ dice, count: 4 + dice(14), ends });
}

/** What is told of no job: a step that undoes what was not done. */
function seen(states: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(states)
      .filter(([id, state]) => !(id.endsWith(':compensate') && state === 'SKIPPED'))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

// A step that was swept away in passing has no job.
function mainOf(steps: readonly ScriptedStep[], history: RunHistory): Map<string, string> {
  const states = statesOf(history);
  return new Map(steps.filter(({ isFinally }) => !isFinally).map(({ id }) => [id, states[id] ?? 'SKIPPED']));
}

test('runs with every feature, carried out by three workers while they are answered, end as the rules say', {
  timeout: 150_000,
}, async () => {
  const stage = await openStage(bundle);
  const world = await openScriptedWorld(bundle, stage, { timeout: 'PT0.05S' });
  const ledger = bundle.ledger(stage.context);
  const runs: { id: string; steps: ScriptedStep[]; onFailure: string; seed: number }[] = [];
  for (const onFailure of ['continue', 'fail', 'cancel'])
    for (let n = 0; n < runsPerMode; n += 1) {
      const seed = runs.length + 1;
      const steps = stepsOf(seed);
      const limits: JsonObject = n % 3 === 0 ? { maxConcurrentTasks: 2 } : {};
      runs.push({ id: await world.run(steps, { onFailure, limits }), steps, onFailure, seed });
    }
  for (let n = 0; n < 3; n += 1)
    await bundle.startWorker({ slots: 3 + n, queues: [stage.queue], sweepMs: 50, handlerFor: () => world.handler });
  const isOver = ({ type }: { type: string }) => type === 'run.succeeded' || type === 'run.failed';
  await ledger.seen('end of a run', isOver, runs.length);
  ledger.close();
  await world.close();
  for (const { id, steps, onFailure, seed } of runs) {
    const history = await readRun(bundle.owner, id);
    assertWhole(history);
    const main = mainOf(steps, history);
    const expected = onFailure === 'continue' ? expectedRun(steps) : expectedEnd(steps, main);
    const states = onFailure === 'continue' ? statesOf(history) : { ...Object.fromEntries(main), ...statesOf(history) };
    assert.deepEqual(seen(states), seen(expected.states), `seed ${seed}`);
    assert.deepEqual(
      [history.run.state, history.run.failedStep],
      [expected.state, expected.failedStep],
      `seed ${seed}`,
    );
    const { yes: _, nothing: __, ...variables } = history.run.variables as Record<string, unknown>;
    assert.deepEqual(variables, expected.variables, `seed ${seed}`);
    if (onFailure !== 'continue' && expected.state === 'SUCCEEDED')
      assert.deepEqual(seen(expected.states), seen(expectedRun(steps).states), `seed ${seed}`);
  }
  const jobs = await bundle.owner.client.job.findMany({ where: { tenantId: stage.context.tenantId } });
  for (const { id, attempt } of jobs) assert.equal(world.effects.get(id) ?? 0, attempt, 'carried out as often as told');
});

function failedInPart({ id, script }: ScriptedStep, states: Record<string, string>): boolean {
  return script.kind === 'foreach' && states[id] === 'FAILED' && script.fails[0] === false;
}

test('what failed is mended and run again from there: it ends as if it had never failed, and what is kept is not carried out', {
  timeout: 150_000,
}, async () => {
  const stage = await openStage(bundle);
  const world = await openScriptedWorld(bundle, stage, { timeout: 'PT0.05S' });
  const ledger = bundle.ledger(stage.context);
  const isOver = ({ type }: { type: string }) => type === 'run.succeeded' || type === 'run.failed';
  await bundle.startWorker({ slots: 6, queues: [stage.queue], sweepMs: 50, handlerFor: () => world.handler });
  const runs: { id: string; steps: ScriptedStep[]; seed: number }[] = [];
  for (let seed = 500; runs.length < 16; seed += 1) {
    const steps = stepsOf(seed);
    const { state, states } = expectedRun(steps);
    const mayGoWell = state === 'FAILED' && expectedRun(healedSteps(steps)).state === 'SUCCEEDED';
    // Every other one has a list of which a part failed.
    if (!mayGoWell || (runs.length % 2 === 0 && !steps.some((step) => failedInPart(step, states)))) continue;
    runs.push({ id: await world.run(steps, { onFailure: 'continue' }), steps, seed });
  }
  await ledger.seen('end of a run', isOver, runs.length);
  const again: ((typeof runs)[number] & { planned: RerunPreview['steps'] })[] = [];
  for (const { id: old, steps, seed } of runs) {
    const { steps: planned } = valueOf(await previewRerun(stage.context, { run: old, from: 'FAILED' }));
    again.push({ id: await world.runAgain(old, steps), steps, seed, planned });
  }
  await ledger.seen('end of a run', isOver, runs.length + again.length);
  await world.close();
  ledger.close();
  let mended = 0;
  for (const { id, steps, seed, planned } of again) {
    const history = await readRun(bundle.owner, id);
    assertWhole(history);
    for (const { stepKey, keeps, items } of planned) {
      const isThere = history.jobs.has(stepKey) || history.items.some((one) => one.stepKey === stepKey);
      if (keeps !== null) assert.ok(!isThere, `seed ${seed}: ${stepKey} is kept and not carried out`);
      const carriedOut = history.items.filter((one) => one.stepKey === stepKey).length;
      if (items !== null) assert.equal(carriedOut, items.rerun, `seed ${seed}: ${stepKey}`);
    }
    const expected = expectedRun(healedSteps(steps));
    // A failure that was dealt with is an end like any other and stays.
    if (planned.some(({ reason }) => reason === 'HANDLED')) continue;
    assert.equal(history.run.state, expected.state, `seed ${seed}`);
    if (expected.state !== 'SUCCEEDED') continue;
    mended += 1;
    const kept = planned.flatMap(({ stepKey, keeps, reason }) => (keeps === null ? [] : [[stepKey, reason] as const]));
    assert.deepEqual(
      seen({ ...statesOf(history), ...Object.fromEntries(kept) }),
      seen(expected.states),
      `seed ${seed}`,
    );
    const { yes: _, nothing: __, ...variables } = history.run.variables as Record<string, unknown>;
    assert.deepEqual(variables, expected.variables, `seed ${seed}`);
  }
  const lists = again.flatMap(({ planned }) => planned.filter(({ items }) => items !== null)).length;
  assert.ok(mended >= 8 && lists >= 4, `${mended} went well, ${lists} lists were taken up`);
});
