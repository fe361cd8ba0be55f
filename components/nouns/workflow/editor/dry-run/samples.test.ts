import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf, noSamples, withEnd } from './samples.ts';

const everything = { atFirst: '{ "least": 80 }', has: () => true };

test('nothing is pretended at first but the defaults of the variables', () => {
  assert.deepEqual(askedOf(noSamples, everything), { variables: { least: 80 }, results: {} });
});

test('a step that succeeds leaves the JSON that was typed, and one that fails the words', () => {
  const one = withEnd(noSamples, 'test', { state: 'SUCCEEDED', left: '{ "coverage": 75 }' });
  const two = withEnd(one, 'ship', { state: 'FAILED', left: 'no room' });
  const three = withEnd(two, 'say', { state: 'SUCCEEDED', left: '' });
  assert.deepEqual(askedOf(three, everything)?.results, {
    test: { state: 'SUCCEEDED', result: { coverage: 75 } },
    ship: { state: 'FAILED', error: { type: 'PRETENDED', message: 'no room', retryable: false } },
    say: { state: 'SUCCEEDED' },
  });
  assert.deepEqual(askedOf(withEnd(three, 'test', undefined), everything)?.results, {
    ship: { state: 'FAILED', error: { type: 'PRETENDED', message: 'no room', retryable: false } },
    say: { state: 'SUCCEEDED' },
  });
});

test('a step that is skipped leaves nothing, whatever was typed before', () => {
  const samples = withEnd(noSamples, 'test', { state: 'SKIPPED', left: '{ "coverage": 75 }' });
  assert.deepEqual(askedOf(samples, everything)?.results, { test: { state: 'SKIPPED' } });
});

test('what was pretended of a step that is gone is not asked about', () => {
  const samples = withEnd(noSamples, 'gone', { state: 'FAILED', left: '' });
  assert.deepEqual(askedOf(samples, { ...everything, has: (stepKey) => stepKey !== 'gone' })?.results, {});
});

test('variables that are no object are asked about by nobody', () => {
  assert.equal(askedOf({ variables: '[1', ends: new Map() }, everything), undefined);
});
