import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valueBounds } from '#domain/bounds/value.ts';
import { formatDuration, parseDurationMs, sayDuration } from './duration.ts';

const hourMs = 3_600_000;

test('an ISO 8601 duration reads as milliseconds', () => {
  const table = {
    PT0S: 0,
    'PT0.001S': 1,
    'PT0,25S': 250,
    PT15M: 15 * 60_000,
    'PT1.1H': 3_960_000,
    P1D: 24 * hourMs,
    P2W: 14 * 24 * hourMs,
    P1DT12H30M5S: 36 * hourMs + 30 * 60_000 + 5_000,
  };
  for (const [text, ms] of Object.entries(table)) {
    assert.deepEqual(parseDurationMs(text), { ok: true, value: ms }, text);
  }
});

test('what is no bounded duration is refused with its place in the input', () => {
  const bad = ['', 'P', 'PT', 'P1DT', '15m', 'PT-5S', '-PT5S', 'PT1.5H30M', 'PT5', 'pt5s', 'PT0.0001S', 'P1Y', 'P1M'];
  for (const text of [...bad, 'P1Y2M', 'P99999W', 'PT1H ', 'PT99999999999999S', 'PT1S\n']) {
    const outcome = parseDurationMs(text, ['retry', 'baseDelay']);
    assert.ok(!outcome.ok, `"${text}" must be refused`);
    assert.equal(outcome.refusals[0]?.code, 'BAD_DURATION');
    assert.deepEqual(outcome.refusals[0]?.path, ['retry', 'baseDelay']);
  }
});

test('a month is refused with the way out', () => {
  const outcome = parseDurationMs('P1M');
  assert.match(outcome.ok ? '' : (outcome.refusals[0]?.message ?? ''), /write days/);
});

test('what was written as a duration reads back as the same milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: valueBounds.durationMsMax }), (ms) => {
      assert.deepEqual(parseDurationMs(formatDuration(ms)), { ok: true, value: ms });
    }),
  );
});

test('a sentence names the two largest units', () => {
  assert.equal(sayDuration(0), '0 s');
  assert.equal(sayDuration(250), '250 ms');
  assert.equal(sayDuration(45_000), '45 s');
  assert.equal(sayDuration(74 * hourMs + 59_000), '3 d 2 h');
});
