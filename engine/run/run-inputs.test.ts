import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { assertWhole, type RunHistory, readRun, statesOf } from '#testing/worlds/run-history.ts';
import type { RunningWorker } from '#worker/worker.ts';
import { startRun } from './start-runs.ts';

let bundle: Bundle;
let worker: RunningWorker;
before(async () => {
  bundle = await openBundle();
  worker = await bundle.startWorker();
});
after(async () => {
  await worker.stop(0);
  await bundle.close();
});

/** Runs the tasks to their end with a real worker. */
async function runToEnd(stage: Stage, tasks: readonly object[], more?: JsonObject): Promise<RunHistory> {
  const ledger = bundle.ledger(stage.context);
  const runId = await stage.run(tasks, more);
  await ledger.seen('end of the run', (event) => event.entityId === runId && event.type !== 'run.started');
  ledger.close();
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  return history;
}

test('a value passes from results, variables and the run into params, and keeps its type', async () => {
  const stage = await openStage(bundle);
  const history = await runToEnd(
    stage,
    [
      {
        id: 'first',
        type: 'echo',
        params: { n: '${{ vars.start }}', text: 'start is ${{ vars.start }}' },
        output: { doubled: 'result.n * 2' },
      },
      {
        id: 'second',
        type: 'echo',
        dependencies: ['first'],
        params: {
          whole: '${{ tasks.first.result }}',
          doubled: '${{ vars.doubled }}',
          list: ['${{ tasks.first.state }}', { deep: '${{ run.workflow }}' }],
        },
      },
    ],
    { variables: { start: 21, doubled: 0 } },
  );
  assert.deepEqual(history.jobs.get('first')?.params, { n: 21, text: 'start is 21' });
  const second = history.jobs.get('second')?.params;
  assert.ok(typeof second === 'object' && second !== null && 'list' in second && Array.isArray(second.list));
  assert.deepEqual(
    { ...second, list: second.list[0] },
    { whole: { n: 21, text: 'start is 21' }, doubled: 42, list: 'SUCCEEDED' },
  );
  assert.deepEqual([history.run.state, history.run.variables], ['SUCCEEDED', { start: 21, doubled: 42 }]);
});

test('a true condition runs the step, a false one skips it with the reason, and what follows is skipped too', async () => {
  const stage = await openStage(bundle);
  const history = await runToEnd(stage, [
    { id: 'measure', type: 'echo', params: { coverage: 81 } },
    { id: 'deploy', type: 'noop', dependencies: ['measure'], condition: 'tasks.measure.result.coverage > 80%' },
    { id: 'ticket', type: 'noop', dependencies: ['measure'], condition: 'tasks.measure.result.coverage < 80' },
    { id: 'follow', type: 'noop', dependencies: ['ticket'] },
    { id: 'instead', type: 'noop', dependencies: [{ task: 'ticket', on: 'skipped' }] },
  ]);
  assert.deepEqual(statesOf(history), {
    measure: 'SUCCEEDED',
    deploy: 'SUCCEEDED',
    ticket: 'SKIPPED',
    follow: 'SKIPPED',
    instead: 'SUCCEEDED',
  });
  assert.equal(history.run.state, 'SUCCEEDED');
  assert.deepEqual(
    ['ticket', 'follow'].map((key) => history.jobs.get(key)?.reasonCode),
    ['CONDITION_FALSE', 'BRANCH_NOT_TAKEN'],
  );
  assert.match(history.jobs.get('ticket')?.reason ?? '', /coverage < 80/);
});

test('a condition that reads what is not there fails its step with a sentence, and so the run', async () => {
  const stage = await openStage(bundle);
  const history = await runToEnd(stage, [
    { id: 'first', type: 'echo', params: { a: 1 } },
    { id: 'second', type: 'noop', dependencies: ['first'], condition: 'tasks.first.result.missing > 1' },
  ]);
  const second = history.jobs.get('second');
  assert.deepEqual(
    [second?.state, second?.reasonCode, history.run.state, history.run.failedStep],
    ['FAILED', 'CONDITION_ERROR', 'FAILED', 'second'],
  );
  assert.match(second?.reason ?? '', /missing/);
});

test('a template that reads what is not there fails its step before it starts', async () => {
  const stage = await openStage(bundle);
  const history = await runToEnd(stage, [
    { id: 'first', type: 'echo', params: { a: 1 } },
    { id: 'second', type: 'echo', dependencies: ['first'], params: { b: '${{ tasks.first.result.missing }}' } },
    { id: 'caught', type: 'noop', dependencies: [{ task: 'second', on: 'failure' }] },
  ]);
  assert.deepEqual(statesOf(history), { first: 'SUCCEEDED', second: 'FAILED', caught: 'SUCCEEDED' });
  assert.equal(history.run.state, 'SUCCEEDED');
  assert.equal(history.jobs.get('second')?.attempt, 0);
});

