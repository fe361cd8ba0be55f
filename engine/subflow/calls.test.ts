// Workflows that run workflows, as they are published: what is looked up, and what is refused where.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { publishWorkflow, validateWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const noop = [{ id: 'do', type: 'noop' }];

const definitionOf = (name: string, tasks: Json[], variables?: JsonObject): JsonObject =>
  variables === undefined ? { name, tasks } : { name, tasks, variables };

async function publish(stage: Stage, name: string, tasks: Json[], variables?: JsonObject): Promise<void> {
  valueOf(await publishWorkflow(stage.context, { definition: definitionOf(name, tasks, variables) }));
}

async function problemsOf(stage: Stage, name: string, tasks: Json[], variables?: JsonObject) {
  const { problems } = valueOf(
    await validateWorkflow(stage.context, { definition: definitionOf(name, tasks, variables) }),
  );
  return problems.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`);
}

test('a workflow that is not there is refused with its place', async () => {
  const stage = await openStage(bundle);
  assert.deepEqual(await problemsOf(stage, 'parent', [{ id: 'child', workflow: 'nobody' }]), [
    'UNKNOWN_WORKFLOW tasks.0.workflow: no workflow is called nobody',
  ]);
});

test('what is handed over is held against the variables of the workflow', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'child', noop, {
    repo: { type: 'string', required: true },
    count: { type: 'integer', default: 1 },
    list: { type: 'array' },
  });
  const call = (params: JsonObject) =>
    problemsOf(stage, 'parent', [{ id: 'child', workflow: 'child', params }], { flag: { type: 'boolean' } });
  assert.deepEqual(await call({ repo: 'x', count: 2, list: [1] }), []);
  assert.deepEqual(await call({ repo: 'x-${{ vars.flag }}', count: null, list: ['${{ vars.flag }}'] }), []);
  assert.deepEqual(await call({ count: 1 }), [
    'BAD_INPUT tasks.0.params: child requires the variable repo: hand it over in params',
  ]);
  assert.deepEqual(await call({ repo: 'x', counts: 1 }), [
    'UNKNOWN_VARIABLE tasks.0.params.counts: child has no variable counts; did you mean count?',
  ]);
  assert.deepEqual(await call({ repo: 5, list: '${{ vars.flag }}' }), [
    'TYPE_MISMATCH tasks.0.params.repo: the variable repo of child must be a string, not 5',
    'TYPE_MISMATCH tasks.0.params.list: the variable list of child is of type array, but what it is handed is true or false',
  ]);
});

test('a workflow that would run itself is refused with the way it would come back', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'one', noop);
  await publish(stage, 'two', [{ id: 'call', workflow: 'one' }]);
  await publish(stage, 'three', [{ id: 'call', workflow: 'two' }]);
  assert.deepEqual(await problemsOf(stage, 'own', [{ id: 'call', workflow: 'own' }]), [
    'CYCLE tasks.0.workflow: a workflow may not run itself, not through others either: own -> own',
  ]);
  assert.deepEqual(await problemsOf(stage, 'one', [{ id: 'call', workflow: 'three' }]), [
    'CYCLE tasks.0.workflow: a workflow may not run itself, not through others either: one -> three -> two -> one',
  ]);
  // What its version before this one ran is no more.
  await publish(stage, 'two', noop);
  assert.deepEqual(
    await problemsOf(stage, 'one', [{ id: 'call', workflow: 'three' }]),
    [
      'CYCLE tasks.0.workflow: a workflow may not run itself, not through others either: one -> three -> two -> one',
    ].slice(1),
  );
});

test('of two that would run each other and are published at once, one is refused', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'left', noop);
  await publish(stage, 'right', noop);
  const both = await Promise.all([
    publishWorkflow(stage.context, { definition: definitionOf('left', [{ id: 'call', workflow: 'right' }]) }),
    publishWorkflow(stage.context, { definition: definitionOf('right', [{ id: 'call', workflow: 'left' }]) }),
  ]);
  assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
});

test('a chain of workflows is so long and no longer, wherever it grows', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'w8', noop);
  for (let n = 7; n >= 1; n -= 1) await publish(stage, `w${n}`, [{ id: 'call', workflow: `w${n + 1}` }]);
  const [above] = await problemsOf(stage, 'w0', [{ id: 'call', workflow: 'w1' }]);
  assert.match(above ?? '', /^TOO_LARGE tasks\.0\.workflow: 9 workflows run each other, 8 is the most: w0 -> w1 -> /);
  await publish(stage, 'w9', noop);
  const [below] = await problemsOf(stage, 'w8', [{ id: 'call', workflow: 'w9' }]);
  assert.match(below ?? '', /^TOO_LARGE tasks\.0\.workflow: 9 workflows run each other, 8 is the most: w1 -> w2 -> /);
});

test('what means nothing for a step that runs a workflow is refused with its place', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'child', noop);
  const fields: JsonObject = {
    ...{
      type: 'noop',
      retry: {},
      queue: 'q',
      priority: 1,
      mutex: ['m'],
      compensate: 'noop',
      while: 'true',
      wait: { signal: 's' },
    },
    ...{ approval: { title: 'Go?' }, resources: { pool: 1 }, sla: { maxDuration: 'PT1S' }, params: 'text' },
  };
  for (const [field, value] of Object.entries(fields)) {
    const [first] = await problemsOf(stage, 'parent', [{ id: 'child', workflow: 'child', [field]: value }]);
    assert.match(first ?? '', new RegExp(`^BAD_INPUT tasks\\.0\\.${field}: `), field);
  }
});
