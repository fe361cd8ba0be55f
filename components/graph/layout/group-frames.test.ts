// The frames of groups in a graph that was laid out without knowing of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupFrames } from './group-frames.ts';

const at = (x: number, y: number) => ({ x, y });
const places = new Map([
  ['a', at(0, 0)],
  ['b', at(0, 80)],
  ['c', at(0, 160)],
  ['d', at(292, 0)],
  ['e', at(292, 80)],
]);
const drawn = { places, hasCondition: () => false };
const corners = (steps: string[]) =>
  groupFrames([{ name: 'one', steps }], drawn).map(({ x, y, width, height }) => [x, y, width, height]);

test('a group whose steps stand together has one frame around them', () => {
  assert.deepEqual(corners(['a', 'b', 'd', 'e']), [[-10, -11, 512, 158]]);
  assert.deepEqual(corners(['nowhere']), []);
});

test('where another step stands between, a group has a frame in each place, and no frame holds the other step', () => {
  assert.deepEqual(corners(['c', 'a']), [
    [-10, -11, 220, 78],
    [-10, 149, 220, 78],
  ]);
  assert.deepEqual(corners(['a', 'b', 'd']), [
    [-10, -11, 220, 158],
    [282, -11, 220, 78],
  ]);
});

test('a frame leaves room for the condition of its first step, and has the colour of its group', () => {
  const given = [{ name: 'one', steps: ['b'], colour: 'red' }];
  const [frame] = groupFrames(given, { places, hasCondition: (stepKey) => stepKey === 'b' });
  assert.deepEqual([frame?.y, frame?.height, frame?.colour], [49, 98, 'var(--state-failed)']);
});
