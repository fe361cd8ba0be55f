// Goal: what a workflow leaves to a step that runs it is known as far as its definition tells it, and no further.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberType, sayType, textType, type ValueType } from '#domain/expression/value-type.ts';
import { atOnce } from '#domain/in-parts.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { noResults, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { leavingInParts, listenTo } from './leaving.ts';

const read = (tasks: JsonObject[], variables: JsonObject = {}) => {
  const parsed = parseDefinition({ definition: { name: 'w', tasks, variables } });
  assert.ok(parsed.ok);
  return parsed.definition;
};

const objectOf = (fields: Record<string, ValueType>): ValueType => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
  isClosed: true,
});

const leaving = (definition: ReturnType<typeof read>, results: ResultTypes = noResults) => {
  const type = atOnce(leavingInParts(definition, { results, compile: compileOnce() }));
  assert.ok(type.kind === 'object' && type.isClosed);
  return Object.fromEntries([...type.fields].map(([name, field]) => [name, sayType(field)]));
};

const results: ResultTypes = {
  tasks: new Map([['COUNT', objectOf({ rows: numberType, at: textType })]]),
  workflows: new Map([['grandchild', objectOf({ sum: numberType })]]),
};

test('a workflow leaves its variables: those that it declares, and those that its steps write', () => {
  const tasks: JsonObject[] = [
    { id: 'count', type: 'COUNT', output: { rows: 'result.rows', twice: 'vars.rows * 2', since: 'now' } },
    { id: 'sum', workflow: 'grandchild', output: { sum: 'result.sum', mixed: 'result.sum' } },
  ];
  const definition = read(tasks, { repo: { type: 'string' }, mixed: { type: 'string' } });
  const known = { repo: 'a text', rows: 'a number', twice: 'a number', since: 'a text', sum: 'a number' };
  assert.deepEqual(leaving(definition, results), { ...known, mixed: 'anything' });
  assert.deepEqual(leaving(definition), { ...known, rows: 'anything', sum: 'anything', mixed: 'anything' });
});

test('it is told of which tasks and workflows the results are read, with what is known of them and without', () => {
  const tasks: JsonObject[] = [
    { id: 'count', type: 'COUNT', output: { rows: 'tasks.sum.result.sum + result.rows' }, dependencies: ['sum'] },
    { id: 'sum', workflow: 'grandchild' },
    { id: 'other', type: 'OTHER', condition: 'vars.rows > 1', dependencies: ['count'] },
  ];
  for (const known of [results, noResults]) {
    const heard = listenTo(known);
    leaving(read(tasks), heard.results);
    assert.deepEqual(heard.read(), { tasks: ['COUNT'], workflows: ['grandchild'] });
  }
});

const problemsOf = (step: JsonObject, after: JsonObject) =>
  validateDefinition(
    read([
      { id: 'child', ...step },
      { id: 'after', type: 'T', dependencies: ['child'], ...after },
    ]),
    {
      tasks: new Set(['T', 'COUNT']),
      results,
    },
  ).map(({ code, path, message }) => [code, path.join('.'), message]);

const cases: [text: string, step: JsonObject, condition: string, said: string | undefined][] = [
  ['a number as one', { workflow: 'grandchild' }, 'tasks.child.result.sum > 3', undefined],
  [
    'a number as a text',
    { workflow: 'grandchild' },
    'tasks.child.result.sum == "3"',
    'a number is compared with a text, which is always false (column 1), in "tasks.child.result.sum == "3""',
  ],
  [
    'a variable that it has not',
    { workflow: 'grandchild' },
    'tasks.child.result.sun > 3',
    'there is never a field sun; it has sum (column 20), in "tasks.child.result.sun > 3"',
  ],
  ['whatever an unknown one leaves', { workflow: 'nobody' }, 'tasks.child.result.x.y.z == 1', undefined],
  [
    'the items of a list',
    { workflow: 'grandchild', foreach: '[1]' },
    'tasks.child.result.results.all(r, r == null || r.sum > 3) && tasks.child.result.failed == 0',
    undefined,
  ],
  [
    'a list as one of its items',
    { workflow: 'grandchild', foreach: '[1]' },
    'tasks.child.result.sum > 3',
    'there is never a field sum; it has results, total, succeeded, failed (column 20), in "tasks.child.result.sum > 3"',
  ],
  [
    'an item otherwise than it is',
    { type: 'COUNT', foreach: '[1]' },
    'tasks.child.result.results[0].at > 3',
    'a text cannot be compared with a number (column 1), in "tasks.child.result.results[0].at > 3"',
  ],
];
for (const [what, step, condition, said] of cases) {
  test(`reading ${what} is ${said === undefined ? 'right' : 'refused with its place'}`, () => {
    const expected = said === undefined ? [] : [['TYPE_MISMATCH', 'tasks.1.condition', said]];
    assert.deepEqual(problemsOf(step, { condition }), expected);
  });
}

test('what is handed to a variable of another workflow is typed by what the first one leaves', () => {
  const [problem] = problemsOf({ workflow: 'grandchild' }, { params: { n: '${{ tasks.child.result.sum.size() }}' } });
  assert.deepEqual(problem?.slice(0, 2), ['TYPE_MISMATCH', 'tasks.1.params']);
});
