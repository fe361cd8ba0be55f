import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TickOutcome } from '#domain/machines.ts';
import { healthOf, type JudgedTick } from './schedule-health.ts';

function tick(outcome: TickOutcome, delayMs = 0, manual = false): JudgedTick {
  const dueMs = Date.UTC(2026, 2, 29);
  return {
    scheduledFor: new Date(dueMs).toISOString(),
    firedAt: new Date(dueMs + delayMs).toISOString(),
    outcome,
    manual,
  };
}

test('a schedule that fired at its instants is on time', () => {
  assert.equal(healthOf([tick('FIRED'), tick('FIRED', 900)]).word, 'On time');
});

test('what went wrong is counted by kind among the last ticks', () => {
  const ticks = [tick('MISSED'), tick('FIRED', 61_000), tick('SKIPPED'), tick('SKIPPED'), tick('FIRED')];
  const { word, family } = healthOf(ticks);
  assert.equal(word, '1 missed, 1 late, 2 skipped of 5');
  assert.equal(family, 'warning');
});

test('a tick by hand neither helps nor harms', () => {
  assert.equal(healthOf([tick('FIRED', 0, true)]).word, 'Not due yet');
  assert.equal(healthOf([tick('FIRED', 90_000, true), tick('FIRED')]).word, 'On time');
});
