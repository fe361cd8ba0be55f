import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastTold, tellingWords } from './say-telling.ts';

const telling = { channel: 'ops', kind: 'FIRST', state: 'SENT', at: '2026-06-10T00:00:00Z' };

test('an alert says whom it reached last, and how many other channels', () => {
  assert.equal(lastTold([]), undefined);
  assert.equal(lastTold([{ ...telling, state: 'GIVEN_UP' }]), undefined, 'what got through to nobody told nobody');
  const later = { ...telling, channel: 'pager', kind: 'MORE', at: '2026-06-10T00:15:00Z' };
  assert.deepEqual(lastTold([later, telling]), { channels: 'pager +1', at: later.at });
  assert.deepEqual([tellingWords('END'), tellingWords('OTHER')], ['that it is over', 'other']);
});
