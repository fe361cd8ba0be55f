import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJobFilter } from '#domain/job/job-filter.ts';
import { complaintAbout } from './query-complaint.ts';

function complain(query: string) {
  return complaintAbout(readJobFilter({ query }, 0, []));
}

test('a query that cannot be asked is refused in words, with its place', () => {
  assert.equal(complain('state:failed queue:billing'), undefined);
  assert.equal(complain('state:failed colour:red')?.column, 14);
  assert.equal(complain('queue:x state:ill')?.column, 9);
  assert.match(complain('state:ill')?.sentence ?? '', /^"ill" is not a state/);
  assert.match(complain('queue:')?.sentence ?? '', /^Queue: has no value at character 1$/);
});
