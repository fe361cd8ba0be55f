// Steps that no job carries out: what ends them, once, in whatever order things come.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { readRun } from '#testing/worlds/run-history.ts';
import { closeDueWaits } from './close-due-waits.ts';
import { decideApproval } from './decide-approval.ts';
import { loadWaitResults } from './load-wait-results.ts';
import { sendSignal } from './send-signal.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const ask = { id: 'ask', approval: { title: 'Release?', timeout: 'P1D' } };
const asking = [
  ask,
  { id: 'release', type: 'echo', dependencies: ['ask'], params: { by: '${{ tasks.ask.result.by }}' } },
];
const listening = [
  { id: 'listen', wait: { signal: 'go', timeout: 'PT1H' } },
  { id: 'act', type: 'echo', dependencies: ['listen'], params: { got: '${{ tasks.listen.result.n }}' } },
];

async function stepsOf(stage: Stage, runId: string): Promise<Record<string, string>> {
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  return Object.fromEntries(
    steps.map(({ stepKey, state, reason }) => [stepKey, `${state} ${reason?.code ?? ''}`.trim()]),
  );
}

/** Makes the time of everything that waits in the run come, as if it had passed. */
async function letTimePass(runId: string): Promise<void> {
  await bundle.owner.client.$executeRaw`
    update run_steps set due_at = now() - interval '1 second', look_at = now() - interval '1 second'
    where run_id = ${runId}::uuid and state = 'PENDING' and due_at is not null`;
}

/** Each step settled once, and the events are numbered without gap. */
async function assertWhole(runId: string, state: string): Promise<void> {
  const { run, entries } = await readRun(bundle.owner, runId);
  assert.equal(run.state, state);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    Array.from({ length: run.eventSeq }, (_, n) => n + 1),
  );
  const rows = await bundle.owner.client.runStep.findMany({ where: { runId } });
  for (const row of rows) {
    const told = entries.filter(({ entityId, type }) => entityId === row.id && type !== 'step.waiting');
    assert.deepEqual(
      told.map(({ type }) => type),
      [`step.${row.state.toLowerCase()}`],
      row.stepKey,
    );
  }
}

const approve = (stage: Stage, run: string, more: JsonObject = {}) =>
  decideApproval(stage.context, { run, step: 'ask', decision: 'APPROVE', ...more });

test('an approval lets the run go on, with who approved it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(asking);
  const worker = await stage.worker();
  assert.deepEqual(await worker.claim(), []);
  assert.deepEqual(await stepsOf(stage, runId), { ask: 'PENDING APPROVAL', release: 'PENDING DEPENDENCY' });
  valueOf(await approve(stage, runId, { comment: 'looks good' }));
  const given: unknown[] = [];
  await driveRuns(worker, (_, job) => {
    given.push(job.params);
    return null;
  });
  assert.deepEqual(given, [{ by: stage.context.actor.name }]);
  await assertWhole(runId, 'SUCCEEDED');
});

test('a denial is a failure that a failure edge catches, and the second decision is told of the first', async () => {
  const stage = await openStage(bundle);
  const caught = {
    id: 'caught',
    type: 'noop',
    dependencies: [{ task: 'ask', on: 'failure', condition: "tasks.ask.error.type == 'APPROVAL_DENIED'" }],
  };
  const runId = await stage.run([...asking, caught]);
  valueOf(
    await decideApproval(stage.context, { run: runId, step: 'ask', decision: 'DENY', comment: 'not on a Friday' }),
  );
  const second = await approve(stage, runId);
  assert.ok(!second.ok);
  assert.deepEqual([second.refusals[0]?.code, second.refusals[0]?.path], ['ILLEGAL_TRANSITION', ['step']]);
  assert.match(second.refusals[0]?.message ?? '', /denied it at \d{4}-/);
  assert.deepEqual(await driveRuns(await stage.worker(), () => null), ['caught']);
  assert.deepEqual(await stepsOf(stage, runId), {
    ask: 'FAILED APPROVAL_DENIED',
    release: 'SKIPPED BRANCH_NOT_TAKEN',
    caught: 'SUCCEEDED',
  });
  await assertWhole(runId, 'SUCCEEDED');
});

test('of two decisions at one moment one stands', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([ask]);
  const answers = await Promise.all(
    (['APPROVE', 'DENY', 'APPROVE', 'DENY'] as const).map((decision) =>
      decideApproval(stage.context, { run: runId, step: 'ask', decision }),
    ),
  );
  assert.equal(answers.filter(({ ok }) => ok).length, 1);
  const first = answers.findIndex(({ ok }) => ok);
  await assertWhole(runId, first % 2 === 0 ? 'SUCCEEDED' : 'FAILED');
});

