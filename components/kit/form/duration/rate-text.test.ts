import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateProblem, rateText, readRateText, sayRate, sayRateNow } from './rate-text.ts';

test('a rate is shown and read again as it is', () => {
  for (const rate of [null, { max: 1, per: 'SECOND' }, { max: 1_000_000, per: 'HOUR' }] as const)
    assert.deepEqual(readRateText(rateText(rate)), rate);
  assert.equal(sayRate({ max: 1200, per: 'HOUR' }), '1,200 an hour');
});

test('what is no rate is said, and an empty one is none', () => {
  for (const rateMax of ['0', '-1', '1.5', 'few', '1000001'])
    assert.match(rateProblem({ rateMax, ratePer: 'MINUTE' }) ?? '', /whole number/);
  assert.equal(rateProblem({ rateMax: ' ', ratePer: 'MINUTE' }), undefined);
});

test('what a rate does to the jobs that wait is said while it is typed', () => {
  assert.match(sayRateNow({ rateMax: '10', ratePer: 'MINUTE' }, 25), /^25 jobs wait now; .* in 2 min at/);
  assert.match(sayRateNow({ rateMax: '10', ratePer: 'MINUTE' }, 10), /Empty means/);
});
