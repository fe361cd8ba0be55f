import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText, isDurationText, partsOf, shownParts } from './duration-parts.ts';

test('a span is shown in the largest unit in which it is whole', () => {
  assert.deepEqual(partsOf('PT5M'), { amount: '5', unit: 'min' });
  assert.deepEqual(partsOf('PT90S'), { amount: '90', unit: 's' });
  assert.deepEqual(partsOf('PT0.25S'), { amount: '250', unit: 'ms' });
  assert.deepEqual(partsOf('P2D'), { amount: '2', unit: 'd' });
  assert.deepEqual(partsOf(''), { amount: '', unit: 's' });
  assert.equal(partsOf('soon'), undefined);
});

test('what is typed is the span that is meant, and what is none stays to be mended', () => {
  assert.equal(durationText({ amount: '1,5', unit: 'min' }), 'PT1M30S');
  assert.equal(durationText({ amount: '', unit: 'h' }), '');
  const odd = durationText({ amount: 'two', unit: 's' });
  assert.deepEqual([odd, isDurationText(odd), isDurationText('')], ['two', false, true]);
});

test('what is typed stands as it is typed while it is being typed, and afterwards for as long as it means the value', () => {
  assert.deepEqual(shownParts('PT1H', { amount: '1.', unit: 'h' }, true), { amount: '1.', unit: 'h' });
  assert.deepEqual(shownParts('PT1H', { amount: '1.', unit: 'h' }, false), { amount: '1', unit: 'h' });
  assert.deepEqual(shownParts('PT1M30S', { amount: '1.5', unit: 'min' }, false), { amount: '1.5', unit: 'min' });
  assert.deepEqual(shownParts('PT90S', undefined, false), { amount: '90', unit: 's' });
});
