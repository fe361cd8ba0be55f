// Goal: what a workflow leaves to those that run it is typed when they are published, and publishing it says whom it breaks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { loadResultSchemas } from '#engine/workflow/leavings.ts';
import { publishWorkflow, validateWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { findWorkflowImpact, impactOfVersion } from './workflow-impact.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const definitionOf = (name: string, tasks: Json[], variables: JsonObject = {}): JsonObject => ({
  name,
  tasks,
  variables,
});

const publish = async (stage: Stage, definition: JsonObject) =>
  valueOf(await publishWorkflow(stage.context, { definition }));

const problemsOf = async (stage: Stage, definition: JsonObject) =>
  valueOf(await validateWorkflow(stage.context, { definition })).problems.map(
    ({ code, path, message }) => `${code} ${path.join('.')}: ${message}`,
  );

/** A child that leaves what a task with a promise left, and a workflow between it and the parent. */
async function nested(): Promise<Stage> {
  const stage = await openStage(bundle);
  const resultSchema = { type: 'object', properties: { rows: { type: 'integer' } }, additionalProperties: false };
  const handler = { builtin: { name: 'noop' } };
  valueOf(await registerTask(stage.context, { name: 'count', handler, resultSchema }));
  await publish(
    stage,
    definitionOf('child', [{ id: 'count', type: 'count', output: { rows: 'result.rows' } }], {
      repo: { type: 'string', required: true },
    }),
  );
  const call = { id: 'call', workflow: 'child', params: { repo: 'x' }, output: { rows: 'result.rows' } };
  await publish(stage, definitionOf('between', [call]));
  return stage;
}

const reading = (step: JsonObject, condition: string) =>
  definitionOf('parent', [
    { id: 'child', params: { repo: 'x' }, ...step },
    { id: 'after', type: 'noop', dependencies: ['child'], condition },
  ]);

test('the result of a step that runs a workflow is typed by its newest version, also through another one', async () => {
  const stage = await nested();
  const problem = (condition: string, said: string) => [`TYPE_MISMATCH tasks.1.condition: ${said}, in "${condition}"`];
  const fine = 'tasks.child.result.rows > 3';
  const wrong = 'tasks.child.result.rows == "none"';
  const mismatch = problem(wrong, 'a number is compared with a text, which is always false (column 1)');
  assert.deepEqual(await problemsOf(stage, reading({ workflow: 'child' }, fine)), []);
  assert.deepEqual(await problemsOf(stage, reading({ workflow: 'child' }, wrong)), mismatch);
  const between = { workflow: 'between', params: {} };
  assert.deepEqual(await problemsOf(stage, reading(between, fine)), []);
  assert.deepEqual(await problemsOf(stage, reading(between, wrong)), mismatch);
  const lines = 'tasks.child.result.lines > 3';
  const never = 'there is never a field lines; it has repo, rows (column 20)';
  assert.deepEqual(await problemsOf(stage, reading({ workflow: 'child' }, lines)), problem(lines, never));
  const list = 'tasks.child.result.results.exists(one, one.rows == "none")';
  const inList = 'a number is compared with a text, which is always false (column 40)';
  assert.deepEqual(
    await problemsOf(stage, reading({ workflow: 'child', foreach: '[1, 2]' }, list)),
    problem(list, inList),
  );
});

test('what a workflow leaves is told as a JSON Schema', async () => {
  const stage = await nested();
  const workflows = await bundle.owner.client.workflow.findMany({ where: { tenantId: stage.context.tenantId } });
  const schemas = await loadResultSchemas(
    stage.context,
    workflows.map(({ id }) => id),
  );
  const of = (name: string) => schemas.get(workflows.find((one) => one.name === name)?.id ?? '');
  const whole = { type: 'object', additionalProperties: false };
  assert.deepEqual(of('child'), { ...whole, properties: { repo: { type: 'string' }, rows: { type: 'number' } } });
  assert.deepEqual(of('between'), { ...whole, properties: { rows: { type: 'number' } } });
});

test('a text that runs a workflow and is written in YAML is refused at the line of the expression', async () => {
  const stage = await nested();
  const yaml = [
    'name: parent',
    'tasks:',
    '  - { id: child, workflow: between }',
    '  - id: after',
    '    type: noop',
    '    dependencies: [child]',
    '    condition: tasks.child.result.rows == "none"',
  ].join('\n');
  const [problem] = valueOf(await validateWorkflow(stage.context, { yaml })).problems;
  assert.deepEqual([problem?.code, problem?.stepId, problem?.line], ['TYPE_MISMATCH', 'after', 7]);
});

test('publishing a workflow says which of those that run it do not fit it any more, and so does asking before', async () => {
  const stage = await nested();
  await publish(stage, reading({ workflow: 'child' }, 'tasks.child.result.rows > 3'));
  await publish(stage, { ...reading({ workflow: 'child' }, 'true'), name: 'reads nothing' });
  const told = async (tasks: Json[], variables: JsonObject) => {
    const definition = definitionOf('child', tasks, variables);
    const { breaks, leftOut } = valueOf(await findWorkflowImpact(stage.context, { definition }));
    assert.equal(leftOut, 0);
    const names = new Map(
      (await bundle.owner.client.workflow.findMany({ where: { tenantId: stage.context.tenantId } })).map((one) => [
        one.id,
        one.name,
      ]),
    );
    return breaks.map(({ workflowId, version, problems }) => [
      names.get(workflowId),
      version,
      problems.map(({ code, path }) => `${code} ${path.join('.')}`),
    ]);
  };
  const counting = { id: 'count', type: 'count', output: { rows: 'result.rows' } };
  const repo = { repo: { type: 'string', required: true } };
  assert.deepEqual(await told([counting], { ...repo, more: { type: 'number' } }), []);
  assert.deepEqual(await told([{ ...counting, output: { rows: 'string(result.rows)' } }], repo), [
    ['parent', 1, ['TYPE_MISMATCH tasks.1.condition']],
  ]);
  assert.deepEqual(await told([{ id: 'count', type: 'count' }], repo), [
    ['between', 1, ['TYPE_MISMATCH tasks.0.output.rows']],
    ['parent', 1, ['TYPE_MISMATCH tasks.1.condition']],
  ]);
  const every = (problem: string) => ['between', 'parent', 'reads nothing'].map((name) => [name, 1, [problem]]);
  const branch = { branch: { type: 'string', required: true } };
  assert.deepEqual(await told([counting], { ...repo, ...branch }), every('BAD_INPUT tasks.0.params'));
  assert.deepEqual(await told([counting], { repo: { type: 'number' } }), every('TYPE_MISMATCH tasks.0.params.repo'));
  assert.deepEqual(await told([counting], {}), every('UNKNOWN_VARIABLE tasks.0.params.repo'));
  const { versionId } = await publish(stage, definitionOf('child', [{ id: 'count', type: 'count' }], repo));
  const { breaks } = valueOf(await impactOfVersion(stage.context, versionId));
  assert.equal(breaks.length, 2);
});

test('of a text that cannot be read, and of a workflow that nobody runs, nothing is said', async () => {
  const stage = await openStage(bundle);
  assert.deepEqual(valueOf(await findWorkflowImpact(stage.context, { yaml: 'name: [' })), { breaks: [], leftOut: 0 });
  const definition = definitionOf('alone', [{ id: 'a', type: 'noop' }]);
  assert.deepEqual(valueOf(await findWorkflowImpact(stage.context, { definition })), { breaks: [], leftOut: 0 });
});
