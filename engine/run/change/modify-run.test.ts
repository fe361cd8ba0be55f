// Open runs that people change: every change, every refusal, and what becomes of the run afterwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { loadRunSteps, loadRunVariables } from '#engine/run/get-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { readRun } from '#testing/worlds/run-history.ts';
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

const change = (stage: Stage, run: string, ...changes: RunChangeInput[]) =>
  modifyRun(stage.context, { run, changes, reason: 'the customer asked' });

const add = (step: JsonObject, ...waiting: string[]): RunChangeInput => ({ addStep: { step, before: waiting } });
const skip = (step: string): RunChangeInput => ({ skipStep: { step } });
const set = (name: string, value: Json): RunChangeInput => ({ setVariable: { name, value } });

async function statesOf(stage: Stage, runId: string): Promise<Record<string, string>> {
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  return Object.fromEntries(
    steps.map(({ stepKey, state, reason }) => [stepKey, state === 'SKIPPED' ? `${state} ${reason?.code}` : state]),
  );
}

/** Runs it to its end: the steps in the order in which they were carried out, and what each was given. */
async function finish(stage: Stage) {
  const given: Record<string, Json> = {};
  const order = await driveRuns(await stage.worker(), (key, job) => {
    given[key] = job.params;
    return { of: key };
  });
  return { order, given };
}

/** It ended so, each step settled, and its events are numbered without gap. */
async function assertWhole(stage: Stage, runId: string, state: string): Promise<void> {
  const { run, entries } = await readRun(bundle.owner, runId);
  assert.equal(run.state, state);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    Array.from({ length: run.eventSeq }, (_, n) => n + 1),
  );
  const open = Object.values(await statesOf(stage, runId)).filter((one) => /^(PENDING|SCHEDULED|RUNNING)/.test(one));
  assert.deepEqual(open, []);
}

function refusalsOf(outcome: Awaited<ReturnType<typeof modifyRun>>): [string, string][] {
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path.join('.')]);
}

test('a step is put between two others, and runs there with what the ones before it left', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const sign = { id: 'sign', type: 'echo', dependencies: ['build'], params: { what: '${{ tasks.build.result.of }}' } };
  valueOf(await change(stage, runId, add(sign, 'ship')));
  const { order, given } = await finish(stage);
  assert.deepEqual(order, ['build', 'sign', 'ship', 'tell']);
  assert.deepEqual(given.sign, { what: 'build' });
  await assertWhole(stage, runId, 'SUCCEEDED');
});

test('a step that is added is held to what the others leave, as in a publication', async () => {
  const stage = await openStage(bundle);
  const child = {
    name: 'counts',
    variables: { rows: { type: 'integer', default: 1 } },
    tasks: [{ id: 'a', type: 'echo' }],
  };
  valueOf(await publishWorkflow(stage.context, { definition: child }));
  const runId = await stage.run([{ id: 'call', workflow: 'counts' }]);
  const after = { id: 'after', type: 'echo', dependencies: ['call'] };
  const wrong = await change(stage, runId, add({ ...after, condition: 'tasks.call.result.rows == "none"' }));
  assert.deepEqual(refusalsOf(wrong), [['TYPE_MISMATCH', 'changes.0.addStep.step.condition']]);
  const unfit = await change(stage, runId, add({ id: 'more', workflow: 'counts', params: { rows: 'many' } }));
  assert.deepEqual(refusalsOf(unfit), [['TYPE_MISMATCH', 'changes.0.addStep.step.params.rows']]);
  valueOf(await change(stage, runId, add({ ...after, condition: 'tasks.call.result.rows == 1' })));
});

test('a step after one that has settled starts at once, and another one may be added after it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([...chain, { id: 'hold', wait: { duration: 'PT1H' } }], { variables: { target: 1 } });
  const worker = await stage.worker();
  await driveRuns(worker, () => null);
  valueOf(await change(stage, runId, add({ id: 'audit', type: 'echo', dependencies: ['ship'] })));
  valueOf(await change(stage, runId, add({ id: 'file', type: 'echo', dependencies: ['audit', 'tell'] })));
  assert.deepEqual(await driveRuns(worker, () => null), ['audit', 'file']);
  valueOf(await change(stage, runId, add({ id: 'root', type: 'echo' })));
  assert.deepEqual(await driveRuns(worker, () => null), ['root']);
});

test('a skipped step says who skipped it and why, and what comes after it goes its way', async () => {
  const stage = await openStage(bundle);
  const after = [
    { id: 'clean', type: 'echo', dependencies: [{ task: 'ship', on: 'completion' }] },
    { id: 'instead', type: 'echo', dependencies: [{ task: 'ship', on: 'skipped' }] },
  ];
  const runId = await stage.run([...chain, ...after], { variables: { target: 1 } });
  valueOf(await change(stage, runId, skip('ship')));
  const { order } = await finish(stage);
  assert.deepEqual(order.sort(), ['build', 'clean', 'instead']);
  assert.deepEqual(await statesOf(stage, runId), {
    build: 'SUCCEEDED',
    ship: 'SKIPPED SKIPPED_BY_HAND',
    tell: 'SKIPPED BRANCH_NOT_TAKEN',
    clean: 'SUCCEEDED',
    instead: 'SUCCEEDED',
  });
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  assert.equal(steps[1]?.reason?.message, `skipped by ${stage.context.actor.name}: the customer asked`);
  await assertWhole(stage, runId, 'SUCCEEDED');
});

