import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRun } from '#engine/run/start-runs.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { publishWorkflow, validateWorkflow } from './publish-workflow.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
});
after(() => bundle.close());

const as = (role: Role): Context => ({
  ...stage.context,
  actor: { ...stage.context.actor, role, permissions: permissionsOf(role) },
});

async function refusalsOf(
  outcome: Promise<{ ok: true } | { ok: false; refusals: { code: string; path: string[]; message: string }[] }>,
) {
  const settled = await outcome;
  return settled.ok ? [] : settled.refusals.map(({ code, path }) => [code, path.join('.')]);
}

const steps = (count: number) =>
  Array.from({ length: count }, (_, n) => `  - { id: s${n}, type: noop, params: { n: ${n} } }`).join('\n');

test('a definition is checked for those who may publish it, and for nobody else', async () => {
  const yaml = `name: w\ntasks:\n${steps(1)}`;
  for (const role of ['VIEWER', 'AUDITOR', 'OPERATOR'] as const)
    assert.deepEqual(await refusalsOf(validateWorkflow(as(role), { yaml })), [['FORBIDDEN', '']], role);
  for (const role of ['EDITOR', 'ADMIN'] as const)
    assert.deepEqual(valueOf(await validateWorkflow(as(role), { yaml })), {
      valid: true,
      problems: [],
      warnings: [],
      levels: [['s0']],
    });
});

test('what is odd about a definition is said with its line, and keeps it from nothing', async () => {
  const yaml = `name: odd\nvariables: { idle: { type: string } }\ntasks:\n${steps(1)}\n  - id: never\n    type: noop\n    condition: tasks.s0.state == "DONE"\n`;
  const { valid, problems, warnings } = valueOf(await validateWorkflow(stage.context, { yaml }));
  assert.deepEqual([valid, problems], [true, []]);
  assert.deepEqual(
    warnings.map(({ code, line }) => [code, line]),
    [
      ['NEVER_TRUE', 7],
      ['UNUSED_VARIABLE', 2],
    ],
  );
  valueOf(await publishWorkflow(stage.context, { yaml }));
});

test('a secret variable is refused at its place, with the sentence that there are none yet', async () => {
  const yaml = `name: secretive\nvariables:\n  key: { type: secret, secret: deploy-key }\ntasks:\n${steps(1)}\n`;
  const { valid, problems } = valueOf(await validateWorkflow(stage.context, { yaml }));
  assert.equal(valid, false);
  assert.deepEqual(
    problems.map(({ code, message, path, line, column }) => [code, message, path.join('.'), line, column]),
    [['UNSUPPORTED', 'key: secret variables are not available yet', 'variables.key', 3, 3]],
  );
});

test('a long definition is published as a short one is, once, with the text its author wrote', async () => {
  for (const count of [2, 400]) {
    const yaml = `name: many ${count}\n# as it was written\ntasks:\n${steps(count)}`;
    const first = valueOf(await publishWorkflow(stage.context, { yaml }));
    assert.deepEqual(valueOf(await publishWorkflow(stage.context, { yaml })), first);
    const stored = await bundle.owner.client.workflowVersion.findFirst({ where: { id: first.versionId } });
    assert.deepEqual([stored?.source, stored?.stepCount, stored?.number], [yaml, count, 1]);
    // What an earlier release stored is known again.
    await bundle.owner.client.workflowVersion.updateMany({
      where: { id: first.versionId },
      data: { definition: stored?.definition ?? {} },
    });
    assert.deepEqual(
      valueOf(await publishWorkflow(stage.context, { definition: JSON.parse(JSON.stringify(stored?.definition)) })),
      first,
    );
  }
});

test('a task that is not registered is named at its line, in a long definition as in a short one', async () => {
  for (const count of [1, 400]) {
    const yaml = `name: w\ntasks:\n${steps(count)}\n  - { id: last, type: nowhere }`;
    const { problems, levels } = valueOf(await validateWorkflow(stage.context, { yaml }));
    assert.deepEqual(
      problems.map(({ code, stepId, line, column }) => ({ code, stepId, line, column })),
      [{ code: 'UNKNOWN_TASK', stepId: 'last', line: count + 3, column: 23 }],
    );
    assert.equal(levels[0]?.length, count + 1);
  }
});

test('a definition as JSON has the bounds of one as YAML', async () => {
  let deep: unknown[] = [];
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  const definition = { name: 'w', tasks: [{ id: 'a', type: 'noop', params: JSON.parse('[]') }] };
  Object.assign(definition, { deep });
  const problemsOf = async (given: object) =>
    valueOf(await validateWorkflow(stage.context, { definition: Object.assign({ name: 'w' }, given) })).problems[0];
  assert.deepEqual((await problemsOf(definition))?.code, 'BAD_INPUT');
  const large = { description: 'x'.repeat(5 * 1024 * 1024), tasks: [{ id: 'a', type: 'noop' }] };
  assert.deepEqual((await problemsOf(large))?.code, 'TOO_LARGE');
});

