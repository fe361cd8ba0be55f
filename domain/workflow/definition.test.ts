import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { Json } from '#domain/value/json.ts';
import { type Definition, parseDefinition } from '#domain/workflow/definition.ts';
import { levelsOfDefinition } from '#domain/workflow/plan.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';

const bareForm = {
  name: 'Code Review Workflow',
  tasks: [
    { id: 'lint', type: 'CODE_ANALYSIS', dependencies: [] },
    { id: 'test', type: 'RUN_TESTS', dependencies: ['lint'] },
    { id: 'review', type: 'PR_REVIEW', dependencies: ['lint', 'test'] },
  ],
};

function read(input: { definition?: Json; yaml?: string }): Definition {
  const parsed = parseDefinition(input);
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.definition;
}

function problemsOf(input: { definition?: Json; yaml?: string }): Problem[] {
  const parsed = parseDefinition(input);
  assert.ok(!parsed.ok, 'must be refused');
  return parsed.problems;
}

test('the bare form of name, tasks and dependencies is valid as it stands', () => {
  const definition = read({ definition: bareForm });
  const known = { tasks: new Set(['CODE_ANALYSIS', 'RUN_TESTS', 'PR_REVIEW']) };
  assert.deepEqual(validateDefinition(definition, known), []);
  assert.deepEqual(definition.steps[2], {
    id: 'review',
    task: 'PR_REVIEW',
    params: {},
    dependencies: [
      { step: 'lint', on: 'success' },
      { step: 'test', on: 'success' },
    ],
    join: 'all',
  });
  assert.deepEqual(levelsOfDefinition(definition), [['lint'], ['test'], ['review']]);
});

test('on_success and on_failure are read as dependencies, and followers that are not listed are steps of their own', () => {
  const yaml = `
name: staged
variables: { coverage: { type: number, default: 85 } }
workflow:
  - task: "run_tests"
    on_success: "deploy_staging"
    on_failure: "notify_team"
  - task: "deploy_staging"
    condition: "vars.coverage > 80%"
    on_success: "deploy_production"
    on_failure: "create_ticket"
`;
  const definition = read({ yaml });
  const edges = definition.steps.map(({ id, task, dependencies }) => [
    id,
    task,
    ...dependencies.map(({ step, on }) => `${step} ${on}`),
  ]);
  assert.deepEqual(edges, [
    ['run_tests', 'run_tests'],
    ['deploy_staging', 'deploy_staging', 'run_tests success'],
    ['notify_team', 'notify_team', 'run_tests failure'],
    ['deploy_production', 'deploy_production', 'deploy_staging success'],
    ['create_ticket', 'create_ticket', 'deploy_staging failure'],
  ]);
  const tasks = new Set(definition.steps.flatMap((step) => step.task ?? []));
  assert.deepEqual(validateDefinition(definition, { tasks }), []);
});

test('among tasks with ids a follower that is not listed is refused', () => {
  const [problem] = problemsOf({ definition: { name: 'w', tasks: [{ id: 'a', type: 'T', on_success: 'typo' }] } });
  assert.deepEqual(
    [problem?.code, problem?.path, problem?.stepId],
    ['UNKNOWN_DEPENDENCY', ['tasks', '0', 'on_success'], 'a'],
  );
});

test('name, handler, depends_on and depends_on_step are read as id, type and dependencies', () => {
  const definition = read({
    yaml: `
name: order
tasks:
  - name: validate_order
    handler: Orders::ValidateOrderHandler
  - name: check_inventory
    handler: Orders::CheckInventory
    depends_on: validate_order
  - { name: pay, type: PAY, depends_on_step: check_inventory }
`,
  });
  assert.deepEqual(
    definition.steps.map(({ id, task, dependencies }) => [id, task, dependencies[0]?.step]),
    [
      ['validate_order', 'Orders::ValidateOrderHandler', undefined],
      ['check_inventory', 'Orders::CheckInventory', 'validate_order'],
      ['pay', 'PAY', 'check_inventory'],
    ],
  );
});

