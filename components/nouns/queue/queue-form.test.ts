import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noRate } from '#components/kit/form/duration/rate-text.ts';
import { readQueue } from './queue-form.ts';

test('an empty cap means none, and zero means that nothing runs', () => {
  const read = (concurrency: string) =>
    readQueue({ name: ' billing ', priority: '-5', weight: '3', concurrency, ...noRate });
  assert.deepEqual(read(''), {
    input: { name: 'billing', priority: -5, weight: 3, concurrency: null, rate: null },
    problems: {},
  });
  assert.deepEqual(read('0'), {
    input: { name: 'billing', priority: -5, weight: 3, concurrency: 0, rate: null },
    problems: {},
  });
});

test('a new queue does not change another one of its name', () => {
  const fields = { name: 'mail ', priority: '0', weight: '1', concurrency: '', ...noRate };
  assert.deepEqual(Object.keys(readQueue(fields, ['mail']).problems), ['name']);
  assert.deepEqual(readQueue(fields, ['letters']).problems, {});
});

test('every mistake is said at its field', () => {
  const read = readQueue({ name: ' ', priority: '1.5', weight: '0', concurrency: '-1', rateMax: '0', ratePer: 'HOUR' });
  assert.equal(read.input, undefined);
  assert.deepEqual(Object.keys(read.problems), ['name', 'priority', 'weight', 'concurrency', 'rate']);
  assert.deepEqual(
    Object.keys(readQueue({ name: 'a', priority: '', weight: '1', concurrency: '', ...noRate }).problems),
    ['priority'],
  );
});
