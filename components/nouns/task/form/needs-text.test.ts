import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rate } from '#domain/rate/rate.ts';
import { needsForm, needsProblems, noNeeds, readNeedsForm } from './needs-text.ts';

test('what jobs must hold is shown and read again as it is', () => {
  const needs = {
    mutex: ['ledger', 'c-${{ params.c }}'],
    resources: { gpu: 2, 'a: b': 1 },
    concurrency: { max: 3, key: 'k' },
    rate: { max: 10, per: 'HOUR' } satisfies Rate,
  };
  assert.deepEqual(readNeedsForm(needsForm(needs)), needs);
  assert.deepEqual(needsProblems(needsForm(needs)), {});
  assert.deepEqual(readNeedsForm(noNeeds), { mutex: [], resources: {}, concurrency: null, rate: null });
});

test('what cannot be read is said at its field', () => {
  assert.deepEqual(Object.keys(needsProblems({ ...noNeeds, resources: 'gpu', max: 'few' })), ['resources', 'max']);
  assert.deepEqual(Object.keys(needsProblems({ ...noNeeds, key: '${{ params.host }}' })), ['max']);
  assert.deepEqual(Object.keys(needsProblems({ ...noNeeds, rateMax: 'many' })), ['rate']);
});
