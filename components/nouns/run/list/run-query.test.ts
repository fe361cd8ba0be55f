import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeQuery } from '#components/kit/query/complete-query.ts';
import { runQueryFields } from '#domain/run/run-filter.ts';
import { complainAboutRuns, isByState, runViews, runVocabulary } from './run-query.ts';

test('every view of the runs that everybody has can be asked', () => {
  for (const { name, query } of runViews) assert.equal(complainAboutRuns(query), undefined, name);
});

test('every field of a query over runs is offered with what it means', () => {
  const vocabulary = runVocabulary({ workflows: [], schedules: [] });
  for (const field of Object.keys(runQueryFields)) {
    const offer = completeQuery(field, field.length, vocabulary).suggestions.find(({ label }) => label === `${field}:`);
    assert.ok(offer !== undefined && offer.hint !== '', field);
  }
});

test('a list of failed runs waits for runs that fail, a list of all for runs that start', () => {
  assert.ok(isByState('state:failed'));
  assert.ok(!isByState('workflow:nightly'));
  assert.ok(!isByState('state:nonsense'));
});