/** A definition whose JSON has exactly so many bytes. */
function definitionOf(sizeBytes: number): Json {
  const tasks = Array.from({ length: 20 }, (_, n) => ({ id: `s${n}`, type: 'noop', params: 'ü'.repeat(100_000) }));
  const definition = { name: 'large', tasks: [...tasks, { id: 'last', type: 'noop', params: '' }] };
  const missing = sizeBytes - Buffer.byteLength(JSON.stringify(definition));
  return { ...definition, tasks: [...tasks, { id: 'last', type: 'noop', params: 'x'.repeat(missing) }] };
}

async function storedWorkflows() {
  const { tenantId } = stage.context;
  const { client } = bundle.owner;
  return [
    await client.workflow.findMany({ where: { tenantId }, orderBy: { id: 'asc' } }),
    await client.workflowVersion.count({ where: { tenantId } }),
    await client.event.count({ where: { tenantId } }),
  ];
}

test('A3: a definition as JSON of one byte too many is refused with its size and bound, and changes nothing', async () => {
  const most = workflowBounds.definitionSizeBytesMax;
  const tooLarge = /^the definition has 4194305 bytes, 4194304 is the most$/;
  assert.equal(valueOf(await validateWorkflow(stage.context, { definition: definitionOf(most) })).valid, true);
  valueOf(await publishWorkflow(stage.context, { definition: { name: 'large', tasks: [{ id: 'a', type: 'noop' }] } }));
  const before = await storedWorkflows();
  const definition = definitionOf(most + 1);
  const { valid, problems } = valueOf(await validateWorkflow(stage.context, { definition }));
  assert.deepEqual([valid, problems.map(({ code }) => code)], [false, ['TOO_LARGE']]);
  assert.match(problems[0]?.message ?? '', tooLarge);
  const published = await publishWorkflow(stage.context, { definition });
  const refusals = published.ok ? [] : published.refusals;
  assert.deepEqual(
    refusals.map(({ code, path }) => [code, path]),
    [['TOO_LARGE', ['definition']]],
  );
  assert.match(refusals[0]?.message ?? '', tooLarge);
  assert.deepEqual(await storedWorkflows(), before);
});

test('a run starts with variables as large as they may be; of one byte more it is refused and nothing is stored', async () => {
  const { context } = stage;
  const definition = { name: 'wide', variables: { text: { type: 'string' } }, tasks: [{ id: 'a', type: 'noop' }] };
  valueOf(await publishWorkflow(context, { definition }));
  const start = (variables: JsonObject) => startRun(context, { workflow: 'wide', variables, idempotencyKey: 'wide' });
  const most = 'x'.repeat(
    valueBounds.payloadSizeBytesMax - valueSizeBytes({ text: '' }, valueBounds.payloadSizeBytesMax),
  );
  const runs = () => bundle.owner.client.run.count({ where: { tenantId: context.tenantId } });
  const before = await runs();
  const refused = await start({ text: `${most}x` });
  assert.deepEqual(refused.ok ? [] : refused.refusals, [
    { code: 'TOO_LARGE', message: 'the variables have 262145 bytes, 262144 is the most', path: ['variables'] },
  ]);
  assert.equal(await runs(), before);
  // The refusal did not take the key.
  assert.equal(valueOf(await start({ text: most })).idempotentReplay, false);
});

test('a field that nobody knows hides nothing else that is wrong, and what is refused names its line', async () => {
  const yaml = [
    'name: told-at-once',
    'colour: red',
    'tasks:',
    '  - { id: a, type: nobody-knows-it, shade: blue, after: x }',
    '  - { id: b, type: noop, dependencies: [missing, b] }',
  ].join('\n');
  const { problems } = valueOf(await validateWorkflow(stage.context, { yaml }));
  const told = problems.map(({ code, line }) => `${code} ${line}`).toSorted();
  assert.deepEqual(told, [
    'SELF_DEPENDENCY 5',
    'UNKNOWN_DEPENDENCY 5',
    'UNKNOWN_FIELD 2',
    'UNKNOWN_FIELD 4',
    'UNKNOWN_FIELD 4',
    'UNKNOWN_TASK 4',
  ]);
  const refused = await publishWorkflow(stage.context, { yaml });
  assert.ok(!refused.ok);
  assert.deepEqual(
    refused.refusals.map(({ code }) => code).toSorted(),
    told.map((one) => one.split(' ')[0]),
  );
  assert.ok(refused.refusals.every(({ message }) => /\(line \d+, column \d+\)$/.test(message)));
  const broken = await publishWorkflow(stage.context, { yaml: 'name: w\ntasks: [' });
  assert.match(broken.ok ? '' : (broken.refusals[0]?.message ?? ''), /\(line 2, column \d+\)$/);
});