test('a step in line is skipped where it stands, also in a paused run, but not once a worker had it or it waits', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'first', type: 'echo' },
    { id: 'other', type: 'echo' },
    { id: 'ask', approval: { title: 'Go on?' } },
    { id: 'after', type: 'echo', dependencies: [{ task: 'first', on: 'skipped' }] },
  ];
  const runId = await stage.run(tasks);
  valueOf(await pauseRun(stage.context, { id: runId }));
  valueOf(await change(stage, runId, skip('first')));
  valueOf(await resumeRun(stage.context, { id: runId }));
  const worker = await stage.worker();
  assert.deepEqual((await worker.claim()).map(({ stepKey }) => stepKey).sort(), ['after', 'other']);
  for (const step of ['other', 'ask', 'after', 'first'])
    assert.deepEqual(refusalsOf(await change(stage, runId, skip(step))), [
      ['ILLEGAL_TRANSITION', 'changes.0.skipStep.step'],
    ]);
  const { jobs, entries } = await readRun(bundle.owner, runId);
  assert.equal(jobs.get('first')?.reason, `skipped by ${stage.context.actor.name}: the customer asked`);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    entries.map((_, n) => n + 1),
  );
  const seqs = await bundle.owner.client.$queryRaw<{ seq: number }[]>`
    select seq from events where run_id = ${runId}::uuid order by id`;
  assert.deepEqual(
    seqs.map(({ seq }) => seq),
    seqs.map(({ seq }) => seq).toSorted((a, b) => a - b),
    'the log tells them in their order',
  );
  const told = entries.filter(({ entityId }) => entityId === jobs.get('first')?.id).map(({ type }) => type);
  assert.deepEqual(told, ['job.created', 'job.skipped']);
});

test('a wait that has not begun is skipped as any step, and a run of nothing else is over then', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'build', type: 'echo' },
    { id: 'rest', wait: { duration: 'PT1H' }, dependencies: ['build'] },
  ];
  const runId = await stage.run(tasks);
  valueOf(await change(stage, runId, skip('rest')));
  assert.deepEqual((await finish(stage)).order, ['build']);
  await assertWhole(stage, runId, 'SUCCEEDED');
});

test('a variable has its new value for everything that was not read yet', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  valueOf(await change(stage, runId, set('target', 7)));
  assert.deepEqual(valueOf(await loadRunVariables(stage.context, [runId])).get(runId), { target: 7 });
  const { given } = await finish(stage);
  assert.deepEqual(given.ship, { to: 7 });
  await assertWhole(stage, runId, 'SUCCEEDED');
});

test('a value set by hand counts more than what steps wrote before, and less than what they write later', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'one', type: 'echo', output: { n: 'vars.n + 10' } },
    { id: 'gate', type: 'echo', dependencies: ['one'] },
    { id: 'two', type: 'echo', dependencies: ['gate'], params: { n: '${{ vars.n }}' } },
    { id: 'three', type: 'echo', dependencies: ['two'], output: { n: 'vars.n + 100' } },
    { id: 'four', type: 'echo', dependencies: ['three'], params: { n: '${{ vars.n }}' } },
  ];
  const runId = await stage.run(tasks, { variables: { n: 1 } });
  const worker = await stage.worker();
  const [one] = await worker.claim();
  assert.ok(one);
  await worker.settle([succeeded(one, null)]);
  assert.deepEqual(valueOf(await loadRunVariables(stage.context, [runId])).get(runId), { n: 11 });
  valueOf(await change(stage, runId, set('n', 5)));
  const { given } = await finish(stage);
  assert.deepEqual([given.two, given.four], [{ n: 5 }, { n: 105 }]);
  assert.deepEqual(valueOf(await loadRunVariables(stage.context, [runId])).get(runId), { n: 105 });
});

test('what undoes steps and what ends a run come as before, and an added step has its own', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'book', type: 'echo', compensate: { task: 'echo' } },
    { id: 'pay', type: 'echo', dependencies: ['book'] },
    { id: 'report', type: 'echo', finally: true },
  ];
  const runId = await stage.run(tasks);
  const reserve = { id: 'reserve', type: 'echo', dependencies: ['book'], compensate: { task: 'echo' } };
  valueOf(await change(stage, runId, add(reserve, 'pay'), add({ id: 'thank', type: 'echo', finally: true })));
  const order = await driveRuns(await stage.worker(), (key) => (key === 'pay' ? 'fails' : null));
  assert.deepEqual(order.slice(0, 5), ['book', 'reserve', 'pay', 'reserve:compensate', 'book:compensate']);
  assert.deepEqual(order.slice(5).sort(), ['report', 'thank']);
  await assertWhole(stage, runId, 'FAILED');
});

