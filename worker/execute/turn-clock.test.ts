import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TurnClock } from './turn-clock.ts';

test('the clock of a turn never goes back, is never ahead, and a new turn reads it anew', async () => {
  const clock = new TurnClock();
  let earlier = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    const beganAtMs = performance.now();
    for (let stamp = 0; stamp < 100; stamp += 1) {
      const nowMs = clock.nowMs();
      assert.ok(nowMs >= earlier && nowMs >= beganAtMs && nowMs <= performance.now());
      earlier = nowMs;
    }
    await new Promise(setImmediate);
  }
});