test("params that break the task's schema fail that step, and no attempt is made", async () => {
  const stage = await openStage(bundle);
  const inputSchema = { type: 'object', required: ['count'], properties: { count: { type: 'integer' } } };
  await stage.task('strict', { name: 'echo' }, { inputSchema });
  const history = await runToEnd(
    stage,
    [
      { id: 'first', type: 'echo', params: { count: 'many' } },
      { id: 'good', type: 'strict', params: { count: 3 } },
      { id: 'bad', type: 'strict', dependencies: ['first'], params: { count: '${{ tasks.first.result.count }}' } },
      { id: 'after', type: 'noop', dependencies: ['bad'] },
    ],
    { onFailure: 'continue' },
  );
  assert.deepEqual(statesOf(history), { first: 'SUCCEEDED', good: 'SUCCEEDED', bad: 'FAILED', after: 'SKIPPED' });
  const bad = history.jobs.get('bad');
  assert.equal(bad?.attempt, 0);
  assert.match(bad?.reason ?? '', /count must be an integer/);
});

test('a step may have its own retry policy, and its run goes on when a retry succeeds', async () => {
  const stage = await openStage(bundle);
  await stage.task('flaky', { name: 'fail', options: { times: 2 } }, { retry: { maxAttempts: 1 } });
  const history = await runToEnd(stage, [
    { id: 'flaky', type: 'flaky', retry: { maxAttempts: 5, strategy: 'FIXED', baseDelay: 'PT0.01S', jitter: 'NONE' } },
    { id: 'after', type: 'echo', dependencies: ['flaky'], params: { tries: '${{ tasks.flaky.result.attempt }}' } },
  ]);
  assert.deepEqual([history.run.state, history.jobs.get('after')?.params], ['SUCCEEDED', { tries: 3 }]);
});

test('the bare form of a workflow - a name, and tasks with types and dependencies - runs as it stands', async () => {
  const context = await bundle.tenant();
  for (const type of ['CODE_ANALYSIS', 'RUN_TESTS', 'PR_REVIEW'])
    await registerBuiltin(context, type, { name: 'noop' });
  const definition = {
    name: 'Code Review Workflow',
    tasks: [
      { id: 'lint', type: 'CODE_ANALYSIS', dependencies: [] },
      { id: 'test', type: 'RUN_TESTS', dependencies: ['lint'] },
      { id: 'review', type: 'PR_REVIEW', dependencies: ['lint', 'test'] },
    ],
  };
  valueOf(await publishWorkflow(context, { definition }));
  const ledger = bundle.ledger(context);
  const { runId } = valueOf(await startRun(context, { workflow: definition.name }));
  await ledger.seen('success', (event) => event.type === 'run.succeeded');
  ledger.close();
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  const started = history.entries.filter((entry) => entry.type === 'job.started').map((entry) => entry.entityId);
  assert.deepEqual(
    started,
    ['lint', 'test', 'review'].map((key) => history.jobs.get(key)?.id),
  );
});

test('a run is refused with a code and a place when its workflow, version, variables or key make no sense', async () => {
  const stage = await openStage(bundle);
  const tasks = [{ id: 'a', type: 'noop' }];
  const variables = { count: { type: 'integer', required: true } };
  valueOf(await publishWorkflow(stage.context, { definition: { name: 'counted', variables, tasks } }));
  const table = [
    [{ workflow: 'nobody' }, 'UNKNOWN_WORKFLOW', 'workflow'],
    [{ workflow: 'co\u0000unted' }, 'UNKNOWN_WORKFLOW', 'workflow'],
    [{ workflow: 'counted', version: 2 }, 'NOT_FOUND', 'version'],
    [{ workflow: 'counted' }, 'BAD_INPUT', 'variables.count'],
    [{ workflow: 'counted', variables: { count: 'one' } }, 'TYPE_MISMATCH', 'variables.count'],
    [{ workflow: 'counted', variables: { count: 1, other: 2 } }, 'UNKNOWN_VARIABLE', 'variables.other'],
    [{ workflow: 'counted', variables: JSON.parse('{"__proto__":1}') }, 'BAD_INPUT', 'variables'],
    [{ workflow: 'counted', variables: { count: 1 }, idempotencyKey: '\u0000' }, 'BAD_INPUT', 'idempotencyKey'],
    [{ workflow: 'counted', variables: { count: 1 }, idempotencyKey: '' }, 'BAD_INPUT', 'idempotencyKey'],
  ] as const;
  for (const [input, code, path] of table) {
    const refused = await startRun(stage.context, input);
    assert.deepEqual(
      refused.ok ? [] : [refused.refusals[0]?.code, refused.refusals[0]?.path.join('.')],
      [code, path],
      JSON.stringify(input),
    );
  }
  assert.equal(await bundle.owner.client.run.count({ where: { tenantId: stage.context.tenantId } }), 0);
  const once = { workflow: 'counted', variables: { count: 1 }, idempotencyKey: 'once' };
  const first = valueOf(await startRun(stage.context, once));
  assert.deepEqual(valueOf(await startRun(stage.context, once)), { runId: first.runId, idempotentReplay: true });
  const conflict = await startRun(stage.context, { ...once, variables: { count: 2 } });
  assert.equal(conflict.ok ? '' : conflict.refusals[0]?.code, 'IDEMPOTENCY_CONFLICT');
});