test('every field of a step and of the workflow is kept', () => {
  const definition = read({
    yaml: `
name: full
description: all of it
variables:
  repo: { type: string, required: true }
  limit: { type: integer, default: 80 }
limits: { maxConcurrentTasks: 50, maxRunningSteps: 70, maxExecutionTime: PT1H, maxIterations: 1000 }
onFailure: continue
tasks:
  - { id: a, type: T, output: { found: result.found } }
  - id: b
    type: T
    params: { repo: "\${{ vars.repo }}", list: [1, null] }
    retry: { maxAttempts: 3, strategy: EXPONENTIAL, baseDelay: PT2S }
    timeout: PT5M
    dependencies: [{ task: a, on: failure, condition: vars.limit > 1 }, { task: a, on: default }]
    join: any
    condition: true
`,
  });
  assert.deepEqual(definition, {
    name: 'full',
    description: 'all of it',
    variables: { repo: { type: 'string', required: true }, limit: { type: 'integer', required: false, default: 80 } },
    limits: { maxConcurrentTasks: 50, maxRunningSteps: 70, maxExecutionTimeMs: 3_600_000, maxIterations: 1_000 },
    onFailure: 'continue',
    steps: [
      { id: 'a', task: 'T', params: {}, dependencies: [], join: 'all', output: { found: 'result.found' } },
      {
        id: 'b',
        task: 'T',
        params: { repo: '${{ vars.repo }}', list: [1, null] },
        retry: { maxAttempts: 3, strategy: 'EXPONENTIAL', baseDelay: 'PT2S' },
        timeoutMs: 300_000,
        dependencies: [
          { step: 'a', on: 'failure', condition: 'vars.limit > 1' },
          { step: 'a', on: 'default' },
        ],
        join: 'any',
        condition: 'true',
      },
    ],
  });
});

const step = { id: 'a', type: 'T' };
const refused: [what: string, definition: Json, code: string, path: string][] = [
  ['a list', [], 'BAD_INPUT', ''],
  ['no name', { tasks: [step] }, 'BAD_INPUT', 'name'],
  ['no tasks', { name: 'w' }, 'EMPTY_WORKFLOW', 'tasks'],
  ['an unknown field', { name: 'w', tasks: [step], colour: 'red' }, 'UNKNOWN_FIELD', 'colour'],
  ['an unknown field of a step', { name: 'w', tasks: [{ ...step, colour: 1 }] }, 'UNKNOWN_FIELD', 'tasks.0.colour'],
  [
    'an unknown field of a dependency',
    { name: 'w', tasks: [{ ...step, dependencies: [{ task: 'b', when: 1 }] }] },
    'UNKNOWN_FIELD',
    'tasks.0.dependencies.0.when',
  ],
  [
    'an unknown field of a variable',
    { name: 'w', variables: { a: { type: 'string', max: 1 } }, tasks: [step] },
    'UNKNOWN_FIELD',
    'variables.a.max',
  ],
  ['an unknown limit', { name: 'w', limits: { maxMemory: 1 }, tasks: [step] }, 'UNKNOWN_FIELD', 'limits.maxMemory'],
  ['a step without an id', { name: 'w', tasks: [{ type: 'T' }] }, 'BAD_INPUT', 'tasks.0.id'],
  ['a step without a type', { name: 'w', tasks: [{ id: 'a' }] }, 'BAD_INPUT', 'tasks.0.type'],
  ['two types', { name: 'w', tasks: [{ ...step, handler: 'U' }] }, 'BAD_INPUT', 'tasks.0.handler'],
  [
    'an id that reaches a prototype',
    { name: 'w', tasks: [{ id: 'constructor', type: 'T' }] },
    'BAD_INPUT',
    'tasks.0.id',
  ],
  [
    'an unknown kind of dependency',
    { name: 'w', tasks: [{ ...step, dependencies: [{ task: 'b', on: 'maybe' }] }] },
    'BAD_INPUT',
    'tasks.0.dependencies.0.on',
  ],
  ['a strange join', { name: 'w', tasks: [{ ...step, join: 'most' }] }, 'BAD_INPUT', 'tasks.0.join'],
  ['a bad timeout', { name: 'w', tasks: [{ ...step, timeout: '5 minutes' }] }, 'BAD_DURATION', 'tasks.0.timeout'],
  ['a timeout of a week', { name: 'w', tasks: [{ ...step, timeout: 'P7D' }] }, 'BAD_DURATION', 'tasks.0.timeout'],
  ['a variable without a type', { name: 'w', variables: { a: {} }, tasks: [step] }, 'BAD_INPUT', 'variables.a.type'],
  [
    'a variable with a dash',
    { name: 'w', variables: { 'a-b': { type: 'string' } }, tasks: [step] },
    'BAD_INPUT',
    'variables.a-b',
  ],
  [
    'a limit of zero',
    { name: 'w', limits: { maxConcurrentTasks: 0 }, tasks: [step] },
    'BAD_INPUT',
    'limits.maxConcurrentTasks',
  ],
  ['an unknown failure mode', { name: 'w', onFailure: 'explode', tasks: [step] }, 'BAD_INPUT', 'onFailure'],
  ['params with a NUL', { name: 'w', tasks: [{ ...step, params: { a: '\u0000' } }] }, 'BAD_INPUT', 'tasks.0.params'],
  [
    'too many steps',
    { name: 'w', tasks: Array.from({ length: workflowBounds.stepsMax + 1 }, () => step) },
    'TOO_LARGE',
    'tasks',
  ],
  [
    'a secret',
    { name: 'w', variables: { k: { type: 'secret', secret: 'k' } }, tasks: [step] },
    'UNSUPPORTED',
    'variables.k',
  ],
  ['foreach over a value', { name: 'w', tasks: [{ ...step, foreach: ['a'] }] }, 'BAD_INPUT', 'tasks.0.foreach'],
  [
    'maxConcurrency alone',
    { name: 'w', tasks: [{ ...step, maxConcurrency: 1 }] },
    'BAD_INPUT',
    'tasks.0.maxConcurrency',
  ],
  [
    'more items at once than may be',
    { name: 'w', tasks: [{ ...step, foreach: 'vars.l', maxConcurrency: 1_001 }] },
    'BAD_INPUT',
    'tasks.0.maxConcurrency',
  ],
  [
    'a policy nobody knows',
    { name: 'w', tasks: [{ ...step, foreach: 'vars.l', onItemFailure: { threshold: '101%' } }] },
    'BAD_INPUT',
    'tasks.0.onItemFailure',
  ],
  ['both loops', { name: 'w', tasks: [{ ...step, foreach: 'vars.l', while: 'true' }] }, 'BAD_INPUT', 'tasks.0.while'],
  ['delay alone', { name: 'w', tasks: [{ ...step, delay: 'PT1S' }] }, 'BAD_INPUT', 'tasks.0.delay'],
  [
    'a delay of eight days',
    { name: 'w', tasks: [{ ...step, while: 'true', delay: 'P8D' }] },
    'BAD_DURATION',
    'tasks.0.delay',
  ],
  [
    'a task and a workflow',
    { name: 'w', tasks: [{ id: 'a', type: 'T', workflow: 'other' }] },
    'BAD_INPUT',
    'tasks.0.type',
  ],
];

