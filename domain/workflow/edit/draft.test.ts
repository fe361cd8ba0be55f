import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { definitionCorpus } from '#testing/probes/definitions/definition-corpus.ts';
import { openDraft } from './draft.ts';
import { applyEdit, type Edit } from './edit.ts';
import { fieldAt, stepAt } from './selection.ts';

const text =
  'name: x\ntasks:\n  - id: a\n    type: A\n  # About b.\n  - id: b\n    type: B # runs B\n    dependencies: [a]\n';

test('a broken text keeps the steps it had, says its problems and is not edited', () => {
  const broken = openDraft(`${text}  - id: [\n`, openDraft(text));
  assert.equal(broken.isBroken, true);
  assert.deepEqual(
    broken.outline.steps.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.equal(broken.problems[0]?.code, 'BAD_YAML');
  assert.equal(applyEdit(broken, { kind: 'remove-steps', steps: ['a'] }).ok, false);
});

test('a place in the text leads to its step and field, and a step to its place', () => {
  const { outline } = openDraft(text);
  assert.deepEqual(fieldAt(outline, text.indexOf('[a]') + 1), { step: 'b', field: 'dependencies' });
  assert.equal(stepAt(outline, text.indexOf('About')), undefined);
  const { place } = outline.steps[1] ?? {};
  assert.deepEqual([place?.line, place?.lastLine], [6, 8]);
  assert.equal(text.slice(place?.from, place?.to), '- id: b\n    type: B # runs B\n    dependencies: [a]');
});

test('every step of every definition is found at its place', () => {
  for (const written of definitionCorpus()) {
    const { outline } = openDraft(written.text);
    for (const { id, place } of outline.steps) {
      if (place !== undefined) assert.equal(stepAt(outline, place.from + 2)?.id, id, written.name);
    }
  }
});

test('a definition that makes no sense yet can still be drawn and edited', () => {
  const draft = openDraft(
    'name: x\ntasks:\n  - id: a\n    unheard: of\n  - 7\n  - id: b\n    type: B\n    dependencies: [nobody]\n',
  );
  assert.deepEqual(
    draft.outline.steps.map(({ id, index }) => [id, index]),
    [
      ['a', 0],
      ['b', 2],
    ],
  );
  const edit: Edit = { kind: 'set-field', step: 'b', path: ['timeout'], value: 'PT1M' };
  const outcome = applyEdit(draft, edit);
  assert.equal(outcome.ok && outcome.value.draft.text, `${draft.text}    timeout: PT1M\n`);
});

test('the first step, the first variable and the first limit are written where they belong', () => {
  const edits: Edit[] = [
    { kind: 'set-head', path: ['name'], value: 'fresh' },
    { kind: 'add-step', step: { id: 'a', type: 'A' } },
    { kind: 'set-variable', name: 'n', variable: { type: 'number' } },
    { kind: 'set-head', path: ['limits', 'maxIterations'], value: 5 },
    { kind: 'set-head', path: ['limits', 'maxIterations'], value: undefined },
  ];
  let draft = openDraft('name: ""\n');
  for (const edit of edits) {
    const outcome = applyEdit(draft, edit);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    draft = outcome.value.draft;
  }
  assert.equal(draft.text, 'name: "fresh"\nvariables:\n  n: { type: number }\ntasks:\n  - id: a\n    type: A\n');
});

test('edges are drawn in the words that the author uses', () => {
  const followers = openDraft('name: x\nworkflow:\n  - task: a\n    on_success: b\n  - task: c\n');
  const connected = applyEdit(followers, { kind: 'connect', from: 'a', to: 'c', on: 'success' });
  assert.equal(
    connected.ok && connected.value.draft.text,
    followers.text.replace('on_success: b', 'on_success: [b, c]'),
  );
  const words = openDraft(
    'name: x\ntasks:\n  - { name: a, handler: h }\n  - { name: b, handler: h, depends_on: a }\n  - { name: c, handler: h }\n',
  );
  const more = applyEdit(words, { kind: 'connect', from: 'b', to: 'c', on: 'success' });
  assert.equal(
    more.ok && more.value.draft.text,
    words.text.replace('name: c, handler: h', 'name: c, handler: h, depends_on: [b]'),
  );
});

test('what cannot be meant is refused with a sentence', () => {
  const draft = openDraft(text);
  const edits: Edit[] = [
    { kind: 'add-step', step: { id: 'a', type: 'A' } },
    { kind: 'add-step', step: { type: 'A' } },
    { kind: 'rename-step', step: 'a', to: 'b' },
    { kind: 'rename-step', step: 'a', to: '' },
    { kind: 'rename-step', step: 'a', to: '__proto__' },
    { kind: 'connect', from: 'a', to: 'a', on: 'success' },
    { kind: 'connect', from: 'a', to: 'nobody', on: 'success' },
    { kind: 'disconnect', from: 'b', to: 'a' },
    { kind: 'set-field', step: 'a', path: [], value: 1 },
    { kind: 'set-field', step: 'a', path: ['id'], value: 'z' },
    { kind: 'set-field', step: 'nobody', path: ['timeout'], value: 'PT1M' },
    { kind: 'set-field', step: 'a', path: ['params'], value: { constructor: 1 } },
    { kind: 'set-field', step: 'a', path: ['params'], value: { n: Number.NaN } },
    { kind: 'set-head', path: ['tasks'], value: [] },
    { kind: 'rename-variable', name: 'nothing', to: 'n' },
    { kind: 'remove-steps', steps: ['nobody'] },
    { kind: 'move-step', step: 'a', after: 'nobody' },
    { kind: 'paste-steps', clipboard: { steps: [], variables: {} } },
  ];
  for (const edit of edits) {
    const outcome = applyEdit(draft, edit);
    assert.equal(outcome.ok, false, JSON.stringify(edit));
    if (!outcome.ok) assert.ok((outcome.refusals[0]?.message ?? '').length > 10);
  }
});

test('no text throws, and what an edit makes of it can be read', () => {
  const bombs = [
    'a: &a [*a]',
    `${'['.repeat(10_000)}`,
    `${'- '.repeat(3_000)}x`,
    '\ufeffname: x\ntasks: []\n',
    '\tname: x',
    'a: 1\na: 2',
    '--- 1\n--- 2',
    '*x',
    '<<: 1',
    '? [a]\n: b',
    'tasks: {a: 1}',
    'tasks:\n- &a\n  id: *a\n',
    '%YAML 1.1\n---\na: b',
    '',
    '\0',
    '"\\ud800"',
    'tasks: &t\n  - id: a\n    type: *t\n',
  ];
  const edits: Edit[] = [
    { kind: 'add-step', step: { id: 'q', type: 'Q' } },
    { kind: 'set-head', path: ['name'], value: 'n' },
    { kind: 'set-field', step: 'a', path: ['params', 'deep', 'er'], value: 'x' },
    { kind: 'remove-steps', steps: ['a'] },
    { kind: 'rename-step', step: 'a', to: 'z' },
  ];
  const tryAll = (hostile: string) => {
    const draft = openDraft(hostile);
    for (const edit of edits) {
      const outcome = applyEdit(draft, edit);
      if (outcome.ok) assert.equal(outcome.value.draft.isBroken, false);
    }
  };
  for (const hostile of bombs) tryAll(hostile);
  const pieces = fc.constantFrom(
    'tasks:',
    '\n',
    '  ',
    '- ',
    'id: a',
    'type: A',
    '&x ',
    '*x',
    '<<: ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '# c',
    ': ',
    '? ',
    '\r\n',
    '---',
    'name: b',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => tryAll(parts.join(''))),
    { numRuns: 400 },
  );
});
