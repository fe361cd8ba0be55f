import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression, evaluate } from './expressions.ts';
import { expressionFunctions } from './functions.ts';

for (const { name, of, example, gives } of expressionFunctions) {
  test(`the function ${of === null ? '' : `of a ${of}, `}${name}, that is offered does what is said of it`, () => {
    assert.ok(example.includes(`${name}(`));
    const compiled = compileExpression(example);
    assert.ok(compiled.ok);
    const outcome = evaluate(compiled.value, { vars: { o: { a: 1 } }, tasks: {} });
    assert.deepEqual(outcome, { ok: true, value: gives });
  });
}
