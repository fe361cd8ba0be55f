import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOfError, sayError } from './say-error.ts';

test('an error is said once: what its message says already is not said before it', () => {
  assert.equal(sayError({ type: 'FAIL', message: 'the bank did not answer' }), 'the bank did not answer');
  assert.equal(
    sayError({ type: 'HTTP_500', message: 'the server answered 500: out of order' }),
    'HTTP 500: out of order',
  );
  assert.equal(sayError({ type: 'HTTP_502', message: 'the server answered 502' }), 'HTTP 502');
  assert.equal(
    sayError({ type: 'CONNECT', message: 'no connection to a.test: it was refused' }),
    'No connection: no connection to a.test: it was refused',
  );
});

test('what a handler of a tenant calls its error is kept as it is', () => {
  assert.deepEqual(partsOfError({ type: 'CARD_DECLINED', message: '\n ask the bank\nstack' }), {
    word: undefined,
    code: 'CARD_DECLINED',
    line: 'ask the bank',
  });
});

test('a message of many words is cut, and one without any is no empty sentence', () => {
  assert.equal(partsOfError({ type: 'FAIL', message: 'x'.repeat(1_000) }).line.length, 300);
  assert.equal(sayError({ type: 'TIMEOUT', message: '' }), 'Timeout');
});
