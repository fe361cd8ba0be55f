import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { expressionBounds } from '#domain/bounds/expression.ts';
import type { Json } from '#domain/value/json.ts';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';
import { createBudget } from './budget.ts';
import {
  compileExpression,
  compileTemplate,
  type Expression,
  evaluate,
  evaluateCondition,
  isConstant,
  references,
  renderTemplate,
  type Scope,
} from './expressions.ts';
import type { Evaluation } from './values.ts';

const scope: Scope = {
  vars: { coverage: 85.5, count: 3, list: [1, 2, 3], map: { a: 1 }, name: 'api', nothing: null, on: true },
  tasks: {
    lint: { state: 'SUCCEEDED', result: { warnings: 2 } },
    'unit-test': { state: 'FAILED', error: { type: 'Timeout' } },
  },
  run: { id: 'run_1' },
  index: 1,
  now: new Date('2026-01-02T03:04:05Z'),
};

function compiled(text: string): Expression {
  const outcome = compileExpression(text);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusals[0]?.message);
  return outcome.value;
}

function refusal(text: string): string {
  const outcome = compileExpression(text);
  assert.ok(!outcome.ok, `${text} must be refused`);
  assert.equal(outcome.refusals[0]?.code, 'BAD_EXPRESSION');
  return outcome.refusals[0]?.message ?? '';
}

function failure(outcome: Evaluation<Json>): string {
  assert.ok(!outcome.ok);
  return outcome.message;
}

const values: [string, Json][] = [
  ['vars.coverage > 80', true],
  ['vars.coverage > 80%', true],
  ['(vars.coverage >= 90%) || vars.on', true],
  ['vars.count + 1', 4],
  ['7 % 2', 1],
  ['7 %2', 1],
  ['vars.count % 2', 1],
  ['vars.count / 2', 1.5],
  ['(2 * 1.5) + 1', 4],
  ['vars.count == 3 && 3 == vars.count && vars.count != 4', true],
  ['size(vars.list) == vars.count', true],
  ['3 in vars.list', true],
  ['vars.list[index]', 2],
  ['vars.list.map(x, x * 2)', [2, 4, 6]],
  ['vars.list.filter(x, x > 1).size()', 2],
  ['vars.list.exists(x, x == 3) && vars.list.all(x, x < 4)', true],
  ["tasks['unit-test'].state", 'FAILED'],
  ['tasks.unit-test.state == "FAILED" && tasks.lint.result.warnings == 2', true],
  ['tasks.unit-test.error.type', 'Timeout'],
  ['has(vars.missing)', false],
  ['has(tasks.lint.result.warnings)', true],
  ['vars.?missing.orValue(7)', 7],
  ['vars.map.?a.orValue(7)', 1],
  ['vars.nothing == null', true],
  ['"a%" + "b"', 'a%b'],
  ['"tasks.a-b"', 'tasks.a-b'],
  ['{"a": 1, "b": vars.name}', { a: 1, b: 'api' }],
  ['now', '2026-01-02T03:04:05.000Z'],
  ['now > timestamp("2025-01-01T00:00:00Z")', true],
  ['run.id', 'run_1'],
];

