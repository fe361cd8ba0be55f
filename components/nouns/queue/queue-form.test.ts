import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQueue } from './queue-form.ts';

test('an empty cap means none, and zero means that nothing runs', () => {
  const read = (concurrency: string) => readQueue({ name: ' billing ', priority: '-5', concurrency });
  assert.deepEqual(read(''), { ok: true, input: { name: 'billing', priority: -5, concurrency: null } });
  assert.deepEqual(read('0'), { ok: true, input: { name: 'billing', priority: -5, concurrency: 0 } });
});

test('a new queue does not change another one of its name', () => {
  const fields = { name: 'mail ', priority: '0', concurrency: '' };
  assert.equal(readQueue(fields, ['mail']).ok, false);
  assert.equal(readQueue(fields, ['letters']).ok, true);
});

test('every mistake is said at its field', () => {
  const read = readQueue({ name: ' ', priority: '1.5', concurrency: '-1' });
  assert.equal(read.ok, false);
  assert.deepEqual(read.ok ? [] : Object.keys(read.problems), ['name', 'priority', 'concurrency']);
  assert.equal(readQueue({ name: 'a', priority: '', concurrency: '' }).ok, false);
});
