import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionBounds } from '#domain/bounds/expression.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';
import { findWarnings } from './find-warnings.ts';

function warningsOf(tasks: JsonObject[], more: JsonObject = {}): [code: string, path: string][] {
  const named = tasks.map((task) => ({ type: 'T', ...task }));
  const parsed = parseDefinition({ definition: { name: 'w', tasks: named, ...more } });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return findWarnings(parsed.definition).map(({ code, path }) => [code, path.join('.')]);
}

const a = { id: 'a' };
const conditions: [text: string, answer: 'NEVER_TRUE' | 'ALWAYS_TRUE' | undefined][] = [
  ['false', 'NEVER_TRUE'],
  ['1 > 2', 'NEVER_TRUE'],
  ['80% == 80', 'ALWAYS_TRUE'],
  ['"a" in ["a", "b"]', 'ALWAYS_TRUE'],
  ['vars.n > 3 && false', 'NEVER_TRUE'],
  ['vars.n > 3 && 1 > 2', 'NEVER_TRUE'],
  ['vars.n > 3 || 1 <= 2', 'ALWAYS_TRUE'],
  ['vars.n > 3 || !false', 'ALWAYS_TRUE'],
  ['vars.n > 5 && vars.n < 3', 'NEVER_TRUE'],
  ['3 > vars.n && 5 <= vars.n', 'NEVER_TRUE'],
  ['vars.n > 3 && vars.n <= 3', 'NEVER_TRUE'],
  ['vars.n >= 3 && vars.n <= 3', undefined],
  ['vars.n == 3 && (vars.b || true) && vars.n == 4', 'NEVER_TRUE'],
  ['vars.n == 3 && vars.n > -1', undefined],
  ['vars.n == -2 && vars.n > -1', 'NEVER_TRUE'],
  ['vars.n > 5 || vars.n < 3', undefined],
  ['vars.s == "x" && vars.s == "y"', 'NEVER_TRUE'],
  ['vars.o.a == 1 && vars.o.b == 2', undefined],
  ['tasks.a.state == "SUCCESS"', 'NEVER_TRUE'],
  ['"DONE" != tasks["a"].state', 'ALWAYS_TRUE'],
  ['tasks.a.state == "SUCCEEDED"', undefined],
  ['tasks.a.result.state == "SUCCESS"', undefined],
  ['vars.b ? false : false', 'NEVER_TRUE'],
  ['vars.n > 3', undefined],
  ['has(vars.n)', undefined],
  ['1 / 0 > 1', undefined],
  ['vars.n >', undefined],
];
for (const [condition, code] of conditions) {
  test(`of the condition ${condition} it is said: ${code ?? 'nothing'}`, () => {
    const found = warningsOf([a, { id: 'b', dependencies: ['a'], condition }]);
    assert.deepEqual(found, code === undefined ? [] : [[code, 'tasks.1.condition']]);
  });
}