test('a decision and the end of its time: one of them stands', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([ask]);
  const [decided] = await Promise.all([
    approve(stage, runId),
    letTimePass(runId).then(() => closeDueWaits(bundle.worker)),
  ]);
  await closeDueWaits(bundle.worker);
  assert.equal((await stepsOf(stage, runId)).ask, decided.ok ? 'SUCCEEDED' : 'FAILED APPROVAL_TIMEOUT');
  await assertWhole(runId, decided.ok ? 'SUCCEEDED' : 'FAILED');
  const late = await openStage(bundle);
  const lateRun = await late.run([ask]);
  await letTimePass(lateRun);
  const refused = await approve(late, lateRun);
  assert.match(refused.ok ? '' : (refused.refusals[0]?.message ?? ''), /the time to decide was over/);
});

test('only who may decides, with a form that fits, in a run of this tenant', async () => {
  const stage = await openStage(bundle);
  const form = { type: 'object', properties: { ticket: { type: 'string' } }, required: ['ticket'] };
  const runId = await stage.run([{ id: 'ask', approval: { title: 'Go?', roles: ['editor'], form } }]);
  const as = (role: 'VIEWER' | 'OPERATOR') => ({
    ...stage,
    context: { ...stage.context, actor: { ...stage.context.actor, role, permissions: permissionsOf(role) } },
  });
  const codes = async (answer: ReturnType<typeof decideApproval>) => {
    const outcome = await answer;
    return outcome.ok ? [] : [outcome.refusals[0]?.code, outcome.refusals[0]?.path.join('.')];
  };
  assert.deepEqual(await codes(approve(as('VIEWER'), runId)), ['FORBIDDEN', '']);
  assert.deepEqual(await codes(approve(as('OPERATOR'), runId)), ['FORBIDDEN', 'step']);
  assert.deepEqual(await codes(approve(stage, runId)), ['PARAMS_INVALID', 'form']);
  assert.deepEqual(await codes(approve(stage, runId, { form: { ticket: 7 } })), ['PARAMS_INVALID', 'form.ticket']);
  assert.deepEqual(await codes(approve(await openStage(bundle), runId)), ['NOT_FOUND', 'run']);
  assert.deepEqual(await codes(decideApproval(stage.context, { run: runId, step: 'other', decision: 'DENY' })), [
    'NOT_FOUND',
    'step',
  ]);
  valueOf(await approve(stage, runId, { form: { ticket: 'OPS-1' } }));
  const result = valueOf(await loadWaitResults(stage.context, [`${runId} 0`])).get(`${runId} 0`);
  assert.deepEqual(
    { ...Object(result), at: null },
    {
      approved: true,
      at: null,
      by: stage.context.actor.name,
      comment: null,
      form: { ticket: 'OPS-1' },
    },
  );
});

test('a signal ends a wait whether it comes after or before it, and each is for one step', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const send = (run: string, n: number, idempotencyKey?: string) =>
    sendSignal(stage.context, { run, signal: 'go', payload: { n }, idempotencyKey: idempotencyKey ?? null });
  const afterwards = await stage.run(listening);
  assert.equal(valueOf(await send(afterwards, 1, `k ${afterwards}`)).step, 'listen');
  assert.equal(valueOf(await send(afterwards, 1, `k ${afterwards}`)).idempotentReplay, true);
  const first = { id: 'first', type: 'noop' };
  const twice = [
    first,
    { id: 'one', wait: { signal: 'go' }, dependencies: ['first'] },
    { id: 'two', wait: { signal: 'go' }, dependencies: ['one'] },
  ];
  const before = await stage.run(twice);
  assert.equal(valueOf(await send(before, 1)).step, null);
  assert.equal(valueOf(await send(before, 2)).step, null);
  const given: unknown[] = [];
  await driveRuns(worker, (step, job) => {
    if (step === 'act') given.push(job.params);
    return null;
  });
  assert.deepEqual(given, [{ got: 1 }]);
  await closeDueWaits(bundle.worker);
  await closeDueWaits(bundle.worker);
  const results = valueOf(await loadWaitResults(stage.context, [`${before} 1`, `${before} 2`]));
  assert.deepEqual([...results.values()], [{ n: 1 }, { n: 2 }]);
  await assertWhole(afterwards, 'SUCCEEDED');
  await assertWhole(before, 'SUCCEEDED');
  const over = await send(before, 3);
  assert.equal(over.ok ? '' : over.refusals[0]?.code, 'ILLEGAL_TRANSITION');
});

