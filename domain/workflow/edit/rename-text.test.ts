import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renameInExpression, renameInTemplate } from './rename-text.ts';

const lint = (to: string) => ({ root: 'tasks', names: new Map([['lint', to]]) }) as const;
const step = (text: string, to = 'check') => renameInExpression(text, lint(to));
const variable = (text: string) => renameInExpression(text, { root: 'vars', names: new Map([['n', 'count']]) });

test('a step is followed wherever an expression reads it', () => {
  assert.equal(
    step('tasks.lint.result.n > 1 && tasks["lint"].state == "X"'),
    'tasks.check.result.n > 1 && tasks["check"].state == "X"',
  );
  assert.equal(step("tasks['lint'].?result"), "tasks['check'].?result");
  assert.equal(step('tasks.?lint.orValue(x)'), 'tasks.?check.orValue(x)');
  assert.equal(step('has( tasks . lint )'), 'has( tasks . check )');
});

test('what only looks like the step stays', () => {
  for (const text of [
    'vars.tasks.lint',
    '"tasks.lint"',
    "'it\\'s tasks.lint'",
    'tasks.linting.result',
    'tasks.lint-all.state',
    'x // tasks.lint',
    'my_tasks.lint',
    'vars.lint',
  ]) {
    assert.equal(step(text), text);
  }
});

test('an id that no dot reaches is put in brackets', () => {
  assert.equal(step('tasks.lint.state', 'my-check'), 'tasks.my-check.state');
  assert.equal(step('tasks.lint.state', 'größe'), 'tasks["größe"].state');
  assert.equal(step('tasks.?lint', 'my-check'), 'tasks[?"my-check"]');
  assert.equal(step("tasks['lint'].state", 'it\'s "so"'), `tasks['it\\'s "so"'].state`);
});

test('a variable ends where a minus begins', () => {
  assert.equal(variable('vars.n-1 > vars.number && vars["n"] > 0'), 'vars.count-1 > vars.number && vars["count"] > 0');
});

test('in a text only what stands in ${{ }} is an expression', () => {
  const text = "tasks.lint ${{ tasks.lint.result }} and ${{ {'}}': tasks.lint} }} ${{ tasks.lint";
  assert.equal(
    renameInTemplate(text, lint('b')),
    "tasks.lint ${{ tasks.b.result }} and ${{ {'}}': tasks.b} }} ${{ tasks.lint",
  );
});

test('names that change places do so at once', () => {
  const names = new Map([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  assert.equal(renameInExpression('tasks.a.n + tasks.b.n', { root: 'tasks', names }), 'tasks.b.n + tasks.a.n');
});
