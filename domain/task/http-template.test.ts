import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { parseHandler } from './handler.ts';

const places = (handler: JsonObject): string[] => {
  const parsed = parseHandler(handler);
  return parsed.ok ? [] : parsed.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
};
const http = (more: JsonObject): JsonObject => ({ http: { method: 'POST', url: 'https://example.com/', ...more } });

test('expressions stand in the path, the query, the headers and the body of a request', () => {
  assert.deepEqual(places(http({ url: 'https://example.com/a/${{ params.id }}?b=${{ job.id }}' })), []);
  assert.deepEqual(places(http({ url: 'https://example.com?b=${{ job.attempt }}' })), []);
  assert.deepEqual(places(http({ headers: { a: '${{ params.a }}' }, body: { a: ['${{ params }}'] } })), []);
});

test('an expression that could choose who is called is refused when the task is registered', () => {
  for (const url of [
    '${{ params.url }}',
    'https://${{ params.host }}/',
    'https://example.com${{ params.rest }}',
    'https://example.com:${{ params.port }}/',
  ])
    assert.ok(
      places(http({ url })).every((place) => place === 'BAD_URL http.url' || place === 'BAD_URL handler.http.url'),
      url,
    );
  assert.notDeepEqual(places(http({ url: 'https://example.com${{ params.rest }}' })), []);
});

test('what cannot be filled in is named by its place', () => {
  assert.deepEqual(places(http({ url: 'https://example.com/${{ params.' })), ['BAD_EXPRESSION handler.http.url']);
  assert.deepEqual(places(http({ headers: { a: '${{ vars.a }}' } })), ['BAD_EXPRESSION handler.http.headers.a']);
  assert.deepEqual(places(http({ body: { a: ['${{ tasks.x.result }}'] } })), ['BAD_EXPRESSION handler.http.body']);
  assert.deepEqual(places(http({ body: { a: ['${{ 1 + }}'] } })), ['BAD_EXPRESSION handler.http.body.a.0']);
});

test('where expressions are not filled in they are refused, not taken as they stand', () => {
  const plugin = { pluginId: 'p', runtimeUrl: 'https://example.com/${{ params.id }}' };
  assert.deepEqual(places({ plugin }), ['BAD_INPUT handler.plugin.runtimeUrl']);
  assert.deepEqual(places({ builtin: { name: 'fail', options: { message: '${{ params.m }}' } } }), [
    'BAD_INPUT handler.builtin.options.message',
  ]);
});