test('a run keeps so many signals and no more', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([ask]);
  const big = 'x'.repeat(250 * 1024);
  for (let n = 0; n < 4; n += 1)
    valueOf(await sendSignal(stage.context, { run: runId, signal: `s${n}`, payload: big }));
  const over = await sendSignal(stage.context, { run: runId, signal: 'one more', payload: big });
  assert.equal(over.ok ? '' : over.refusals[0]?.code, 'LIMIT_REACHED');
  const small = await sendSignal(stage.context, { run: runId, signal: 'x'.repeat(1_000) });
  assert.equal(small.ok ? '' : small.refusals[0]?.code, 'BAD_INPUT');
});

test('what is not answered in time fails, and time that was waited for has come', async () => {
  const stage = await openStage(bundle);
  const pause = { id: 'pause', wait: { duration: 'PT30M' } };
  const until = { id: 'until', wait: { until: "now + duration('1h')" } };
  const missed = { id: 'missed', type: 'noop', dependencies: [{ task: 'listen', on: 'failure' }], params: {} };
  const runId = await stage.run([pause, until, ...listening, missed], { onFailure: 'continue' });
  assert.equal((await closeDueWaits(bundle.worker)).closed, 0);
  assert.deepEqual((await stepsOf(stage, runId)).until, 'PENDING WAIT');
  await letTimePass(runId);
  await Promise.all([closeDueWaits(bundle.worker), closeDueWaits(bundle.worker)]);
  await closeDueWaits(bundle.worker);
  assert.deepEqual(await driveRuns(await stage.worker(), () => null), ['missed']);
  assert.deepEqual(await stepsOf(stage, runId), {
    pause: 'SUCCEEDED',
    until: 'SUCCEEDED',
    listen: 'FAILED SIGNAL_TIMEOUT',
    act: 'SKIPPED BRANCH_NOT_TAKEN',
    missed: 'SUCCEEDED',
  });
  await assertWhole(runId, 'SUCCEEDED');
});

test('a step whose instant is none fails in its own run', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ id: 'until', wait: { until: "'tomorrow'" } }]);
  assert.deepEqual(await stepsOf(stage, runId), { until: 'FAILED CONDITION_ERROR' });
  await assertWhole(runId, 'FAILED');
});

test('a cancelled run waits for nothing any more', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([...asking, ...listening]);
  valueOf(await cancelRun(stage.context, { id: runId }));
  assert.deepEqual(await stepsOf(stage, runId), {
    ask: 'CANCELLED RUN_CANCELLED',
    release: 'SKIPPED',
    listen: 'CANCELLED RUN_CANCELLED',
    act: 'SKIPPED',
  });
  await assertWhole(runId, 'CANCELLED');
  const late = await approve(stage, runId);
  assert.equal(late.ok ? '' : late.refusals[0]?.code, 'ILLEGAL_TRANSITION');
});

test('a failure elsewhere ends what waits when the definition says cancel', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([...listening, { id: 'broken', type: 'noop' }], { onFailure: 'cancel' });
  await driveRuns(await stage.worker(), () => 'fails');
  assert.equal((await stepsOf(stage, runId)).listen, 'CANCELLED RUN_FAILED');
  await assertWhole(runId, 'FAILED');
});

test('the time of a paused run is taken when it is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([{ id: 'pause', wait: { duration: 'PT30M' } }]);
  valueOf(await pauseRun(stage.context, { id: runId }));
  await letTimePass(runId);
  await closeDueWaits(bundle.worker);
  assert.equal((await stepsOf(stage, runId)).pause, 'PENDING WAIT');
  valueOf(await resumeRun(stage.context, { id: runId }));
  await closeDueWaits(bundle.worker);
  assert.equal((await stepsOf(stage, runId)).pause, 'SUCCEEDED');
});

