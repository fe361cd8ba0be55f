// What becomes of changed runs among others: races with workers and with other people, faults on the way, reruns.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { loadRunSteps, loadRunVariables } from '#engine/run/get-run.ts';
import { previewRerun, retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { publish, start } from '#testing/runs/nested-runs.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { released, succeeded } from '#testing/worker/worker-by-hand.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { loadRunChanges } from './load-changes.ts';
import { modifyRun } from './modify-run.ts';
import type { RunChangeInput } from './read-changes.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const chain = [
  { id: 'build', type: 'echo' },
  { id: 'ship', type: 'echo', dependencies: ['build'], params: { to: '${{ vars.target }}' } },
  { id: 'tell', type: 'echo', dependencies: ['ship'] },
];
const check = { id: 'check', type: 'echo', dependencies: ['build'] };
const change = (stage: Stage, run: string, ...changes: RunChangeInput[]) =>
  modifyRun(stage.context, { run, changes, reason: 'asked' });

async function stepKeys(stage: Stage, runId: string): Promise<string[]> {
  return ((await loadRunSteps(stage.context, [runId])).get(runId) ?? []).map(({ stepKey }) => stepKey);
}

test('a step that starts at the very moment in which it is skipped does the one or the other', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  for (let n = 0; n < 8; n += 1) {
    const runId = await stage.run(chain, { variables: { target: 1 } });
    const [build] = await worker.claim();
    assert.ok(build);
    const [, outcome] = await Promise.all([
      worker.settle([succeeded(build, null)]),
      change(stage, runId, { skipStep: { step: 'ship' } }),
    ]);
    const carriedOut = await driveRuns(worker, () => null);
    const history = await readRun(bundle.owner, runId);
    assertWhole(history);
    assert.equal(carriedOut.includes('ship'), !outcome.ok);
    assert.equal(statesOf(history).ship, outcome.ok ? 'SKIPPED' : 'SUCCEEDED');
  }
});

test('two who add steps at once both do, one after the other', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const ids = ['a', 'b', 'c'];
  const outcomes = await Promise.all(
    ids.map((id) => change(stage, runId, { addStep: { step: { ...check, id }, before: ['ship'] } })),
  );
  for (const outcome of outcomes) valueOf(outcome);
  assert.deepEqual((await stepKeys(stage, runId)).slice(3).sort(), ids);
  const changes = valueOf(await loadRunChanges(stage.context, [runId])).get(runId) ?? [];
  assert.deepEqual(
    changes.map(({ number }) => number),
    [1, 2, 3],
  );
  assert.equal((await driveRuns(await stage.worker(), () => null)).length, 6);
  assertWhole(await readRun(bundle.owner, runId));
});

test('what breaks on the way leaves nothing of the change', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const { tenantId } = stage.context;
  const before = await readRun(bundle.owner, runId);
  await bundle.owner.client.$executeRaw`
    insert into run_changes (tenant_id, run_id, number, changed_by, changed_at, reason, changes)
    values (${tenantId}::uuid, ${runId}::uuid, 1, 'user:x', now(), 'in the way', '[]')`;
  const wish: RunChangeInput[] = [{ addStep: { step: check } }, { setVariable: { name: 'target', value: 9 } }];
  await assert.rejects(change(stage, runId, ...wish));
  assert.deepEqual(await readRun(bundle.owner, runId), before);
  assert.equal(await bundle.owner.client.runDefinition.count({ where: { tenantId } }), 0);
  assert.deepEqual(await stepKeys(stage, runId), ['build', 'ship', 'tell']);
});

test('what was changed is told with who and why, step by step and value by value', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  valueOf(
    await change(
      stage,
      runId,
      { addStep: { step: check, before: ['ship'] } },
      { skipStep: { step: 'tell' } },
      { setVariable: { name: 'target', value: 9 } },
    ),
  );
  const [told] = valueOf(await loadRunChanges(stage.context, [runId])).get(runId) ?? [];
  assert.deepEqual(
    { ...told, at: null },
    {
      runId,
      number: 1,
      at: null,
      changedBy: `${stage.context.actor.kind}:${stage.context.actor.id}`,
      reason: 'asked',
      added: [{ stepKey: 'check', before: ['ship'], step: check }],
      skipped: ['tell'],
      variables: [{ name: 'target', from: 1, to: 9 }],
    },
  );
  const events = await bundle.owner.client.$queryRaw<{ reason: string; payloads: Json }[]>`
    select reason, payloads from events where run_id = ${runId}::uuid and type = 'run.modified'`;
  assert.deepEqual(events, [
    { reason: 'asked', payloads: [{ number: 1, added: 'check', skipped: 'tell', variables: 'target' }] },
  ]);
});

test('a run that repeats a changed one has its steps and its values; one of the latest version has not its steps', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  valueOf(
    await change(
      stage,
      runId,
      { addStep: { step: check, before: ['ship'] } },
      { setVariable: { name: 'target', value: 9 } },
    ),
  );
  const worker = await stage.worker();
  await driveRuns(worker, (key) => (key === 'ship' ? 'fails' : null));
  const latest = valueOf(await previewRerun(stage.context, { run: runId, from: 'FAILED', version: 'LATEST' }));
  assert.deepEqual(latest.dropped, ['check']);
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' })).runId;
  const given: Record<string, Json> = {};
  const carriedOut = await driveRuns(worker, (key, job) => {
    given[key] = job.params;
    return null;
  });
  assert.deepEqual([carriedOut, given.ship], [['ship', 'tell'], { to: 9 }]);
  assert.deepEqual(await stepKeys(stage, again), ['build', 'ship', 'tell', 'check']);
  assertWhole(await readRun(bundle.owner, again));
  const whole = valueOf(await retryRun(stage.context, { run: again })).runId;
  assert.equal((await driveRuns(worker, () => null)).length, 4);
  assert.deepEqual(valueOf(await loadRunVariables(stage.context, [whole])).get(whole), { target: 9 });
});

