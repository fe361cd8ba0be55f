import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOfRequest, readHistory, type SentRequest, withRequest } from './request-history.ts';

function sent(query: string, atMs = 1): SentRequest {
  return { query, variables: '{}', atMs, verdict: 'answered' as const };
}

test('the last request stands first, and one sent again stands there once', () => {
  const history = [sent('{ a }', 1), sent('{ b }', 2), sent('{ a }', 3)].reduce<SentRequest[]>(withRequest, []);
  assert.deepEqual(history, [sent('{ a }', 3), sent('{ b }', 2)]);
});

test('a history has an end, and a huge request is not kept', () => {
  const many = Array.from({ length: 80 }, (_, n) => sent(`{ field${n} }`));
  assert.equal(many.reduce<SentRequest[]>(withRequest, []).length, 50);
  assert.deepEqual(withRequest([], sent('x'.repeat(30_000))), []);
});

test('what was kept is read again, and what is not ours is left out', () => {
  const history = [sent('{ a }')];
  assert.deepEqual(readHistory(JSON.stringify(history)), history);
  assert.deepEqual(readHistory(null), []);
  for (const kept of ['{', '7', '[{"query": 1}]']) assert.deepEqual(readHistory(kept), [], kept);
});

test('a request is called by its operation, or by its first field', () => {
  assert.equal(nameOfRequest(sent('# my query\nquery LastFailed($n: Int) { jobs { id } }')), 'LastFailed');
  assert.equal(nameOfRequest(sent('{ mine: viewer { id } }')), 'viewer');
});
