import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { type Definition, parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan } from '#domain/workflow/plan.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';

const known = { tasks: new Set(['T']) };

function workflow(tasks: JsonObject[], more: JsonObject = {}): Definition {
  const named = tasks.map((task): Json => ({ type: 'T', ...task }));
  const parsed = parseDefinition({ definition: { name: 'w', tasks: named, ...more } });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.definition;
}

function found(definition: Definition): [code: string, path: string][] {
  return validateDefinition(definition, known).map(({ code, path }) => [code, path.join('.')]);
}

const a = { id: 'a' };
const refused: [what: string, definition: Definition, code: string, path: string][] = [
  ['no steps', workflow([]), 'EMPTY_WORKFLOW', 'tasks'],
  ['a task nobody registered', workflow([{ id: 'a', type: 'NOPE' }]), 'UNKNOWN_TASK', 'tasks.0.type'],
  [
    'a dependency on nothing',
    workflow([{ id: 'a', dependencies: ['z'] }]),
    'UNKNOWN_DEPENDENCY',
    'tasks.0.dependencies.0',
  ],
  ['an id twice', workflow([a, a]), 'DUPLICATE_ID', 'tasks.1.id'],
  [
    'a dependency twice',
    workflow([a, { id: 'b', dependencies: ['a', 'a'] }]),
    'DUPLICATE_ID',
    'tasks.1.dependencies.1',
  ],
  [
    'a step that depends on itself',
    workflow([{ id: 'a', dependencies: ['a'] }]),
    'SELF_DEPENDENCY',
    'tasks.0.dependencies.0',
  ],
  [
    'a join that cannot be met',
    workflow([a, { id: 'b', dependencies: ['a'], join: 2 }]),
    'TYPE_MISMATCH',
    'tasks.1.join',
  ],
  ['a join of none', workflow([a, { id: 'b', dependencies: ['a'], join: 0 }]), 'TYPE_MISMATCH', 'tasks.1.join'],
  [
    'a default of another type',
    workflow([a], { variables: { n: { type: 'integer', default: 1.5 } } }),
    'TYPE_MISMATCH',
    'variables.n.default',
  ],
  ['a broken condition', workflow([{ id: 'a', condition: '1 +' }]), 'BAD_EXPRESSION', 'tasks.0.condition'],
  ['a condition that is a text', workflow([{ id: 'a', condition: '"yes"' }]), 'TYPE_MISMATCH', 'tasks.0.condition'],
  ['a broken template', workflow([{ id: 'a', params: { x: ['${{ 1 + }}'] } }]), 'BAD_EXPRESSION', 'tasks.0.params.x.0'],
  ['a broken output', workflow([{ id: 'a', output: { x: 'result.' } }]), 'BAD_EXPRESSION', 'tasks.0.output.x'],
  ['an unknown variable', workflow([{ id: 'a', condition: 'vars.x > 1' }]), 'UNKNOWN_VARIABLE', 'tasks.0.condition'],
  [
    'an unknown variable in params',
    workflow([{ id: 'a', params: { x: '${{ vars.x }}' } }]),
    'UNKNOWN_VARIABLE',
    'tasks.0.params',
  ],
  [
    'a condition on a step that is not there',
    workflow([{ id: 'a', condition: 'tasks.z.state == ""' }]),
    'UNKNOWN_DEPENDENCY',
    'tasks.0.condition',
  ],
  [
    'a condition on a step beside it',
    workflow([a, { id: 'b', condition: 'tasks.a.result == ""' }]),
    'UNKNOWN_DEPENDENCY',
    'tasks.1.condition',
  ],
  [
    'a condition on a step after it',
    workflow([
      { id: 'a', condition: 'tasks.b.error == null' },
      { id: 'b', dependencies: ['a'] },
    ]),
    'UNKNOWN_DEPENDENCY',
    'tasks.0.condition',
  ],
  [
    'a condition on itself',
    workflow([{ id: 'a', condition: 'tasks.a.result == ""' }]),
    'UNKNOWN_DEPENDENCY',
    'tasks.0.condition',
  ],
  [
    'a dependency that looks past its parent',
    workflow([a, { id: 'b' }, { id: 'c', dependencies: ['b', { task: 'a', condition: 'tasks.b.result.x' }] }]),
    'UNKNOWN_DEPENDENCY',
    'tasks.2.dependencies.1.condition',
  ],
  [
    'a result before there is one',
    workflow([{ id: 'a', condition: 'result.x' }]),
    'BAD_EXPRESSION',
    'tasks.0.condition',
  ],
  ['an item outside a loop', workflow([{ id: 'a', params: { x: '${{ item }}' } }]), 'BAD_EXPRESSION', 'tasks.0.params'],
];

