import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withParams } from './url-params.ts';

test('choosing a tab keeps the rest of the address', () => {
  assert.equal(withParams('?q=state%3Afailed&tab=graph', { tab: 'steps' }), '?q=state%3Afailed&tab=steps');
});

test('what is no longer chosen leaves the address', () => {
  assert.equal(withParams('?q=a&step=b', { step: undefined }), '?q=a');
  assert.equal(withParams('?q=a', { q: '' }), '');
});