test('keys that could reach a prototype are refused at their place and change none', async () => {
  const yaml = 'name: w\n__proto__: { polluted: 1 }\ntasks: [{ id: a, type: noop }]';
  const { problems } = valueOf(await validateWorkflow(stage.context, { yaml }));
  assert.deepEqual(
    problems.map(({ code, line, column }) => [code, line, column]),
    [['BAD_INPUT', 2, 1]],
  );
  for (const key of ['__proto__', 'constructor', 'toString']) {
    const definition = JSON.parse(
      `{"name": "w", "tasks": [{"id": "a", "type": "noop", "params": {"${key}": {"x": 1}}}], "${key}": 1}`,
    );
    const found = valueOf(await validateWorkflow(stage.context, { definition })).problems;
    assert.ok(
      found.some(({ path }) => path.includes(key)),
      key,
    );
  }
  assert.equal('polluted' in {}, false);
});

test('new things get names that mean what they look like; what has another name keeps it and can be changed', async () => {
  const odd = 'night\u200bly ';
  const { context } = stage;
  const handler = { builtin: { name: 'noop' } };
  const definition = { name: odd, tasks: [{ id: 'a', type: 'noop' }] };
  assert.deepEqual(await refusalsOf(registerTask(context, { name: odd, handler })), [['BAD_INPUT', 'name']]);
  assert.deepEqual(await refusalsOf(upsertQueue(context, { name: odd })), [['BAD_INPUT', 'name']]);
  assert.deepEqual(await refusalsOf(publishWorkflow(context, { definition })), [['BAD_INPUT', 'definition.name']]);
  const misnamed = { name: 'fine', tasks: [{ id: odd, type: 'noop' }] };
  assert.deepEqual(await refusalsOf(publishWorkflow(context, { definition: misnamed })), [
    ['BAD_INPUT', 'definition.tasks.0.id'],
  ]);

  // As a release before this rule left them.
  const { tenantId } = context;
  await bundle.owner.client.queue.create({ data: { tenantId, id: newId(), name: odd } });
  valueOf(await registerTask(context, { name: 'plain', handler }));
  await bundle.owner.client.task.updateMany({ where: { tenantId, name: 'plain' }, data: { name: odd } });
  valueOf(await publishWorkflow(context, { definition: { ...definition, name: 'plain' } }));
  await bundle.owner.client.workflow.updateMany({ where: { tenantId, name: 'plain' }, data: { name: odd } });
  valueOf(await upsertQueue(context, { name: odd, priority: 7 }));
  valueOf(await registerTask(context, { name: odd, handler, priority: 7 }));
  valueOf(await publishWorkflow(context, { definition: { name: odd, tasks: [{ id: 'b', type: odd }] } }));
  valueOf(await startRun(context, { workflow: odd }));
});

test('a request to start a run is the same with nulls, with its keys in another order, and after a default has changed', async () => {
  const { context } = stage;
  const publish = (fallback: number) =>
    publishWorkflow(context, {
      definition: {
        name: 'keyed',
        variables: { o: { type: 'object' }, n: { type: 'integer', default: fallback } },
        tasks: [{ id: 'a', type: 'noop' }],
      },
    });
  valueOf(await publish(1));
  const start = (more: object) => startRun(context, { workflow: 'keyed', idempotencyKey: 'k', ...more });
  const first = valueOf(await start({ variables: { o: { a: 1, b: 2 } } }));
  valueOf(await publish(2));
  for (const more of [
    { variables: { o: { b: 2, a: 1 } } },
    { variables: { o: { a: 1, b: 2 }, n: null } },
    { variables: { o: { a: 1, b: 2 } }, version: null },
  ]) {
    assert.deepEqual(valueOf(await start(more)), { runId: first.runId, idempotentReplay: true });
  }
  assert.deepEqual(await refusalsOf(start({ variables: { o: { a: 1, b: null } } })), [
    ['IDEMPOTENCY_CONFLICT', 'idempotencyKey'],
  ]);
});

test('a definition that misreads the result of a task is refused at its line, a short one as a long one', async () => {
  const rows = { type: 'object', additionalProperties: false, properties: { rows: { type: 'integer' } } };
  const task = { name: 'count rows', handler: { builtin: { name: 'noop' } } };
  valueOf(await registerTask(stage.context, { ...task, resultSchema: rows }));
  for (const count of [1, 400]) {
    const yaml = [
      `name: reads rows ${count}`,
      'tasks:',
      '  - { id: count, type: count rows }',
      '  - { id: tell, type: noop, dependencies: [count], condition: tasks.count.result.row > 3 }',
      steps(count),
    ].join('\n');
    const { problems } = valueOf(await validateWorkflow(stage.context, { yaml }));
    assert.deepEqual(
      problems.map(({ code, stepId, line, column }) => [code, stepId, line, column]),
      [['TYPE_MISMATCH', 'tell', 4, 63]],
    );
    const path = 'definition.tasks.1.condition';
    assert.deepEqual(await refusalsOf(publishWorkflow(stage.context, { yaml })), [['TYPE_MISMATCH', path]]);
    valueOf(await publishWorkflow(stage.context, { yaml: yaml.replace('result.row ', 'result.rows ') }));
  }
});
