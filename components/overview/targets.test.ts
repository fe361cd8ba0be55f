import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Measured, standingsOf } from '#components/overview/targets.ts';

const good: Measured = {
  onTimePercent: 100,
  successPercent: 97,
  triggerLatencyP95Ms: 412,
  counts: { missed: 0 },
};

function said(measured: Measured | undefined): string[] {
  return standingsOf(measured, '24h').map(({ value, unit = '', note }) => `${value}${unit}, ${note}`);
}

test('every figure says in words whether its target is met', () => {
  assert.deepEqual(said(good), [
    '100%, target 98 % · met',
    '97%, target 97 % · met',
    '412 ms, target 1 min · met',
    '0, target 0 · met',
  ]);
  const bad = { onTimePercent: 97.96, successPercent: 96.99, triggerLatencyP95Ms: 61_000, counts: { missed: 3 } };
  assert.deepEqual(said(bad), [
    '97.9%, target 98 % · not met',
    '96.9%, target 97 % · not met',
    '1:01 min, target 1 min · not met',
    '3, target 0 · not met',
  ]);
});

test('a tenant in which nothing happened has neither met nor missed a target', () => {
  const quiet = { onTimePercent: null, successPercent: null, triggerLatencyP95Ms: null, counts: { missed: 0 } };
  assert.deepEqual(said(quiet).slice(0, 3), [
    '–, target 98 % · nothing to judge',
    '–, target 97 % · nothing to judge',
    '–, target 1 min · nothing to judge',
  ]);
  assert.equal(said(undefined)[0], '–, target 98 %', 'on its way is not nothing');
  assert.ok(standingsOf(quiet, '1h').every(({ look, value }) => value !== '–' || look === undefined));
});

test('a figure leads to what it judges, in the same span of time', () => {
  assert.equal(standingsOf(good, '6h')[1]?.href, '/jobs?q=state:failed,dead+finished:%3E-6h');
});
