import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooltipPlace } from './tooltip-place.ts';

const box = (left: number, top: number) => ({ left, right: left + 20, top, bottom: top + 20 });
const at = { width: 1_280, height: 800, side: 'bottom' } as const;

test('words stand centred below what they explain', () => {
  assert.deepEqual(tooltipPlace(box(600, 100), at), { left: 610, top: 126, transform: 'translateX(-50%)' });
});

test('words near an edge of the window stay inside it', () => {
  assert.deepEqual(tooltipPlace(box(1_255, 100), at), { right: 6, top: 126 });
  assert.deepEqual(tooltipPlace(box(2, 100), at), { left: 6, top: 126 });
  assert.deepEqual(tooltipPlace(box(600, 780), at), { left: 610, bottom: 26, transform: 'translateX(-50%)' });
});