for (const [what, definition, code, path] of refused) {
  test(`a workflow with ${what} is refused with ${code} at its place`, () => {
    assert.deepEqual(found(definition), [[code, path]]);
  });
}

test('a workflow above the bound is refused before anything else is looked at', () => {
  const definition = workflow([a]);
  const steps = Array.from({ length: workflowBounds.stepsMax + 1 }, () => definition.steps).flat();
  assert.deepEqual(found({ ...definition, steps }), [['TOO_LARGE', 'tasks']]);
});

test('a cycle is named step by step, in the order in which it would run', () => {
  const circle = workflow([
    { id: 'start' },
    { id: 'a', dependencies: ['c', 'start'] },
    { id: 'b', dependencies: ['a'] },
    { id: 'c', dependencies: ['b'] },
    { id: 'after', dependencies: ['c'] },
    { id: 'x', dependencies: ['y'] },
    { id: 'y', dependencies: ['x'] },
  ]);
  const problems = validateDefinition(circle, known);
  assert.deepEqual(
    problems.map(({ code, message, stepId }) => ({ code, message, stepId })),
    [
      { code: 'CYCLE', message: 'a -> b -> c -> a', stepId: 'a' },
      { code: 'CYCLE', message: 'x -> y -> x', stepId: 'x' },
    ],
  );
});

test('expressions may read every step before them, at any distance, and every output', () => {
  const definition = workflow(
    [
      { id: 'a', output: { found: 'result.found', total: 'result.total + vars.base' } },
      { id: 'b-1', dependencies: ['a'], condition: 'vars.found > 80%' },
      {
        id: 'c',
        dependencies: [{ task: 'b-1', condition: 'result.x == tasks.b-1.result.x && tasks.a.state == "SUCCEEDED"' }],
        params: { x: '${{ tasks.a.result.found }} at ${{ now }} in ${{ run.id }}', y: "${{ tasks['b-1'].error }}" },
      },
    ],
    { variables: { base: { type: 'number', default: 1 } } },
  );
  assert.deepEqual(found(definition), []);
  const plan = compilePlan(definition);
  assert.deepEqual(
    plan.steps.map(({ level, paramReads }) => ({ level, reads: paramReads.toSorted() })),
    [
      { level: 0, reads: [] },
      { level: 1, reads: [] },
      { level: 2, reads: [0, 1] },
    ],
  );
  assert.deepEqual(plan.levels, [['a'], ['b-1'], ['c']]);
  assert.deepEqual(
    plan.steps.map(({ params }) => params === null),
    [true, true, false],
  );
});

test('every expression may read the state of every step, whatever its place', () => {
  const definition = workflow([
    { id: 'a', condition: 'tasks.c.state == "PENDING" && tasks.a.state == "PENDING"' },
    { id: 'b', params: { x: '${{ tasks.a.state }}' } },
    {
      id: 'c',
      dependencies: [{ task: 'b', condition: 'tasks["a"].state != "FAILED"' }],
      output: { x: 'tasks.a.state' },
    },
  ]);
  assert.deepEqual(found(definition), []);
});

test('the largest workflow is checked and compiled without a look at every pair of its steps', () => {
  const tasks = Array.from({ length: workflowBounds.stepsMax }, (_, index) => ({
    id: `s${index}`,
    dependencies: [1, 2, 50].flatMap((back) => (index >= back ? [`s${index - back}`] : [])),
    ...(index === 0 ? {} : { condition: `tasks.s0.result.n > ${index} && vars.n > 0`, output: { n: 'result.n' } }),
    params: { from: `\${{ tasks.s${Math.max(0, index - 1)}.result }}` },
  }));
  tasks[0] = { id: 's0', dependencies: [], params: { from: 'here' } };
  const definition = workflow(tasks);
  assert.deepEqual(found(definition), []);
  const plan = compilePlan(definition);
  assert.equal(plan.levels.length, workflowBounds.stepsMax);
  const reads = plan.steps.reduce((sum, step) => sum + step.paramReads.length + (step.condition?.reads.length ?? 0), 0);
  assert.equal(reads, 2 * (workflowBounds.stepsMax - 1));
});

