import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makespanMs, type Timed } from './makespan.ts';

const step = (id: string, sleepMs: number, ...parents: string[]): Timed => ({ id, sleepMs, parents: new Set(parents) });
const fan = [step('a', 10), step('b', 20, 'a'), step('c', 20, 'a'), step('d', 20, 'a'), step('e', 5, 'b', 'c', 'd')];

test('with a slot for every step the longest path is all that it takes', () => {
  assert.equal(makespanMs(fan, 5), 35);
});

test('with one slot all sleeps stand one after the other, and with two the third of three waits for a free one', () => {
  assert.equal(makespanMs(fan, 1), 75);
  assert.equal(makespanMs(fan, 2), 55);
});

test('steps that wait for one another in a circle have no end', () => {
  assert.equal(makespanMs([step('a', 1, 'b'), step('b', 1, 'a')], 2), undefined);
  assert.equal(makespanMs([], 2), 0);
});
