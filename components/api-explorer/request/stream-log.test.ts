import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyLog, withMessages } from './stream-log.ts';

test('the last message stands first, and every message has its number', () => {
  const log = withMessages(withMessages(emptyLog, ['a'], 1), ['b', 'c'], 2);
  assert.deepEqual(
    log.messages.map(({ number, text }) => `${number} ${text}`),
    ['3 c', '2 b', '1 a'],
  );
});

test('a stream that goes on for hours is counted in full and kept in part', () => {
  const log = withMessages(
    emptyLog,
    Array.from({ length: 1_000 }, (_, n) => String(n)),
    1,
  );
  assert.equal(log.count, 1_000);
  assert.equal(log.messages.length, 200);
  assert.equal(log.messages[0]?.number, 1_000);
});
