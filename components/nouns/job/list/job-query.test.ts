import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeQuery } from '#components/kit/query/complete-query.ts';
import { jobQueryFields } from '#domain/job/job-filter.ts';
import { arrivalTypesOf } from './arrival-types.ts';
import { complainAboutJobs, jobViews, jobVocabulary, statesAsked } from './job-query.ts';

test('every view that everybody has can be asked', () => {
  for (const { name, query } of jobViews) assert.equal(complainAboutJobs(query), undefined, name);
});

test('every field of a query is offered with what it means', () => {
  const vocabulary = jobVocabulary({ queues: [], tasks: [] });
  for (const field of Object.keys(jobQueryFields)) {
    const offer = completeQuery(field, field.length, vocabulary).suggestions.find(({ label }) => label === `${field}:`);
    assert.ok(offer !== undefined && offer.hint !== '', field);
  }
});

test('a list of all jobs waits for new ones, a list of dead jobs for jobs that die', () => {
  assert.deepEqual(arrivalTypesOf(statesAsked('queue:billing')), ['job.created', 'job.skipped']);
  assert.deepEqual(arrivalTypesOf(statesAsked('state:dead')), ['job.dead']);
  assert.deepEqual(arrivalTypesOf(statesAsked('state:nonsense')), ['job.created', 'job.skipped']);
});
