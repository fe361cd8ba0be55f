import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOptions, typedOut } from './option-search.ts';

const zones = ['Africa/Newtown', 'America/New_York', 'Europe/Berlin', 'Asia/Renewal'].map((value) => ({ value }));

test('a zone is found by any of its words, and one that begins with them comes first', () => {
  const found = (text: string, max = 10) => findOptions(zones, text, max).map(({ value }) => value);
  assert.deepEqual(found('new york'), ['America/New_York']);
  assert.deepEqual(found('NEW'), ['Africa/Newtown', 'America/New_York', 'Asia/Renewal']);
  assert.deepEqual(found('', 2), ['Africa/Newtown', 'America/New_York']);
  assert.deepEqual(found('moon'), []);
});

test('what is typed out in full counts as chosen, in the list or not', () => {
  assert.equal(typedOut(zones, ' europe/berlin '), 'Europe/Berlin');
  assert.equal(typedOut(zones, 'Mars/Crater'), 'Mars/Crater');
  assert.equal(typedOut(zones, ' '), undefined);
  assert.equal(typedOut(zones, undefined), undefined);
});

test('a field that may be empty is emptied by what is typed, and by nothing else', () => {
  assert.equal(typedOut(zones, ' ', true), '');
  assert.equal(typedOut(zones, undefined, true), undefined);
});
