import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJobFilter } from '#domain/job/job-filter.ts';
import { readRunFilter } from '#domain/run/run-filter.ts';
import { jobsLink, runsLink } from './list-links.ts';

test('a number leads to the list of exactly what it counts', () => {
  assert.equal(jobsLink({ queue: 'billing', states: ['PENDING'] }), '/jobs?q=state:pending+queue:billing');
  assert.equal(jobsLink({}), '/jobs');
});

test('every list accepts the question that a number leads to', () => {
  const jobs = jobsLink({ states: ['FAILED', 'DEAD'], task: 'print label', finishedAfter: '-24h' });
  const query = new URL(jobs, 'http://console.invalid').searchParams.get('q') ?? '';
  assert.equal(readJobFilter({ query }, 0, []).ok, true);
  const runs = runsLink({ states: ['FAILED'], workflow: 'nightly etl', finishedAfter: '2026-03-01T12:00:00.000Z' });
  const asked = readRunFilter({ query: new URL(runs, 'http://console.invalid').searchParams.get('q') ?? '' }, 0, []);
  assert.equal(asked.ok, true);
});
