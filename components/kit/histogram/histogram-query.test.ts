import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJobFilter } from '#domain/job/job-filter.ts';
import { narrowed, widened } from './histogram-query.ts';
import { windowOf } from './histogram-window.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 2, 4, 12, 17, 30, 250);
const fromMs = Date.UTC(2026, 2, 4, 9);
const bucket = { field: 'created', span: {}, fromMs, toMs: fromMs + hourMs };

test('a bucket is asked for in the words of the query bar', () => {
  const query = narrowed('state:failed created:>-2d label:env=prod', bucket);
  assert.equal(query, 'state:failed label:env=prod created:>=2026-03-04T09:00Z created:<2026-03-04T10:00Z');
  assert.equal(narrowed('', bucket), 'created:>=2026-03-04T09:00Z created:<2026-03-04T10:00Z');
  const filter = readJobFilter({ query }, nowMs, []);
  assert.ok(filter.ok);
  assert.deepEqual([filter.value.createdAfterMs, filter.value.createdBeforeMs], [bucket.fromMs, bucket.toMs]);
});

test('a day of 25 hours is asked for whole', () => {
  const [dayMs, nextMs] = [Date.parse('2026-10-24T22:00Z'), Date.parse('2026-10-25T23:00Z')];
  const query = narrowed('', { ...bucket, fromMs: dayMs, toMs: nextMs });
  assert.equal(query, 'created:>=2026-10-24T22:00Z created:<2026-10-25T23:00Z');
});

test('a bucket at the edge asks for no more than was asked for before', () => {
  const span = { afterMs: fromMs + 90_000, beforeMs: fromMs + 90_250 };
  assert.equal(narrowed('', { ...bucket, span }), 'created:>=2026-03-04T09:01:30Z created:<2026-03-04T09:01:30.250Z');
});

test('a query is widened to days, and to nothing where the last day is meant', () => {
  const wider = (query: string, window = windowOf({}, { nowMs, timeZone: 'UTC' })) =>
    widened(query, { field: 'created', window, nowMs });
  assert.equal(wider('state:failed'), 'state:failed created:>-7d');
  const narrow = windowOf({ afterMs: fromMs, beforeMs: fromMs + hourMs }, { nowMs, timeZone: 'UTC' });
  assert.equal(wider(narrowed('state:failed', bucket), narrow), 'state:failed');
  assert.equal(wider('', windowOf({ afterMs: 0 }, { nowMs, timeZone: 'UTC' })), undefined);
});
