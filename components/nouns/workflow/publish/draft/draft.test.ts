import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalOf, type Draft, draftOf, isChanged, readDraft, savedDraft, writtenDraft } from './draft.ts';

const published = { number: 3, source: 'name: a\n' };
const saved = { id: 'wfd_1', revision: 'r1', savedAt: '2026-11-30T09:00:00Z' };
const stored = { ...saved, text: 'name: b\n', baseVersion: 3 };
const here: Draft = draftOf(stored);

function typed(draft: Draft | undefined, text: string): Draft {
  const next = writtenDraft(draft, text, published);
  assert.ok(next !== undefined);
  return next;
}

test('whoever shows a draft may tell of its text again, and nothing is to be saved', () => {
  assert.equal(writtenDraft(here, here.text, published), here);
});

test('a draft remembers the version that it started from, also when another one is published meanwhile', () => {
  const first = typed(undefined, 'name: b\n');
  assert.deepEqual(first, { text: 'name: b\n', baseVersion: 3, saved: undefined, isDirty: true });
  const next = writtenDraft(first, 'name: bc\n', { number: 4, source: 'name: other\n' });
  assert.equal(next?.baseVersion, 3);
});

test('a text that says the same as what is published is no draft, also when another version is published then', () => {
  const gone = writtenDraft(here, published.source, published);
  for (const now of [published, { number: 4, source: 'name: other\n' }]) assert.equal(isChanged(gone, now), false);
  assert.deepEqual(readDraft(JSON.stringify(gone)), gone);
  assert.equal(writtenDraft(undefined, published.source, published), undefined);
  const ofWindows = { number: 4, source: 'name: a\r\n' };
  assert.equal(writtenDraft(undefined, 'name: a\n', ofWindows), undefined);
  const begun = writtenDraft(gone, 'name: c\n', { number: 4, source: 'name: other\n' });
  assert.deepEqual(begun, { text: 'name: c\n', baseVersion: 4, saved, isDirty: true });
  assert.equal(isChanged(here, published), true);
  assert.equal(isChanged(undefined, published), false);
});

test('a draft comes back as it was kept, and foreign things are left alone', () => {
  assert.deepEqual(readDraft(JSON.stringify(here)), here);
  const early = { text: 'name: b\n', baseVersion: 3, baseText: 'name: a\n' };
  const unsaved = { text: 'name: b\n', baseVersion: 3, saved: undefined, isDirty: true };
  assert.deepEqual(readDraft(JSON.stringify(early)), unsaved);
  assert.deepEqual(readDraft(JSON.stringify({ ...here, saved: { id: 1 } })), { ...here, saved: undefined });
  for (const kept of [null, '', '{', '[]', '{"text": 1}', '{"text": "a", "baseVersion": "3"}'])
    assert.equal(readDraft(kept), undefined, String(kept));
});

test('what the server has is taken where nothing unsaved is here', () => {
  assert.deepEqual(arrivalOf(undefined, stored), { kind: 'replaced', draft: here });
  const later = { ...stored, revision: 'r2', text: 'name: c\n' };
  assert.deepEqual(arrivalOf(here, later), { kind: 'replaced', draft: draftOf(later) });
  assert.deepEqual(arrivalOf(here, undefined), { kind: 'replaced', draft: undefined });
});

test('what is here goes on where the server has nothing newer', () => {
  assert.deepEqual(arrivalOf(undefined, undefined), { kind: 'stays' });
  assert.deepEqual(arrivalOf(here, stored), { kind: 'stays' });
  assert.deepEqual(arrivalOf(writtenDraft(here, 'name: bc\n', published), stored), { kind: 'stays' });
  assert.deepEqual(arrivalOf(writtenDraft(undefined, 'name: b\n', published), undefined), { kind: 'stays' });
});

test('two windows with different texts ask their author, and with the same text nobody', () => {
  const mine = typed(here, 'name: mine\n');
  assert.deepEqual(arrivalOf(mine, { ...stored, revision: 'r2', text: 'name: c\n' }), { kind: 'clash' });
  assert.deepEqual(arrivalOf(mine, undefined), { kind: 'clash' });
  const same = { ...stored, revision: 'r2', text: 'name: mine\n' };
  assert.deepEqual(arrivalOf(mine, same), { kind: 'replaced', draft: draftOf(same) });
});

test('what was typed while a save was on its way is still to be saved', () => {
  const sent = typed(undefined, 'name: b\n');
  assert.equal(savedDraft(sent, sent, saved).isDirty, false);
  const more = typed(sent, 'name: bc\n');
  assert.deepEqual(savedDraft(more, sent, saved), { ...more, saved, isDirty: true });
});