test('a value set by hand stands in a rerun, too, over what kept steps wrote before it', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'one', type: 'echo', output: { n: 'vars.n + 10' } },
    { id: 'two', type: 'echo', dependencies: ['one'] },
    { id: 'three', type: 'echo', dependencies: ['two'], params: { n: '${{ vars.n }}' } },
  ];
  const runId = await stage.run(tasks, { variables: { n: 1 } });
  const worker = await stage.worker();
  const [one] = await worker.claim();
  assert.ok(one);
  await worker.settle([succeeded(one, null)]);
  valueOf(await change(stage, runId, { setVariable: { name: 'n', value: 5 } }));
  await driveRuns(worker, (key) => (key === 'two' ? 'fails' : null));
  valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' }));
  const given: Json[] = [];
  await driveRuns(worker, (_, job) => {
    given.push(job.params);
    return null;
  });
  assert.deepEqual(given, [{}, { n: 5 }]);
});

test('a list whose variable was set by hand begins anew in a rerun, and one that a rerun goes on with is not changed', async () => {
  const stage = await openStage(bundle);
  const variables = { hosts: { type: 'array', default: ['a', 'b', 'c'] } };
  const each = { id: 'each', type: 'echo', params: { is: '${{ item }}' }, foreach: 'vars.hosts', maxConcurrency: 1 };
  const worker = await stage.worker();
  const isBad = (bad: string) => (_: string, job: { params: Json }) =>
    JSON.stringify(job.params) === JSON.stringify({ is: bad }) ? ('fails' as const) : null;
  const tasks = [{ id: 'first', type: 'echo' }, each];
  await publish(stage, 'listed', tasks, { variables });
  const runId = await start(stage, 'listed');
  const [first] = await worker.claim({ slots: 1 });
  assert.ok(first);
  valueOf(await change(stage, runId, { setVariable: { name: 'hosts', value: ['x', 'y'] } }));
  await worker.settle([succeeded(first, null)]);
  await driveRuns(worker, isBad('c'));
  const { steps } = valueOf(await previewRerun(stage.context, { run: runId, from: 'FAILED' }));
  assert.equal(steps.find(({ stepKey }) => stepKey === 'each')?.items ?? null, null);

  const limits = { maxConcurrentTasks: 1 };
  await publish(stage, 'narrow', tasks, { variables, limits });
  const old = await start(stage, 'narrow');
  await driveRuns(worker, isBad('c'));
  const again = valueOf(await retryRun(stage.context, { run: old, from: 'STEP', step: 'first' })).runId;
  for (const asked of [
    { setVariable: { name: 'hosts', value: ['x'] } },
    { addStep: { step: { id: 'more', type: 'echo' }, before: ['each'] } },
  ]) {
    const refused = await change(stage, again, asked);
    assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code }) => code), ['ILLEGAL_TRANSITION']);
  }
  await driveRuns(worker, () => null);
  assert.equal((await readRun(bundle.owner, again)).run.state, 'SUCCEEDED');
});

test('a step whose worker died in the middle of it has begun, and is skipped no more', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'build', type: 'echo' },
    { id: 'tell', type: 'echo', dependencies: ['build'] },
  ]);
  const dead = await stage.worker();
  const [build] = await dead.claim();
  assert.ok(build);
  await dead.settle([released(build)]);
  const refused = await change(stage, runId, { skipStep: { step: 'build' } });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code }) => code), ['ILLEGAL_TRANSITION']);
});

test('runs that several workers pull at are changed while they go, and end whole', { timeout: 60_000 }, async () => {
  const stage = await openStage(bundle);
  await bundle.startWorker({ slots: 4 });
  await bundle.startWorker({ slots: 4 });
  await stage.task('nap', { name: 'sleep', options: { ms: 5 } });
  const tasks = Array.from({ length: 8 }, (_, n) => ({
    id: `s${n}`,
    type: 'nap',
    dependencies: n === 0 ? [] : [{ task: `s${n - 1}`, on: 'completion' }],
  }));
  const ledger = bundle.ledger(stage.context);
  const runs = await Promise.all(Array.from({ length: 5 }, () => stage.run(tasks)));
  const made = await Promise.all(
    runs.flatMap((run, n) => [
      change(stage, run, {
        addStep: { step: { id: 'more', type: 'nap', dependencies: [`s${n + 1}`] }, before: ['s7'] },
      }),
      change(stage, run, { skipStep: { step: `s${6 - n}` } }),
    ]),
  );
  await ledger.seen('the end of each', ({ type }) => type === 'run.succeeded', runs.length);
  ledger.close();
  for (const [n, run] of runs.entries()) {
    const history = await readRun(bundle.owner, run);
    assertWhole(history);
    const [added, skipped] = [made[2 * n], made[2 * n + 1]];
    const states = statesOf(history);
    assert.equal('more' in states, added?.ok);
    assert.equal(states[`s${6 - n}`] === 'SKIPPED', skipped?.ok);
  }
});

test('a change of a run that is being cancelled is made before or refused', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const [outcome] = await Promise.all([
    change(stage, runId, { addStep: { step: check } }),
    cancelRun(stage.context, { id: runId }),
  ]);
  assert.equal((await stepKeys(stage, runId)).includes('check'), outcome.ok);
  assert.equal((await readRun(bundle.owner, runId)).run.state, 'CANCELLED');
});