const unreachable: [what: string, tasks: JsonObject[], found: [string, string][]][] = [
  [
    'two ends of one step at once',
    [
      a,
      {
        id: 'b',
        dependencies: [
          { task: 'a', on: 'success' },
          { task: 'a', on: 'failure' },
        ],
      },
    ],
    [['UNREACHABLE_STEP', 'tasks.1']],
  ],
  [
    'either of two ends',
    [
      a,
      {
        id: 'b',
        join: 'any',
        dependencies: [
          { task: 'a', on: 'success' },
          { task: 'a', on: 'failure' },
        ],
      },
    ],
    [],
  ],
  [
    'a step to be skipped that always runs',
    [a, { id: 'b', dependencies: [{ task: 'a', on: 'skipped' }] }],
    [['UNREACHABLE_STEP', 'tasks.1']],
  ],
  [
    'a step to be skipped that has a condition',
    [
      { ...a, condition: 'run.id == "x"' },
      { id: 'b', dependencies: [{ task: 'a', on: 'skipped' }] },
    ],
    [],
  ],
  [
    'a step to be skipped that waits for a success',
    [a, { id: 'b', dependencies: ['a'] }, { id: 'c', dependencies: [{ task: 'b', on: 'skipped' }] }],
    [],
  ],
  [
    'what comes after a step that is always skipped',
    [
      { ...a, condition: 'false' },
      { id: 'b', dependencies: ['a'] },
      { id: 'c', dependencies: ['b'] },
      { id: 'd', dependencies: [{ task: 'c', on: 'completion' }] },
      { id: 'e', dependencies: [{ task: 'a', on: 'default' }] },
    ],
    [
      ['UNREACHABLE_STEP', 'tasks.1'],
      ['UNREACHABLE_STEP', 'tasks.2'],
      ['UNREACHABLE_STEP', 'tasks.4'],
      ['NEVER_TRUE', 'tasks.0.condition'],
    ],
  ],
  [
    'a dependency whose condition is never true',
    [a, { id: 'b', dependencies: [{ task: 'a', condition: '1 > 2' }] }],
    [
      ['UNREACHABLE_STEP', 'tasks.1'],
      ['NEVER_TRUE', 'tasks.1.dependencies.0.condition'],
    ],
  ],
  [
    'a condition and the default beside it, both for one step',
    [
      a,
      {
        id: 'b',
        dependencies: [
          { task: 'a', condition: 'result.x == 1' },
          { task: 'a', on: 'default' },
        ],
      },
    ],
    [['UNREACHABLE_STEP', 'tasks.1']],
  ],
  ['a while loop that never ends by itself', [{ ...a, while: '1 < 2' }], [['ALWAYS_TRUE', 'tasks.0.while']]],
  [
    'steps in a circle, which is said elsewhere',
    [
      { ...a, dependencies: ['b'] },
      { id: 'b', dependencies: ['a'] },
    ],
    [],
  ],
];
for (const [what, tasks, found] of unreachable) {
  test(`what is said of ${what}: ${found.map(([code]) => code).join(', ') || 'nothing'}`, () => {
    assert.deepEqual(warningsOf(tasks), found);
  });
}

test('a variable that no step reads or writes is hinted at', () => {
  const variables = Object.fromEntries(
    ['read', 'written', 'quoted', 'given', 'idle'].map((name) => [name, { type: 'string' }]),
  );
  const tasks: JsonObject[] = [
    { id: 'a', condition: 'vars.read == "x"', output: { written: 'result.x' } },
    { id: 'b', params: { text: ['${{ vars["quoted"] }}', 'and ${{ vars.given }}'] } },
  ];
  assert.deepEqual(warningsOf(tasks, { variables }), [['UNUSED_VARIABLE', 'variables.idle']]);
});

test('warnings have their line, and come before hints', () => {
  const yaml = 'name: w\nvariables: { n: { type: number } }\ntasks:\n  - id: a\n    type: T\n    condition: "false"\n';
  const parsed = parseDefinition({ yaml });
  assert.ok(parsed.ok);
  const found = findWarnings(parsed.definition, parsed.locate);
  assert.deepEqual(
    found.map(({ severity, line, stepId }) => [severity, line, stepId]),
    [
      ['WARNING', 6, 'a'],
      ['HINT', 2, null],
    ],
  );
});

test('conditions that take all that may be spent are not judged, and the others are', () => {
  const list = `[${Array.from({ length: 200 }, () => '1').join(',')}]`;
  const costly = `${list}.all(x, ${list}.all(y, ${list}.all(z, true)))`;
  assert.ok(costly.length < expressionBounds.expressionLengthMax);
  const tasks = [
    { id: 'a', condition: costly },
    { id: 'b', condition: 'false' },
  ];
  assert.ok(warningsOf(tasks).some(([code, path]) => code === 'NEVER_TRUE' && path === 'tasks.1.condition'));
});

test('a large definition of long conditions is judged in bounded time', async () => {
  const long = Array.from({ length: 25 }, (_, n) => `vars.n > ${n} && vars.n != ${n}.5`).join(' && ');
  const tasks = Array.from({ length: 2_000 }, (_, n) => ({ id: `s${n}`, condition: `vars.n > ${n} && ${long}` }));
  const found = await withinCpuMs(6_000, 'many conditions', () => warningsOf(tasks));
  assert.deepEqual(found, []);
});
