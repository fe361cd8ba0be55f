import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestSpanMs, measuredSpan } from './measured-span.ts';

const startedAt = '2026-03-01T12:00:00.000Z';
const finishedAt = '2026-03-01T12:00:04.000Z';

test('a job that waits for its next attempt has no duration, a running and a settled one have', () => {
  assert.deepEqual(measuredSpan({ state: 'SCHEDULED', startedAt, finishedAt: null }), { from: null, to: null });
  assert.deepEqual(measuredSpan({ state: 'RUNNING', startedAt, finishedAt: null }), { from: startedAt, to: null });
  assert.deepEqual(measuredSpan({ state: 'DEAD', startedAt, finishedAt }), { from: startedAt, to: finishedAt });
});

test('bars are measured by the slowest settled job, so that a running one does not shorten them all', () => {
  assert.equal(longestSpanMs([]), 0);
  assert.equal(
    longestSpanMs([
      { from: startedAt, to: null },
      { from: startedAt, to: finishedAt },
    ]),
    4_000,
  );
});
