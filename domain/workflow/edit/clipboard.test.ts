import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { copySteps, readClipboard, writeClipboard } from './clipboard.ts';
import { openDraft } from './draft.ts';
import { applyEdit } from './edit.ts';
import { freshNames } from './paste.ts';

const source = `name: source
variables: { repo: { type: string }, key: { type: secret, secret: deploy }, other: { type: string } }
tasks:
  - { id: before, type: A }
  - { id: get, type: HTTP, params: { url: "\${{ vars.repo }}", password: hunter2, apiKey: "\${{ vars.key }}" }, dependencies: [before] }
  - { id: use, type: B, dependencies: [get, before], condition: "tasks.get.result.n > 0 && tasks.before.state == 'FAILED'" }
`;

function clip(ids: string[]) {
  const read = readClipboard(writeClipboard(copySteps(openDraft(source).outline, ids)));
  assert.ok(read.ok);
  return read.value;
}

test('steps are copied with the variables that they read, and without secrets', () => {
  const { steps, variables } = clip(['get', 'use']);
  assert.deepEqual(Object.keys(variables), ['repo']);
  assert.deepEqual(steps[0]?.params, { url: '${{ vars.repo }}', apiKey: '${{ vars.key }}' });
});

test('pasted steps get ids of their own, follow each other and nobody else', () => {
  const target = openDraft('name: target\ntasks:\n  - id: get\n    type: X\n');
  const pasted = applyEdit(target, { kind: 'paste-steps', clipboard: clip(['get', 'use']), after: 'get' });
  assert.ok(pasted.ok);
  assert.deepEqual(pasted.value.steps, ['get_2', 'use']);
  const [, get, use] = pasted.value.draft.outline.steps;
  assert.deepEqual(get?.dependencies, []);
  assert.deepEqual(
    use?.dependencies.map(({ step }) => step),
    ['get_2'],
  );
  assert.equal(use?.fields.condition, "tasks.get_2.result.n > 0 && tasks.before.state == 'FAILED'");
  assert.deepEqual(Object.keys(pasted.value.draft.outline.variables), ['repo']);
});

test('a definition, a list of steps and one step can be pasted', () => {
  const step = { id: 'a', type: 'A' };
  for (const value of [step, [step], { name: 'x', tasks: [step] }]) {
    const read = readClipboard(JSON.stringify(value));
    assert.deepEqual(read.ok && read.value.steps, [step]);
  }
});

test('what is no step is refused', () => {
  const deep = '['.repeat(5_000) + ']'.repeat(5_000);
  const values: Json[] = [
    null,
    7,
    'text',
    [],
    {},
    [{ id: 'a' }, 7],
    { steps: [[]] },
    { id: '' },
    { id: ' ' },
    { id: 7 },
  ];
  const texts = [
    '',
    '{',
    'a: b',
    deep,
    '{"id":"a","__proto__":{"x":1}}',
    '{"id":"\\u0000"}',
    ...values.map((value) => JSON.stringify(value)),
  ];
  for (const text of texts) assert.equal(readClipboard(text).ok, false, text.slice(0, 60));
  assert.equal(readClipboard(`"${'x'.repeat(5_000_000)}"`).ok, false);
});

test('an id that is taken gets the first number that is free', () => {
  const names = freshNames(['a', 'b_2', 'b', 'c-d', 'e_9'], ['a', 'b', 'c-d', 'e_9', 'new', 'a_2']);
  assert.deepEqual([...names.values()], ['a_2', 'b_3', 'c-d-2', 'e_2', 'new', 'a_3']);
});