test('variables are what was given, with defaults filled in', () => {
  const definition = workflow([a], {
    variables: {
      repo: { type: 'string', required: true },
      limit: { type: 'number', default: 80 },
      tags: { type: 'array' },
    },
  });
  assert.deepEqual(resolveVariables(definition, { repo: 'api', tags: null }), {
    ok: true,
    value: { repo: 'api', limit: 80 },
  });
  assert.deepEqual(resolveVariables(definition, { repo: 'api', limit: 0, tags: [1] }), {
    ok: true,
    value: { repo: 'api', limit: 0, tags: [1] },
  });
});

test('variables that are unknown, missing or of another type are refused by name, all at once', () => {
  const variables = {
    repo: { type: 'string', required: true },
    n: { type: 'number' },
    i: { type: 'integer' },
    b: { type: 'boolean' },
    o: { type: 'object' },
    l: { type: 'array' },
  };
  const definition = workflow([a], { variables });
  const outcome = resolveVariables(definition, { typo: 1, n: '1', i: 1.5, b: 0, o: [], l: {}, constructorish: 1 });
  assert.ok(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map(({ code, path }) => [code, path.join('.')]),
    [
      ['UNKNOWN_VARIABLE', 'variables.typo'],
      ['UNKNOWN_VARIABLE', 'variables.constructorish'],
      ['BAD_INPUT', 'variables.repo'],
      ['TYPE_MISMATCH', 'variables.n'],
      ['TYPE_MISMATCH', 'variables.i'],
      ['TYPE_MISMATCH', 'variables.b'],
      ['TYPE_MISMATCH', 'variables.o'],
      ['TYPE_MISMATCH', 'variables.l'],
    ],
  );
  assert.equal(resolveVariables(definition, { repo: '\u0000' }).ok, false);
});

const typed = (tasks: JsonObject[], variables: JsonObject = {}) =>
  validateDefinition(workflow(tasks, { variables }), {
    tasks: new Set(['T', 'COUNT']),
    results: { tasks: new Map([['COUNT', typeOfSchema(counted)]]), workflows: new Map() },
  }).map(({ code, path, message }) => [code, path.join('.'), message]);
const counted = { type: 'object', additionalProperties: false, properties: { rows: { type: 'integer' } } };
const count = { id: 'count', type: 'COUNT', output: { rows: 'result.rows' } };

test('conditions and params are checked with the types of variables, of results, and of what outputs write', () => {
  const after = { id: 'b', dependencies: ['count'] };
  const of = (more: JsonObject, variables: JsonObject = {}) => typed([count, { ...after, ...more }], variables);
  assert.deepEqual(of({ condition: 'vars.rows > 3 && tasks.count.result.rows < 9' }), []);
  const [text, path] = ['a number cannot be compared with a text', 'tasks.1.condition'];
  assert.deepEqual(of({ condition: 'vars.rows > "3"' }), [
    ['TYPE_MISMATCH', path, `${text} (column 1), in "vars.rows > "3""`],
  ]);
  assert.deepEqual(of({ condition: 'tasks.count.result.row' })[0]?.slice(0, 2), ['TYPE_MISMATCH', path]);
  assert.deepEqual(of({ condition: 'vars.rows' })[0]?.[2], 'a condition is true or false, but "vars.rows" is a number');
  assert.deepEqual(of({ params: { n: '${{ vars.name * 2 }}' } }, { name: { type: 'string' } })[0]?.slice(0, 2), [
    'TYPE_MISMATCH',
    'tasks.1.params',
  ]);
  assert.deepEqual(of({ dependencies: [{ task: 'count', condition: 'result.rows == "none"' }] })[0]?.slice(0, 2), [
    'TYPE_MISMATCH',
    'tasks.1.dependencies.0.condition',
  ]);
});

test('a variable that a step writes otherwise than it was declared may be anything, and so may one that reads itself', () => {
  const wild = { id: 'b', dependencies: ['count'], condition: 'vars.rows.size() > 0 || vars.rows > 3' };
  assert.deepEqual(typed([count, wild], { rows: { type: 'string' } }), []);
  const circle = { id: 'a', output: { x: 'vars.y', y: 'vars.x' } };
  assert.deepEqual(typed([circle, { ...wild, dependencies: ['a'], condition: 'vars.x > vars.y' }]), []);
});
