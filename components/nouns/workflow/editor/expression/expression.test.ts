import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberType, textType, type ValueType } from '#domain/expression/value-type.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { completeExpression } from './complete-expression.ts';
import { type ExpressionPlace, worldAt } from './expression-world.ts';
import { judgeExpression, judgeTemplate, tryExpression } from './judge-expression.ts';
import { templateBefore } from './template-before.ts';

const parsed = parseDefinition({
  yaml: `name: review
variables:
  least: { type: number, default: 80 }
  branch: { type: string }
  parts: { type: array }
tasks:
  - { id: lint, type: lint-code }
  - { id: run-tests, type: run-tests, dependencies: [lint], output: { coverage: result.coverage } }
  - { id: deploy, type: deploy, dependencies: [run-tests] }
  - { id: later, type: lint-code, dependencies: [deploy] }
  - { id: each, type: lint-code, foreach: vars.parts, dependencies: [lint] }
`,
});
assert.ok(parsed.ok);
const { definition } = parsed;
const report: ValueType = {
  kind: 'object',
  fields: new Map<string, ValueType>([
    ['coverage', numberType],
    ['suite', textType],
  ]),
  isClosed: true,
};
const results = { tasks: new Map([['run-tests', report]]), workflows: new Map() };
const at = (place: ExpressionPlace) => worldAt(definition, place, results);
const condition = at({ kind: 'condition', stepId: 'deploy' });

function offered(before: string, world = condition): string[] {
  return (completeExpression(before, world)?.words ?? []).map(({ word }) => word);
}

test('the variables are offered with their types, those that steps write among them', () => {
  const words = completeExpression('vars.', condition)?.words ?? [];
  assert.deepEqual(
    words.map(({ word, detail }) => [word, detail]),
    [
      ['least', 'a number'],
      ['branch', 'a text'],
      ['parts', 'a list'],
      ['coverage', 'a number'],
    ],
  );
});

test('the steps before come first, and of the others only the state may be read', () => {
  assert.deepEqual(offered('tasks.'), ['lint', 'run-tests', 'later', 'each']);
  assert.deepEqual(offered('tasks.run-tests.'), ['result', 'state', 'error']);
  assert.deepEqual(offered('vars.least > 3 && tasks.later.'), ['state']);
});

test('what the task of a step leaves is offered by its contract', () => {
  assert.deepEqual(offered('tasks.run-tests.result.'), ['coverage', 'suite']);
  assert.equal(completeExpression('tasks.run-tests.result.cov', condition)?.typed, 'cov');
  assert.ok(offered('tasks.run-tests.result.suite.').includes('startsWith(text)'));
  assert.deepEqual(offered('tasks.lint.result.'), []);
});

test('states are offered where a state is compared', () => {
  assert.ok(offered('tasks.lint.state == "').includes('SUCCEEDED'));
  assert.equal(completeExpression("tasks.run-tests.state != 'SK", condition)?.typed, 'SK');
});

test('functions of a list are offered behind a list, and none in a text or number', () => {
  assert.ok(offered('vars.parts.').includes('exists(x, condition)'));
  assert.ok(offered('').includes('has(a.b)'));
  assert.equal(completeExpression('"vars.', condition), undefined);
  assert.equal(completeExpression('vars.least > 8', condition), undefined);
});

test('result, item and index are offered where they may be read', () => {
  assert.ok(!offered('').includes('result'));
  const after = at({ kind: 'dependency', stepId: 'deploy', from: 'run-tests' });
  assert.deepEqual(offered('result.', after), ['coverage', 'suite']);
  assert.ok(offered('', at({ kind: 'params', stepId: 'each' })).includes('item'));
  assert.ok(!offered('', at({ kind: 'params', stepId: 'deploy' })).includes('item'));
});

