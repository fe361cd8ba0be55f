import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Handler, parseHandler } from './handler.ts';
import { keepHeaders, keptNames } from './kept-headers.ts';

const http = (url: string, headers: Record<string, string>): Handler => {
  const parsed = parseHandler({ http: { method: 'POST', url, headers } });
  if (!parsed.ok) throw new Error('the example is a handler');
  return parsed.value;
};
const before = http('https://api.example.com/v1/${{ params.id }}', { Authorization: 'Bearer abc', 'x-plain': 'b' });
const headersOf = (handler: Handler) => ('http' in handler ? handler.http.headers : {});

test('a value that is hidden is kept from the version before, whatever the case of its name', () => {
  const next = http('https://api.example.com/v2', { authorization: '(hidden)', 'x-plain': 'c' });
  assert.deepEqual(keptNames(next), ['authorization']);
  const kept = keepHeaders(next, before);
  assert.deepEqual(kept.ok && headersOf(kept.value), { authorization: 'Bearer abc', 'x-plain': 'c' });
});

test('a kept value goes to no other server, port or scheme: it would be a way to read it', () => {
  for (const url of [
    'https://evil.example.com/',
    'https://api.example.com:8443/',
    'http://api.example.com/',
    'https://api.example.com.evil.com/',
  ]) {
    const kept = keepHeaders(http(url, { Authorization: '(hidden)' }), before);
    assert.deepEqual(kept.ok ? [] : kept.refusals.map(({ path }) => path.join('.')), [
      'handler.http.headers.Authorization',
    ]);
  }
});

test('there is nothing to keep for a new task, a new header or another kind of handler', () => {
  const next = http('https://api.example.com/', { 'x-new': '(hidden)' });
  for (const earlier of [null, before, { builtin: { name: 'noop' } }])
    assert.equal(keepHeaders(next, earlier).ok, false, JSON.stringify(earlier));
  assert.equal(keepHeaders({ builtin: { name: 'noop', options: {} } }, before).ok, true);
});
