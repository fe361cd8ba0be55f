// Many runs at once: what the dry run counts is what is done, all of it or nothing, and each run is told of as by an act on it alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runBounds } from '#domain/bounds/run.ts';
import type { RunState } from '#domain/machines.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { startSameRuns } from '#testing/worlds/same-runs.ts';
import type { BulkRunsInput } from './bulk-runs.ts';
import { cancelRuns } from './cancel-runs.ts';
import { pauseRuns, resumeRuns } from './pause-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const chain = [
  { id: 'first', type: 'noop' },
  { id: 'side', type: 'noop' },
  { id: 'second', type: 'noop', dependencies: ['first'] },
];

async function statesOf(ids: readonly string[]): Promise<string[]> {
  const rows = await bundle.owner.client.run.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } });
  return rows.map(({ state }) => state);
}

/** What the log tells of a run, numbered without gap. */
async function toldOf(runId: string) {
  const events = await bundle.owner.client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
  const seqs = events.flatMap(({ entityIds, seq }) => entityIds.map((_, n) => (seq ?? 0) + n));
  assert.deepEqual(
    seqs,
    seqs.map((_, n) => n + 1),
  );
  return events.map(({ type, fromState, toState, reason, actor, entityIds }) => ({
    ...{ type, fromState, toState, reason, actor },
    entities: entityIds.length,
  }));
}

/** One run of each kind: it runs, is paused, succeeded, failed, and was cancelled. */
async function mixed(stage: Stage) {
  const only = [{ id: 'only', type: 'noop' }];
  const { name, ids } = await startSameRuns(stage, { count: 5, tasks: only });
  const [running = '', paused = '', good = '', bad = '', cancelled = ''] = ids;
  valueOf(await pauseRun(stage.context, { id: paused }));
  valueOf(await cancelRun(stage.context, { id: cancelled }));
  const worker = await stage.worker();
  const claimed = await worker.claim();
  await worker.settle(claimed.filter(({ runId }) => runId === good).map((job) => succeeded(job)));
  await worker.settle(claimed.filter(({ runId }) => runId === bad).map(failedForGood));
  assert.deepEqual(await statesOf(ids), ['RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED']);
  return { name, ids, running, paused, worker, job: claimed.find(({ runId }) => runId === running) };
}

test('a dry run counts by state and says what stays as it is, changes nothing, and is what the call then does', async () => {
  const stage = await openStage(bundle);
  const { name, ids, running, paused, worker, job } = await mixed(stage);
  const filter = { workflow: name };
  const before = await bundle.owner.client.event.count({ where: { tenantId: stage.context.tenantId } });
  const dry = valueOf(await cancelRuns(stage.context, { filter, dryRun: true }));
  assert.deepEqual(dry, {
    count: 2,
    states: [
      { state: 'RUNNING', count: 1 },
      { state: 'PAUSED', count: 1 },
    ],
    runIds: [paused, running],
    skipped: [
      { reason: 'already CANCELLED', count: 1 },
      { reason: 'already FAILED', count: 1 },
      { reason: 'already SUCCEEDED', count: 1 },
    ],
  });
  assert.equal(await bundle.owner.client.event.count({ where: { tenantId: stage.context.tenantId } }), before);
  const input = { filter, expectedCount: dry.count, reason: 'the supplier is down' };
  assert.deepEqual(valueOf(await cancelRuns(stage.context, input)), dry);
  assert.deepEqual(await statesOf(ids), ['CANCELLED', 'CANCELLED', 'SUCCEEDED', 'FAILED', 'CANCELLED']);
  assert.ok(job !== undefined);
  assert.equal((await worker.settle([succeeded(job)])).accepted, 0, 'what ran has lost its job');
  assert.equal((await toldOf(running)).at(-1)?.reason, 'the supplier is down');
  assert.deepEqual(
    valueOf(await resumeRuns(stage.context, { filter, dryRun: true })).skipped.map(({ reason }) => reason),
    ['CANCELLED: it is over', 'FAILED: it is over', 'SUCCEEDED: it is over'],
  );
});

