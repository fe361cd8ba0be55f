import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf } from './close-meaning.ts';

test('a console that restarts, a cut line and changed rights are reason to connect again at once', () => {
  for (const code of [1000, 1001, 1005, 1006, 1012, 4408, 4412, 4499, 4504, undefined])
    assert.equal(meaningOf(code).act, 'reconnect', String(code));
});

test('what would only happen again is tried seldom and said', () => {
  for (const code of [1009, 1011, 1013, 4004, 4005, 4400, 4406, 4409, 4429, 4500]) {
    const { act, why } = meaningOf(code);
    assert.equal(act, 'rest', String(code));
    assert.match(why, /^[A-Z].*[^.]$/);
  }
});

test('who is signed out has to sign in; who is not allowed asks what is gone', () => {
  assert.equal(meaningOf(4401).act, 'sign-in');
  assert.equal(meaningOf(4403).act, 'reread');
});
