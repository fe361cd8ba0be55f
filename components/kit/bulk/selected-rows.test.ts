import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runLooks } from '#components/state/state-look.ts';
import { mayFit, sayStates } from './selected-rows.ts';

test('what is selected is counted by state, in the order of the states', () => {
  const say = (states: string[], count = states.length) => sayStates(states, { looks: runLooks, count });
  assert.equal(say(['FAILED', 'RUNNING', 'FAILED']), '1 running, 2 failed');
  assert.equal(say(['FAILED'], 2), '', 'one of them is not shown any more');
  assert.equal(say([]), '');
});

test('an act rests when it makes sense for none of the selected rows, and not when some are not known', () => {
  const isEven = (row: number) => row % 2 === 0;
  assert.ok(mayFit(isEven, { rows: [1, 2], count: 2 }));
  assert.ok(!mayFit(isEven, { rows: [1, 3], count: 2 }));
  assert.ok(mayFit(isEven, { rows: [1], count: 2 }));
  assert.ok(mayFit(undefined, { rows: [1], count: 1 }));
});
