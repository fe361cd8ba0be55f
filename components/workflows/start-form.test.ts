import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVariables, variablesToStartWith } from '#components/workflows/start-form.ts';

test('the start form begins with every variable and its default', () => {
  const variables = { repo: { type: 'string', required: true }, minCoverage: { type: 'number', default: 80 } };
  assert.deepEqual(variablesToStartWith({ name: 'review', variables }), { repo: null, minCoverage: 80 });
  assert.deepEqual(variablesToStartWith({ name: 'bare', tasks: [] }), {});
  assert.deepEqual(variablesToStartWith(null), {});
});

test('a variable left null is not given, so that its default counts', () => {
  assert.deepEqual(readVariables('{"repo": null, "minCoverage": 0}'), { ok: true, variables: { minCoverage: 0 } });
  assert.deepEqual(readVariables('  '), { ok: true, variables: {} });
});

test('what is not one JSON object is refused with a sentence', () => {
  for (const text of ['{', '[1]', '7']) assert.equal(readVariables(text).ok, false, text);
});
