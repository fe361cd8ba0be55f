import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeText, clipOf, pasteOf } from './changes.ts';

const text = `name: review
# What runs first.
tasks:
  - id: lint   # quick
    type: lint-code
`;

test('several edits are one change: all of them, or none', () => {
  const changed = changeText(text, [
    { kind: 'add-step', step: { id: 'test', type: 'run-tests', dependencies: ['lint'] }, after: 'lint' },
    { kind: 'disconnect', from: 'lint', to: 'test', on: 'success' },
    { kind: 'connect', from: 'lint', to: 'test', on: 'failure', condition: 'vars.strict' },
  ]);
  assert.ok(changed.ok);
  assert.deepEqual(changed.steps, ['test']);
  assert.ok(changed.text.startsWith(text), 'what was written stays as it was written');
  const refused = changeText(text, [
    { kind: 'set-head', path: ['name'], value: 'other' },
    { kind: 'connect', from: 'lint', to: 'nobody', on: 'success' },
  ]);
  assert.ok(!refused.ok);
  assert.match(refused.sentence, /^[A-Z].*nobody.*\.$/);
});

test('steps are copied as JSON and pasted under ids of their own; other texts are not pasted', () => {
  const pasted = pasteOf(clipOf(text, ['lint']));
  assert.ok(pasted.ok);
  const changed = changeText(text, [pasted.edit]);
  assert.ok(changed.ok);
  assert.equal(changed.steps.length, 1);
  assert.notEqual(changed.steps[0], 'lint');
  for (const clip of ['nonsense', '[]', '{}', '3']) assert.equal(pasteOf(clip).ok, false);
});