for (const [what, definition, code, path] of refused) {
  test(`a definition with ${what} is refused with ${code}, its place and a sentence`, () => {
    const problems = problemsOf({ definition });
    assert.deepEqual(
      problems.map((problem) => [problem.code, problem.path.join('.')]),
      [[code, path]],
    );
    assert.ok((problems[0]?.message.length ?? 0) > 5);
  });
}

test('a definition comes either as JSON or as YAML', () => {
  assert.equal(problemsOf({})[0]?.code, 'BAD_INPUT');
  assert.equal(problemsOf({ definition: bareForm, yaml: 'name: x' })[0]?.code, 'BAD_INPUT');
});

test('at most a bounded number of problems is listed', () => {
  const tasks = Array.from({ length: 1_000 }, () => ({ colour: 1 }));
  assert.equal(problemsOf({ definition: { name: 'w', tasks } }).length, valueBounds.problemsMax);
});

const badYaml: [what: string, yaml: string, line: number, column: number][] = [
  ['a broken list', 'name: w\ntasks: [a', 2, 10],
  ['a key twice', 'name: w\nname: v', 2, 1],
  ['a tab', 'tasks:\n\t- a', 2, 1],
  ['a custom tag', 'name: !secret x', 1, 7],
  ['a tag of another schema', 'name: w\ntasks: !!set {x}', 2, 8],
  ['two documents', 'name: w\n---\nname: v', 2, 1],
];

for (const [what, yaml, line, column] of badYaml) {
  test(`YAML with ${what} is refused with BAD_YAML, line and column`, () => {
    const [problem] = problemsOf({ yaml });
    assert.deepEqual([problem?.code, problem?.line, problem?.column], ['BAD_YAML', line, column]);
  });
}

test('YAML nested beyond reason, or into itself, is refused and does not end the process', () => {
  assert.equal(problemsOf({ yaml: '['.repeat(20_000) })[0]?.code, 'TOO_LARGE');
  assert.equal(problemsOf({ yaml: 'name: w\ntasks: &t [{ id: a, type: T, params: *t }]' })[0]?.code, 'BAD_YAML');
});

test('problems found after reading YAML still have their line and column', () => {
  const yaml = [
    'name: w',
    'tasks:',
    '  - id: a',
    '    type: T',
    '    color: red',
    '  - id: b',
    '    task: NOPE',
    '    condition: vars.x >',
    '    dependencies: [a, c]',
    '',
  ].join('\n');
  assert.deepEqual(
    problemsOf({ yaml }).map(({ code, line, column, stepId }) => ({ code, line, column, stepId })),
    [{ code: 'UNKNOWN_FIELD', line: 5, column: 12, stepId: 'a' }],
  );
  const parsed = parseDefinition({ yaml: yaml.replace('    color: red\n', '') });
  assert.ok(parsed.ok);
  const problems = validateDefinition(parsed.definition, { tasks: new Set(['T']) }, parsed.locate);
  assert.deepEqual(
    problems.map(({ code, line, column }) => ({ code, line, column })),
    [
      { code: 'UNKNOWN_TASK', line: 6, column: 11 },
      { code: 'UNKNOWN_DEPENDENCY', line: 8, column: 23 },
      { code: 'BAD_EXPRESSION', line: 7, column: 16 },
    ],
  );
});
