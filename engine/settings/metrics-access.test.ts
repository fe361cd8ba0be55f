import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayReadMetrics } from './metrics-access.ts';

const token = 'a-token-of-the-platform';
const from = (remoteAddress: string | undefined, headers = {}) => ({ headers, socket: { remoteAddress } });

test('without a token the figures are for whoever asks from the machine itself', () => {
  for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
    assert.ok(mayReadMetrics(from(address), undefined));
  for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '1127.0.0.1', '', undefined])
    assert.ok(!mayReadMetrics(from(address), undefined), address);
});

test('a proxy on the machine is not the machine', () => {
  for (const headers of [{ 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=127.0.0.1' }])
    assert.ok(!mayReadMetrics(from('127.0.0.1', headers), undefined));
});

test('with a token the figures are for whoever shows it, from anywhere, and for nobody else', () => {
  assert.ok(mayReadMetrics(from('10.0.0.1', { authorization: `Bearer ${token}` }), token));
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    token,
  ])
    assert.ok(!mayReadMetrics(from('127.0.0.1', { authorization }), token), authorization);
});
