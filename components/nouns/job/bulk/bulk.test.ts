import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkWords, type Chosen, filterOf, undoable } from './bulk.ts';

const some: Chosen = { kind: 'some', ids: ['job_1', 'job_2'] };
const waiting = { id: 'job_1', state: 'PENDING' as const, run: null };

test('a bulk act says how many jobs it is about', () => {
  assert.equal(bulkWords('cancel', 1).verb, 'Cancel 1 job');
  assert.equal(bulkWords('retry', 1_234).done, '1,234 jobs to be tried again');
  assert.equal(bulkWords('runNow', 2).verb, 'Run 2 jobs now');
});

test('jobs are named by hand or by what was asked for', () => {
  assert.deepEqual(filterOf(some), { ids: ['job_1', 'job_2'] });
  assert.deepEqual(filterOf({ kind: 'all', query: 'state:dead' }), { query: 'state:dead' });
});

test('a cancelling is taken back only where nothing is lost by it', () => {
  const other = { ...waiting, id: 'job_2' };
  assert.deepEqual(undoable('cancel', some, [waiting, other]), ['job_1', 'job_2']);
  assert.deepEqual(undoable('cancel', some, [waiting, { ...other, state: 'RUNNING' }]), []);
  assert.deepEqual(undoable('cancel', some, [waiting, { ...other, state: 'SCHEDULED' }]), []);
  assert.deepEqual(undoable('cancel', some, [waiting, { ...other, run: { id: 'run_1' } }]), []);
  assert.deepEqual(undoable('cancel', some, [waiting]), [], 'a job that is not shown');
  assert.deepEqual(undoable('cancel', { kind: 'all', query: 'state:pending' }, [waiting]), []);
  assert.deepEqual(undoable('retry', some, [waiting, other]), []);
  assert.deepEqual(undoable('runNow', some, [waiting, other]), []);
});