test('each run is told of as by an act on it alone', async () => {
  const stage = await openStage(bundle);
  const { ids } = await startSameRuns(stage, { count: 2, tasks: chain });
  const [alone = '', among = ''] = ids;
  const worker = await stage.worker();
  const { context } = stage;
  const filter = { ids: [among] };
  valueOf(await pauseRun(context, { id: alone }));
  valueOf(await pauseRuns(context, { filter }));
  const claimed = await worker.claim();
  assert.deepEqual(claimed, [], 'nothing of a paused run starts');
  valueOf(await resumeRun(context, { id: alone }));
  valueOf(await resumeRuns(context, { filter }));
  assert.equal((await worker.claim()).length, 4);
  valueOf(await cancelRun(context, { id: alone }));
  valueOf(await cancelRuns(context, { filter }));
  assert.deepEqual(await toldOf(among), await toldOf(alone));
  assert.deepEqual(
    (await toldOf(among)).map(({ type }) => type).filter((type) => type.startsWith('run.')),
    ['run.started', 'run.paused', 'run.resumed', 'run.cancelled'],
  );
  const [one, other] = await bundle.owner.client.run.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
  const told = (run: typeof one) => [run?.reasonCode, run?.reason, run?.failedStep, [...(run?.progress ?? [])]];
  assert.deepEqual(told(other), told(one));
});

test('what became ready while runs were paused starts when they are resumed together', async () => {
  const stage = await openStage(bundle);
  const { name, ids } = await startSameRuns(stage, { count: 3, tasks: chain });
  const worker = await stage.worker();
  const first = (await worker.claim()).filter(({ stepKey }) => stepKey === 'first');
  const paused = valueOf(await pauseRuns(stage.context, { filter: { workflow: name }, reason: 'a freeze' }));
  assert.deepEqual([paused.count, paused.states], [3, [{ state: 'RUNNING', count: 3 }]]);
  assert.equal((await worker.settle(first.map((job) => succeeded(job)))).accepted, 3);
  assert.deepEqual(await worker.claim(), []);
  assert.equal(valueOf(await resumeRuns(stage.context, { filter: { workflow: name } })).count, 3);
  assert.deepEqual(
    (await worker.claim()).map(({ stepKey }) => stepKey),
    ['second', 'second', 'second'],
  );
  assert.deepEqual(await statesOf(ids), ['RUNNING', 'RUNNING', 'RUNNING']);
});

test('another number of runs than expected changes none, and of two calls at once each run is changed by one', async () => {
  const stage = await openStage(bundle);
  const { name, ids } = await startSameRuns(stage, { count: 3, tasks: chain });
  const filter = { workflow: name };
  const conflict = await cancelRuns(stage.context, { filter, expectedCount: 2 });
  assert.deepEqual(conflict.ok ? [] : conflict.refusals, [
    {
      code: 'VERSION_CONFLICT',
      message: '2 runs were expected to change, now it would be 3: look again',
      path: ['expectedCount'],
    },
  ]);
  assert.deepEqual(await statesOf(ids), ['RUNNING', 'RUNNING', 'RUNNING']);
  const held = await holdRows(bundle.ownerUrl, 'runs', ids.slice(0, 1));
  const calls = [1, 2].map(() => cancelRuns(stage.context, { filter }));
  await whenWaiting(bundle.owner, 2);
  await held.release();
  const counts = (await Promise.all(calls)).map((outcome) => valueOf(outcome).count);
  assert.deepEqual(counts.sort(), [0, 3]);
  for (const id of ids) await toldOf(id);
});

test('a run that left the states of the filter while the call waited is not touched', async () => {
  const stage = await openStage(bundle);
  const { ids } = await startSameRuns(stage, { count: 2, tasks: chain });
  const [first = '', second = ''] = ids;
  const held = await holdRows(bundle.ownerUrl, 'runs', [first]);
  const pausing = pauseRuns(stage.context, { filter: { ids, states: ['RUNNING'] as RunState[] } });
  await whenWaiting(bundle.owner, 1);
  valueOf(await cancelRun(stage.context, { id: second }));
  await held.release();
  assert.deepEqual(valueOf(await pausing).runIds, [first]);
  assert.deepEqual(await statesOf(ids), ['PAUSED', 'CANCELLED']);
});

