import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalTypesOf } from '#components/jobs/job-filter.ts';
import { readListFilter, writeListFilter } from '#components/page/list-filter.ts';
import { jobStates } from '#domain/machines.ts';

test('a filter survives the way through the address', () => {
  const filter = { states: ['FAILED' as const, 'DEAD' as const], query: 'queue:billing a&b' };
  const address = writeListFilter('/jobs', filter);
  assert.equal(address, '/jobs?state=FAILED,DEAD&q=queue%3Abilling%20a%26b');
  assert.deepEqual(readListFilter(new URL(address, 'http://x').searchParams, jobStates), filter);
});

test('an address without a filter is the bare path, and states that do not exist are ignored', () => {
  assert.equal(writeListFilter('/jobs', { states: [], query: '  ' }), '/jobs');
  const read = readListFilter(new URLSearchParams('state=failed,NONSENSE'), jobStates);
  assert.deepEqual(read, { states: ['FAILED'], query: '' });
});

test('a list of all jobs waits for new ones, a list of dead jobs for jobs that die', () => {
  assert.deepEqual(arrivalTypesOf([]), ['job.created', 'job.skipped']);
  assert.deepEqual(arrivalTypesOf(['DEAD']), ['job.dead']);
});