for (const [text, expected] of values) {
  test(`the expression ${text} gives ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(evaluate(compiled(text), scope), { ok: true, value: expected });
  });
}

test('a key that is missing is an error that names it, not false', () => {
  assert.match(failure(evaluate(compiled('vars.missing > 1'), scope)), /No such key: missing.*column 6/);
  assert.match(failure(evaluate(compiled('tasks.later.state == "SUCCEEDED"'), scope)), /No such key: later/);
  assert.match(failure(evaluate(compiled('item > 1'), scope)), /item is not available here/);
});

test('an expression reaches own properties only', () => {
  for (const text of [
    'vars.constructor',
    "vars['__proto__']",
    'vars.name.constructor',
    'vars.map.toString',
    'vars.hasOwnProperty',
  ]) {
    assert.equal(evaluate(compiled(text), scope).ok, false, text);
  }
  assert.deepEqual(evaluate(compiled('has(vars.constructor)'), scope), { ok: true, value: false });
  assert.match(refusal('constructor'), /Unknown variable: constructor/);
  assert.match(refusal('__proto__'), /Reserved/);
});

const refusals: [string, RegExp][] = [
  ['', /empty/],
  ['vars.a >', /column 9/],
  ['vars.a > > 1', /column 10/],
  ['tests.coverage > 80%', /Unknown variable: tests \(column 1\)/],
  ['1 + "a"', /no such overload.*column 1/],
  ['tasks.my-step.state == 1 +', /column 27/],
  ['tasks.a-b.state && "x" > 1', /column 20/],
  ['vars.a.matches("^(a+)+$")', /matches is not available/],
  ['cel.bind(x, vars.a, x + x)', /not available/],
  ['vars', /vars must be followed/],
  ['vars[vars.a]', /vars must be followed/],
  ['tasks.exists(t, true)', /tasks must be followed/],
  ['tasks.lint.output', /no output/],
  ['vars.list.map(vars, 1)', /vars is taken/],
  ['vars.list.join(vars.a)', /separator/],
  ['x'.repeat(expressionBounds.expressionLengthMax + 1), /longer than/],
  [`vars.a${' + 1'.repeat(expressionBounds.expressionNodesMax)}`, /maxAstNodes/],
  [`${'('.repeat(100)}1${')'.repeat(100)}`, /maxDepth/],
];

for (const [text, message] of refusals) {
  test(`the expression ${JSON.stringify(text.slice(0, 40))} is refused with a reason: ${message.source}`, () => {
    assert.match(refusal(text), message);
  });
}

test('compiling any text either works or is refused, and never throws', () => {
  const words = [
    'vars.a',
    'tasks.b-c.state',
    '80%',
    '"x"',
    "'",
    '(',
    ')',
    '[',
    '{',
    '}',
    '.',
    '?',
    ':',
    '&&',
    '!',
    '-',
    '+',
    'in',
    'has',
    ',',
    '9',
    '\\',
    'r"',
  ];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom(...words)).map((list) => list.join(' ')),
      ),
      (text) => {
        const outcome = compileExpression(text);
        if (outcome.ok) evaluate(outcome.value, scope);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('nested loops over long lists run out of budget in bounded time, also where errors are swallowed', async () => {
  const list = Array.from({ length: 3_000 }, (_, index) => index);
  const large: Scope = { vars: { list, text: 'x'.repeat(200_000), deep: [list, list] }, tasks: {} };
  const greedy = [
    'vars.list.all(a, vars.list.all(b, vars.list.all(c, a + b + c >= 0)))',
    'vars.list.exists(a, vars.list.exists(b, a == -1 || b == -1))',
    'vars.list.exists(a, a in vars.list && a == -1)',
    'vars.list.exists(a, vars.text.contains("y"))',
    'vars.list.exists(a, [vars.list] == [vars.list + [1]])',
    'vars.list.map(a, vars.text + vars.text).size() > 1',
  ];
  for (const text of greedy) {
    const answer = await withinCpuMs(2_000, text, () => evaluate(compiled(text), large));
    assert.match(failure(answer), /too many steps/, text);
  }
  assert.deepEqual(evaluate(compiled('vars.list.filter(x, x > 2998)'), large), { ok: true, value: [2_999] });
});

test('an expression that once ran out of budget works again on less', () => {
  const expression = compiled('vars.list.map(a, vars.list.map(b, a * b)).size()');
  const list = Array.from({ length: 1_000 }, (_, index) => index);
  assert.match(failure(evaluate(expression, { vars: { list }, tasks: {} })), /too many steps/);
  assert.deepEqual(evaluate(expression, scope), { ok: true, value: 3 });
});

test('an expression costs the same the first time as ever after', () => {
  const texts = [
    'vars.count + 1 > 2 && vars.name == "api"',
    'vars.list.map(a, vars.list.filter(b, a + b > 2)).size()',
    '[vars.list, vars.list + [4]].exists(l, 4 in l)',
    'has(vars.map.a) ? vars.name.split("p") : [vars.name.substring(1)]',
    'now.getHours("Europe/Berlin") in [1, 4] || tasks.lint.result.warnings in vars.list',
    'vars.?none.orValue({"a": vars.list}).a.all(x, x < vars.count * 2)',
  ];
  for (const text of texts) {
    const expression = compiled(text);
    const costs = [0, 1, 2].map(() => {
      const budget = createBudget();
      const before = budget.costLeft;
      assert.ok(evaluate(expression, scope, budget).ok, text);
      return before - budget.costLeft;
    });
    assert.ok((costs[0] ?? 0) > 0, text);
    assert.deepEqual(costs, [costs[0], costs[0], costs[0]], text);
  }
});

test('what an expression reads is known without evaluating it', () => {
  const expression = compiled(
    'vars.a > 1 && tasks.lint.result.x == vars["b"] && tasks.a-b.state != "" && vars.l.all(x, x.vars > now)',
  );
  const { vars, tasks, names } = references(expression);
  assert.deepEqual(
    [vars.sort(), tasks.sort(), names.sort()],
    [
      ['a', 'b', 'l'],
      ['a-b', 'lint'],
      ['now', 'tasks', 'vars'],
    ],
  );
  assert.deepEqual(references(compiled('has(vars.q) || vars.?r.orValue(false)')).vars.sort(), ['q', 'r']);
});

test('a condition that is neither true nor false is an error', () => {
  assert.deepEqual(evaluateCondition(compiled('vars.on'), scope), { ok: true, value: true });
  const outcome = evaluateCondition(compiled('vars.count'), scope);
  assert.ok(!outcome.ok);
  assert.match(outcome.message, /neither true nor false but 3/);
});

test('results that JSON cannot carry are errors', () => {
  for (const text of ['1.0 / 0.0', '9007199254740993', 'vars.?map', 'duration("1h")', 'b"abc"', 'type(1)']) {
    assert.equal(evaluate(compiled(text), scope).ok, false, text);
  }
});

function render(value: Json): Evaluation<Json> {
  const template = compileTemplate(value);
  assert.ok(template.ok, template.ok ? '' : template.refusals[0]?.message);
  return renderTemplate(template.value, scope);
}

test('a template fills texts, and keeps the type of a value that is one expression', () => {
  assert.deepEqual(
    render({
      repo: '${{ vars.name }}',
      n: '${{vars.count}}',
      say: 'at ${{ vars.coverage }}% of ${{ vars.map }}',
      list: ['${{ vars.list }}', 1],
    }),
    { ok: true, value: { repo: 'api', n: 3, say: 'at 85.5% of {"a":1}', list: [[1, 2, 3], 1] } },
  );
  assert.deepEqual(render('${{ {"a": {"b": "}}"}} }}!'), { ok: true, value: '{"a":{"b":"}}"}}!' });
  assert.equal(render({ a: ['${{ vars.missing }}'] }).ok, false);
});

test('a value without expressions is handed on as it is', () => {
  const value = { a: [1, 'plain }} {{ text', null], b: { c: true } };
  const template = compileTemplate(value);
  assert.ok(template.ok);
  assert.ok(isConstant(template.value));
  const rendered = renderTemplate(template.value, scope);
  assert.ok(rendered.ok && rendered.value === value);
});

test('a template that cannot be compiled is refused with the path inside the value', () => {
  for (const [value, message] of [
    ['x ${{ vars. }}', /column 3/],
    ['${{ vars.a', /never closed/],
  ] as const) {
    const outcome = compileTemplate({ deep: [0, value] });
    assert.ok(!outcome.ok);
    assert.deepEqual([outcome.refusals[0]?.code, outcome.refusals[0]?.path], ['BAD_EXPRESSION', ['deep', '1']]);
    assert.match(outcome.refusals[0]?.message ?? '', message);
  }
});