test('a call whose connection is killed half-way has changed no run', async () => {
  const stage = await openStage(bundle);
  const count = runBounds.bulkRunsAtOnceMax + 2;
  const { name, ids } = await startSameRuns(stage, { count, tasks: [{ id: 'only', type: 'noop' }] });
  const last = await bundle.owner.client.job.findFirstOrThrow({ where: { runId: ids.at(-1) ?? '' } });
  const held = await holdRows(bundle.ownerUrl, 'jobs', [last.id]);
  const killed = assert.rejects(cancelRuns(stage.context, { filter: { workflow: name } }));
  await whenWaiting(bundle.owner, 1);
  await bundle.owner.client.$executeRaw`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'test web' and datname = current_database() and wait_event_type = 'Lock'`;
  await killed;
  await held.release();
  assert.deepEqual(new Set(await statesOf(ids)), new Set(['RUNNING']));
  assert.equal(valueOf(await cancelRuns(stage.context, { filter: { workflow: name } })).count, count);
  assert.deepEqual(new Set(await statesOf(ids)), new Set(['CANCELLED']));
});

test('more runs, or more open steps, than one call may change are refused, and none of them changes', async () => {
  const stage = await openStage(bundle);
  const { name, ids } = await startSameRuns(stage, { count: 1, tasks: [{ id: 'only', type: 'noop' }] });
  const filter = { workflow: name };
  const refusal = async () => {
    const outcome = await cancelRuns(stage.context, { filter, dryRun: true });
    return outcome.ok ? 'done' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.message}`;
  };
  await bundle.owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, run_id, step, step_key, state, priority, max_attempts, due_at, created_at,
      event_ids)
    select tenant_id, uuidv7(), queue_id, task_id, task_version_id, run_id, n, step_key, state, priority, max_attempts, due_at, created_at, event_ids
    from jobs cross join generate_series(1, ${runBounds.bulkStepsMax}::int) n
    where run_id = ${ids[0]}::uuid`;
  assert.match(await refusal(), /^TOO_LARGE more than 10,000 steps of these runs are open/);
  await bundle.owner.client.$executeRaw`
    insert into runs (tenant_id, id, workflow_id, version_id, state, progress, inputs, variables, started_by, started_at)
    select tenant_id, uuidv7(), workflow_id, version_id, state, progress, inputs, variables, started_by, started_at
    from runs cross join generate_series(1, ${runBounds.bulkRunsMax}::int)
    where id = ${ids[0]}::uuid`;
  assert.match(await refusal(), /^TOO_LARGE more than 2,000 runs match/);
});

test('what a bulk call must not mean is refused with its reason, and runs of another tenant are not found', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const { ids } = await startSameRuns(stage, { count: 1, tasks: chain });
  const refusal = async (input: BulkRunsInput, context = stage.context) => {
    const outcomes = [
      await cancelRuns(context, input),
      await pauseRuns(context, input),
      await resumeRuns(context, input),
    ];
    const said = outcomes.map((one) =>
      one.ok ? 'done' : `${one.refusals[0]?.code} ${one.refusals[0]?.path.join('.')}`,
    );
    assert.equal(new Set(said).size, 1);
    return said[0]?.trim();
  };
  assert.equal(await refusal({ filter: {} }), 'BAD_INPUT filter');
  assert.equal(await refusal({ filter: { query: 'colour:red' } }), 'BAD_INPUT filter.query');
  assert.equal(await refusal({ filter: { ids }, expectedCount: -1 }), 'BAD_INPUT expectedCount');
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: new Set(['read'] as const) } };
  assert.equal(await refusal({ filter: { ids }, dryRun: true }, viewer), 'FORBIDDEN');
  assert.equal(valueOf(await cancelRuns(other.context, { filter: { ids } })).count, 0);
  assert.deepEqual(await statesOf(ids), ['RUNNING']);
});
