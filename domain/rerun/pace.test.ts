import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rerunBounds } from '#domain/bounds/run.ts';
import { startsDue } from './pace.ts';

test('nothing starts before its time, and what starts sets the time of the next', () => {
  assert.deepEqual(startsDue({ nowMs: 999, nextMs: 1_000, perMinute: 60, most: 9 }), { count: 0, nextMs: 1_000 });
  assert.deepEqual(startsDue({ nowMs: 1_000, nextMs: 1_000, perMinute: 60, most: 9 }), { count: 1, nextMs: 2_000 });
  assert.deepEqual(startsDue({ nowMs: 1_000, nextMs: 1_000, perMinute: 60, most: 0 }), { count: 0, nextMs: 1_000 });
});

test('who was away for long makes up for two seconds of it and no more', () => {
  const away = startsDue({ nowMs: 3_600_000, nextMs: 0, perMinute: 60, most: 20 });
  assert.deepEqual(away, { count: 3, nextMs: 3_601_000 });
});

test('whenever it is looked, no more start in a stretch of time than its rate allows, and a batch that is looked at often keeps its rate', () => {
  const looks = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 20, maxLength: 200 });
  fc.assert(
    fc.property(looks, fc.integer({ min: 1, max: rerunBounds.perMinuteMax }), (waits, perMinute) => {
      let [nowMs, nextMs, started] = [0, 0, 0];
      for (const wait of waits) {
        const due = startsDue({ nowMs, nextMs, perMinute, most: rerunBounds.startsPerBatchMax });
        started += due.count;
        nextMs = due.nextMs;
        nowMs += wait;
      }
      const spanMs = nowMs - (waits.at(-1) ?? 0);
      const exact = Math.floor((spanMs * perMinute) / 60_000) + 1;
      assert.ok(started <= exact, 'never above the rate');
      // Each start loses less than a millisecond to rounding.
      assert.ok(started >= Math.floor((spanMs * perMinute) / (60_000 + perMinute)), 'never far below it');
    }),
    { numRuns: 500 },
  );
});
