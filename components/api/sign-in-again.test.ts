import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathAfterSignIn } from '#components/api/sign-in-again.ts';

test('signing in leads back to the page that asked for it', () => {
  assert.equal(pathAfterSignIn('?next=%2Fjobs%3Fstate%3DFAILED'), '/jobs?state=FAILED');
  assert.equal(pathAfterSignIn(''), '/');
});

test('signing in never leads to another site, nor back to itself', () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in',
  ]) {
    assert.equal(pathAfterSignIn(`?next=${encodeURIComponent(next)}`), '/', next);
  }
});