test('nobody looks for what a paused run waits for, and of its signals the first still goes to the step that waits longest', async () => {
  const stage = await openStage(bundle);
  const names = ['one', 'two'];
  const runId = await stage.run(names.map((id) => ({ id, wait: { signal: 'go', timeout: 'PT1H' } })));
  const looked = async () => {
    const rows = await bundle.owner.client.runStep.findMany({ where: { runId }, orderBy: { step: 'asc' } });
    return rows.map(({ state, lookAt, result }) => [state, lookAt !== null, result]);
  };
  valueOf(await pauseRun(stage.context, { id: runId }));
  assert.deepEqual(await looked(), [
    ['PENDING', false, null],
    ['PENDING', false, null],
  ]);
  valueOf(await sendSignal(stage.context, { run: runId, signal: 'go', payload: 1 }));
  await bundle.owner.client.$executeRaw`
    update run_steps set due_at = now() - interval '1 second' where run_id = ${runId}::uuid and state = 'PENDING'`;
  valueOf(await sendSignal(stage.context, { run: runId, signal: 'go', payload: 2 }));
  assert.deepEqual(await looked(), [
    ['SUCCEEDED', false, 1],
    ['PENDING', false, null],
  ]);
  valueOf(await resumeRun(stage.context, { id: runId }));
  await closeDueWaits(bundle.worker);
  assert.deepEqual(await looked(), [
    ['SUCCEEDED', false, 1],
    ['SUCCEEDED', false, 2],
  ]);
  await assertWhole(runId, 'SUCCEEDED');
});

test('what waits takes no room from what works', async () => {
  const stage = await openStage(bundle);
  const work = ['a', 'b'].map((id) => ({ id, type: 'noop' }));
  const runId = await stage.run([ask, { id: 'pause', wait: { duration: 'PT1H' } }, ...work], {
    limits: { maxConcurrentTasks: 1 },
  });
  assert.deepEqual(await stepsOf(stage, runId), {
    ask: 'PENDING APPROVAL',
    pause: 'PENDING WAIT',
    a: 'PENDING CLAIMABLE',
    b: 'PENDING RUN_LIMIT',
  });
});

test('a rerun keeps what was decided and what came, also when the earlier run is gone', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const steps = [...asking, ...listening, { id: 'end', type: 'echo', dependencies: ['act', 'release'] }];
  const old = await stage.run(steps);
  valueOf(await approve(stage, old));
  valueOf(await sendSignal(stage.context, { run: old, signal: 'go', payload: { n: 7 } }));
  await driveRuns(worker, (step) => (step === 'act' ? 'fails' : null));
  const again = valueOf(await retryRun(stage.context, { run: old, from: 'FAILED' })).runId;
  const given: unknown[] = [];
  await driveRuns(worker, (step, job) => {
    given.push([step, job.params]);
    return step === 'end' ? 'fails' : null;
  });
  assert.deepEqual(given, [
    ['act', { got: 7 }],
    ['end', {}],
  ]);
  await bundle.owner.client.$executeRaw`delete from run_steps where run_id = ${old}::uuid`;
  const third = valueOf(await retryRun(stage.context, { run: again, from: 'STEP', step: 'act' })).runId;
  const kept = (await loadRunSteps(stage.context, [third])).get(third) ?? [];
  assert.deepEqual(kept.map(({ stepKey, state, keptFrom }) => [stepKey, state, keptFrom]).slice(0, 3), [
    ['ask', 'SUCCEEDED', old],
    ['release', 'SUCCEEDED', old],
    ['listen', 'SUCCEEDED', old],
  ]);
  const [first] = await driveRuns(worker, (_, job) => job.params);
  assert.equal(first, 'act');
  const denied = await stage.run([ask]);
  valueOf(await decideApproval(stage.context, { run: denied, step: 'ask', decision: 'DENY' }));
  const asked = valueOf(await retryRun(stage.context, { run: denied, from: 'FAILED' })).runId;
  assert.equal((await stepsOf(stage, asked)).ask, 'PENDING APPROVAL');
});

test('signals that came before go one to a step, in their order, to steps that begin to wait at one moment', async () => {
  const stage = await openStage(bundle);
  const names = ['one', 'two', 'three'];
  const runId = await stage.run([
    { id: 'first', type: 'noop' },
    ...names.map((id) => ({ id, wait: { signal: 'go' }, dependencies: ['first'] })),
  ]);
  for (const payload of [1, 2]) valueOf(await sendSignal(stage.context, { run: runId, signal: 'go', payload }));
  await driveRuns(await stage.worker(), () => null);
  await closeDueWaits(bundle.worker);
  const rows = await bundle.owner.client.runStep.findMany({ where: { runId }, orderBy: { step: 'asc' } });
  assert.deepEqual(
    rows.map(({ stepKey, state, result }) => [stepKey, state, result]),
    [
      ['one', 'SUCCEEDED', 1],
      ['two', 'SUCCEEDED', 2],
      ['three', 'PENDING', null],
    ],
  );
  valueOf(await sendSignal(stage.context, { run: runId, signal: 'go', payload: 3 }));
  await assertWhole(runId, 'SUCCEEDED');
});