const judged: [text: string, said: string][] = [
  ['vars.coverage > vars.least', 'true or false'],
  ['vars.least + 1', 'mismatch: a number, where true or false is expected'],
  ['vars.branch > 80%', 'a text cannot be compared with a number (column 1)'],
  ['vars.leest > 1', 'there is no variable leest'],
  ['tasks.later.result.x', 'later need not have ended by then: only its state may be read'],
  ['tasks.later.state == "PENDING"', 'true or false'],
  ['item == 3', 'item cannot be read here'],
];
for (const [text, said] of judged) {
  test(`of the condition ${text} it is said: ${said}`, () => {
    const judgement = judgeExpression(text, condition);
    assert.equal(judgement.kind === 'typed' ? judgement.words : judgement.kind === 'wrong' && judgement.fault, said);
  });
}

test('an expression is tried out with values that are pretended, and says what it lacks', () => {
  const judgement = judgeExpression('tasks.run-tests.result.coverage > vars.least', condition);
  assert.ok(judgement.kind === 'typed');
  const pretended = { variables: { least: 80 }, names: {}, now: new Date(0) };
  const steps = new Map([['run-tests', { state: 'SUCCEEDED', result: { coverage: 81 } }]]);
  assert.deepEqual(tryExpression(judgement.expression, { ...pretended, steps }), { ok: true, value: true });
  const missing = tryExpression(judgement.expression, { ...pretended, steps: new Map() });
  assert.equal(missing.ok, false);
});

test('an instant to wait for may stand as it is, and a text that is filled in later is not judged', () => {
  const wait = at({ kind: 'wait', stepId: 'deploy' });
  assert.equal(judgeExpression('2030-01-31T09:00:00+01:00', wait).kind, 'instant');
  assert.equal(judgeExpression('${{ vars.branch }}T09:00:00Z', wait).kind, 'empty');
  assert.equal(judgeExpression('now + duration("1h")', wait).kind, 'typed');
  assert.equal(judgeExpression('2030-01-31T09:00:00+01:00', condition).kind, 'wrong');
});

const filledIn: [text: string, said: string | false][] = [
  ['${{ vars.least }}', 'a number'],
  ['from ${{ vars.branch }} on', false],
  ['from ${{ vars.brunch }} on', 'there is no variable brunch'],
  ['${{ tasks.run-tests.result.coverage > "9" }}', 'a number cannot be compared with a text (column 1)'],
  ['${{ vars.lea', false],
  ['plain', false],
];
for (const [text, said] of filledIn) {
  test(`of the param ${text} it is said: ${said || 'nothing'}`, () => {
    const judgement = judgeTemplate(text, at({ kind: 'params', stepId: 'deploy' }));
    assert.equal(judgement.kind === 'typed' ? judgement.words : judgement.kind === 'wrong' && judgement.fault, said);
  });
}

test('words are offered in a text between its braces, and nowhere else', () => {
  assert.equal(templateBefore('from ${{ vars.br'), 'vars.br');
  assert.equal(templateBefore('from ${{ vars.branch }} to ${{ '), '');
  assert.equal(templateBefore('from ${{ vars.branch }} to'), undefined);
  assert.equal(templateBefore('${{ vars.branch + "}}" + v'), 'vars.branch + "}}" + v');
});

test('what a workflow leaves is offered behind the step that runs it, and of a list what its items leave together', () => {
  const yaml = `name: all
tasks:
  - { id: one, workflow: review }
  - { id: each, workflow: review, foreach: "[1, 2]" }
  - { id: after, type: deploy, dependencies: [one, each] }
`;
  const read = parseDefinition({ yaml });
  assert.ok(read.ok);
  const known = { tasks: new Map(), workflows: new Map([['review', report]]) };
  const world = worldAt(read.definition, { kind: 'condition', stepId: 'after' }, known);
  assert.deepEqual(offered('tasks.one.result.', world), ['coverage', 'suite']);
  assert.deepEqual(offered('tasks.each.result.', world), ['results', 'total', 'succeeded', 'failed']);
});
