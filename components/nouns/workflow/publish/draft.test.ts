import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedDraft, readDraft } from './draft.ts';

const published = { number: 3, source: 'name: a\n' };

test('a draft remembers the version that it started from, also when another one is published meanwhile', () => {
  const first = changedDraft(undefined, { text: 'name: b\n', published });
  assert.deepEqual(first, { text: 'name: b\n', baseVersion: 3, baseText: 'name: a\n' });
  const next = changedDraft(first, { text: 'name: bc\n', published: { number: 4, source: 'name: other\n' } });
  assert.deepEqual(next, { text: 'name: bc\n', baseVersion: 3, baseText: 'name: a\n' });
});

test('a text that says the same as what is published is no draft', () => {
  assert.equal(changedDraft({ text: 'x', baseVersion: 3, baseText: '' }, { text: 'name: a\n', published }), undefined);
});

test('a draft comes back as it was kept, and foreign things are left alone', () => {
  const draft = { text: 'name: b\n', baseVersion: 3, baseText: 'name: a\n' };
  assert.deepEqual(readDraft(JSON.stringify(draft)), draft);
  for (const kept of [null, '', '{', '[]', '{"text": 1}', '{"text": "a", "baseVersion": "3", "baseText": ""}']) {
    assert.equal(readDraft(kept), undefined, String(kept));
  }
});
