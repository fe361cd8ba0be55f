import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayKept } from './group-acts.ts';

test('what the runs of a failure keep is said in steps', () => {
  const say = (keptStepCount: number, rerunStepCount: number) => sayKept({ keptStepCount, rerunStepCount });
  assert.equal(say(36, 12), '36 steps are kept, 12 run again.');
  assert.equal(say(1, 1), '1 step is kept, 1 runs again.');
  assert.equal(say(0, 3), 'No step is kept, 3 run again.');
  assert.equal(say(0, 0), undefined, 'jobs that stand alone have no steps');
});
