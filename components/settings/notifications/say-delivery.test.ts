import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayTested } from './say-channel.ts';
import { whyOf, withoutTenant } from './say-delivery.ts';

test('a message says why it did not get through, else what came back, else what it waits for', () => {
  const message = { error: null, answer: null, state: 'PENDING' } as const;
  assert.equal(whyOf({ ...message, error: 'refused', answer: '403' }), 'refused');
  assert.equal(whyOf({ ...message, answer: '250 OK' }), '250 OK');
  assert.equal(whyOf({ ...message, state: 'HELD' }), 'waits for the end of quiet hours');
  assert.equal(withoutTenant('[acme-1] 3 jobs [of task x] are dead'), '3 jobs [of task x] are dead');
});

test('a test of a channel says what it came to', () => {
  assert.equal(sayTested('ops', { state: 'SENT', answer: '250 OK', error: null }).kind, 'done');
  assert.match(sayTested('ops', { state: 'PENDING', answer: null, error: null }).words, /no worker has sent it yet/);
  assert.match(
    sayTested('ops', { state: 'GIVEN_UP', answer: null, error: 'refused' }).words,
    /did not get through: refused/,
  );
});
