// Many runs of one call: all of them or none, each with its key, and each refusal at its place.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runBounds } from '#domain/bounds/run.ts';
import type { Outcome } from '#domain/refusal.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { readRun } from '#testing/worlds/run-history.ts';
import { startRun, startRuns } from './start-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function publish({ context }: Stage, name: string, steps: readonly string[]): Promise<void> {
  const tasks = steps.map((id) => ({ id, type: 'noop' }));
  const variables = { tag: { type: 'string', default: 'none' } };
  valueOf(await publishWorkflow(context, { definition: { name, variables, tasks } }));
}

function refusalsOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

async function countRuns({ context: { tenantId } }: Stage): Promise<number> {
  return await bundle.owner.client.run.count({ where: { tenantId } });
}

test('runs of several workflows and versions start together, each with its variables and all of its roots', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'one', ['a']);
  await publish(stage, 'one', ['a', 'b']);
  await publish(stage, 'other', ['a', 'b', 'c']);
  const { runs } = valueOf(
    await startRuns(stage.context, {
      runs: [{ workflow: 'one', variables: { tag: 'v1' } }, { workflow: 'one', version: 1 }, { workflow: 'other' }],
    }),
  );
  const histories = await Promise.all(runs.map(({ runId }) => readRun(bundle.owner, runId)));
  assert.deepEqual(
    histories.map((history) => history.jobs.size),
    [2, 1, 3],
  );
  const stored = await bundle.owner.client.run.findMany({
    where: { id: { in: runs.map(({ runId }) => runId) } },
    select: { id: true, variables: true, inputs: true },
  });
  const told = new Map(stored.map(({ id, variables, inputs }) => [id, { variables, inputs }]));
  assert.deepEqual(
    runs.map(({ runId }) => told.get(runId)),
    ['v1', 'none', 'none'].map((tag) => ({ variables: { tag }, inputs: { tag } })),
  );
});

test('whatever is wrong with one run of a call is refused with its code and place, and none of them starts', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'flow', ['a']);
  const good = { workflow: 'flow' };
  const refused = await startRuns(stage.context, {
    runs: [good, { workflow: 'nothing' }, { ...good, version: 9 }, { ...good, variables: { tag: 7, more: 1 } }],
  });
  assert.deepEqual(refusalsOf(refused), [
    'UNKNOWN_WORKFLOW runs.1.workflow',
    'NOT_FOUND runs.2.version',
    'UNKNOWN_VARIABLE runs.3.variables.more',
    'TYPE_MISMATCH runs.3.variables.tag',
  ]);
  const unread = await startRuns(stage.context, { runs: [good, { ...good, idempotencyKey: '' }] });
  assert.deepEqual(refusalsOf(unread), ['BAD_INPUT runs.1.idempotencyKey']);
  const many = Array.from({ length: runBounds.startBatchMax + 1 }, () => good);
  assert.deepEqual(refusalsOf(await startRuns(stage.context, { runs: many })), ['TOO_LARGE runs']);
  assert.deepEqual(refusalsOf(await startRuns(stage.context, { runs: [] })), ['BAD_INPUT runs']);
  assert.deepEqual(refusalsOf(await startRun(stage.context, { workflow: 'nothing' })), ['UNKNOWN_WORKFLOW workflow']);
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: new Set(['read'] as const) } };
  assert.equal(refusalsOf(await startRuns(viewer, { runs: [good] }))[0]?.split(' ')[0], 'FORBIDDEN');
  assert.equal(await countRuns(stage), 0);
});

test('a key that was used before is its first run, beside new ones; with another body, or twice in one call, it is a conflict', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'flow', ['a']);
  const keyed = { workflow: 'flow', variables: { tag: 'v1' }, idempotencyKey: 'k1' };
  const first = valueOf(await startRun(stage.context, keyed));
  const { runs } = valueOf(await startRuns(stage.context, { runs: [keyed, { ...keyed, idempotencyKey: 'k2' }] }));
  assert.deepEqual(runs[0], { runId: first.runId, idempotentReplay: true });
  assert.equal(runs[1]?.idempotentReplay, false);
  assert.equal(await countRuns(stage), 2);
  const other = await startRuns(stage.context, {
    runs: [{ ...keyed, variables: { tag: 'v2' } }, { workflow: 'flow' }],
  });
  assert.deepEqual(refusalsOf(other), ['IDEMPOTENCY_CONFLICT runs.0.idempotencyKey']);
  const twice = { ...keyed, idempotencyKey: 'k3' };
  const conflict = await startRuns(stage.context, { runs: [twice, twice] });
  assert.deepEqual(refusalsOf(conflict), ['IDEMPOTENCY_CONFLICT runs.1.idempotencyKey']);
  assert.equal(await countRuns(stage), 2);
});

test('the same call made twelve times at once starts its runs once', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'flow', ['a']);
  valueOf(await upsertQueue(stage.context, { name: stage.queue, paused: true }));
  const runs = Array.from({ length: 10 }, (_, n) => ({ workflow: 'flow', idempotencyKey: `k${n}` }));
  const answers = await Promise.all(Array.from({ length: 12 }, () => startRuns(stage.context, { runs })));
  const told = answers.map((answer) =>
    valueOf(answer)
      .runs.map(({ runId }) => runId)
      .join(),
  );
  assert.equal(new Set(told).size, 1);
  assert.equal(await countRuns(stage), 10);
});
