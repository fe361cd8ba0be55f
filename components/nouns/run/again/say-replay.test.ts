import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayReplay } from './say-replay.ts';

test('a rerun says where it begins, and how many steps and items it keeps', () => {
  const failed = { from: 'FAILED', step: null, scope: 'FOLLOWING', keptSteps: 0, keptItems: 0 } as const;
  assert.equal(sayReplay(failed), 'from what failed');
  assert.equal(sayReplay({ ...failed, keptSteps: 1 }), 'from what failed, 1 step kept');
  assert.equal(sayReplay({ ...failed, keptItems: 9_997 }), 'from what failed, 9,997 items kept');
  assert.equal(sayReplay({ ...failed, keptSteps: 3, keptItems: 1 }), 'from what failed, 3 steps and 1 item kept');
});