test('a paused run is changed while it stands, and goes on with it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 }, limits: { maxConcurrentTasks: 1 } });
  valueOf(await pauseRun(stage.context, { id: runId }));
  const sign = { id: 'sign', type: 'echo', dependencies: ['build'] };
  valueOf(await change(stage, runId, add(sign, 'tell'), skip('ship'), set('target', 2)));
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.deepEqual((await finish(stage)).order, ['build', 'sign']);
  assert.deepEqual(await statesOf(stage, runId), {
    build: 'SUCCEEDED',
    ship: 'SKIPPED SKIPPED_BY_HAND',
    tell: 'SKIPPED BRANCH_NOT_TAKEN',
    sign: 'SUCCEEDED',
  });
});

test('every change that cannot be made is refused at its place, and then none is made', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const before = await readRun(bundle.owner, runId);
  const cases: [RunChangeInput[], [string, string][]][] = [
    [[], [['BAD_INPUT', 'changes']]],
    [[{}], [['BAD_INPUT', 'changes.0']]],
    [[{ skipStep: { step: 'ship' }, setVariable: { name: 'target', value: 2 } }], [['BAD_INPUT', 'changes.0']]],
    [[add({ id: 'x', type: 'nobody' })], [['UNKNOWN_TASK', 'changes.0.addStep.step.type']]],
    [
      [skip('tell'), add({ id: 'x', type: 'echo', dependencies: ['nowhere'] })],
      [['UNKNOWN_DEPENDENCY', 'changes.1.addStep.step.dependencies.0']],
    ],
    [[add({ id: 'build', type: 'echo' })], [['DUPLICATE_ID', 'changes.0.addStep.step.id']]],
    [[add({ id: 'x', type: 'echo', colour: 'red' })], [['UNKNOWN_FIELD', 'changes.0.addStep.step.colour']]],
    [
      [add({ id: 'x', type: 'echo', condition: 'vars.target +' })],
      [['BAD_EXPRESSION', 'changes.0.addStep.step.condition']],
    ],
    [[add({ id: 'x', type: 'echo' }, 'nowhere')], [['NOT_FOUND', 'changes.0.addStep.before']]],
    [[add({ id: 'x', type: 'echo' }, 'build')], [['ILLEGAL_TRANSITION', 'changes.0.addStep.before']]],
    [[skip('nowhere')], [['NOT_FOUND', 'changes.0.skipStep.step']]],
    [[skip('tell'), skip('tell')], [['DUPLICATE_ID', 'changes.1.skipStep.step']]],
    [[skip('tell'), set('colour', 1)], [['UNKNOWN_VARIABLE', 'changes.1.setVariable.name']]],
    [[set('target', 'east')], [['TYPE_MISMATCH', 'changes.0.setVariable.value']]],
    [[set('target', null)], [['TYPE_MISMATCH', 'changes.0.setVariable.value']]],
  ];
  for (const [changes, expected] of cases)
    assert.deepEqual(refusalsOf(await change(stage, runId, ...changes)), expected, JSON.stringify(changes));
  const cycle = await change(stage, runId, add({ id: 'x', type: 'echo', dependencies: ['tell'] }, 'ship'));
  assert.ok(
    refusalsOf(cycle).some(([code]) => code === 'CYCLE'),
    JSON.stringify(cycle),
  );
  const now = await readRun(bundle.owner, runId);
  assert.deepEqual(now, before);
});

test('a run that is over, ends or repeats one step alone is changed no more, and nobody changes what is not theirs', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { variables: { target: 1 } });
  const { context } = stage;
  const reader = { ...context, actor: { ...context.actor, permissions: permissionsOf('VIEWER') } };
  const wish = { run: runId, changes: [skip('ship')], reason: 'no need' };
  assert.deepEqual(refusalsOf(await modifyRun(reader, wish)), [['FORBIDDEN', '']]);
  assert.deepEqual(refusalsOf(await modifyRun(await bundle.tenant(), wish)), [['NOT_FOUND', 'run']]);
  assert.deepEqual(refusalsOf(await modifyRun(context, { ...wish, run: newId() })), [['NOT_FOUND', 'run']]);
  assert.deepEqual(refusalsOf(await modifyRun(context, { ...wish, reason: ' ' })), [['BAD_INPUT', 'reason']]);
  assert.deepEqual(refusalsOf(await modifyRun(context, { ...wish, baseChanges: 1 })), [
    ['VERSION_CONFLICT', 'baseChanges'],
  ]);
  valueOf(await modifyRun(context, { ...wish, baseChanges: 0 }));
  valueOf(await cancelRun(context, { id: runId }));
  assert.deepEqual(refusalsOf(await modifyRun(context, wish)), [['ILLEGAL_TRANSITION', 'run']]);
});
