import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { breaches, breachSentence, nextBreachAtMs, parseSla } from './sla.ts';

const dueAtMs = Date.UTC(2026, 2, 1, 7);
const sla = { startByMs: 5 * 60_000, maxDurationMs: 60 * 60_000 };
const waiting = { dueAtMs, startedAtMs: null, finishedAtMs: null };

test('work that waits past its start-by limit breaches at the limit, however late anybody looks', () => {
  assert.deepEqual(breaches(sla, waiting, dueAtMs + 5 * 60_000), []);
  assert.deepEqual(breaches(sla, waiting, dueAtMs + 9 * 60_000), [
    { kind: 'START_BY', limitMs: sla.startByMs, breachedAtMs: dueAtMs + sla.startByMs },
  ]);
});

test('work that started late and also lasts too long breaches twice', () => {
  const startedAtMs = dueAtMs + 6 * 60_000;
  const late = { dueAtMs, startedAtMs, finishedAtMs: null };
  assert.deepEqual(
    breaches(sla, late, startedAtMs + 61 * 60_000).map((breach) => breach.kind),
    ['START_BY', 'MAX_DURATION'],
  );
});

test('work that finished in time never breaches later', () => {
  const finished = { dueAtMs, startedAtMs: dueAtMs + 1_000, finishedAtMs: dueAtMs + 2_000 };
  assert.deepEqual(breaches(sla, finished, dueAtMs + 10 ** 9), []);
  assert.equal(nextBreachAtMs(sla, finished), undefined);
});

test('work cancelled before it started is judged up to its end', () => {
  const cancelled = { dueAtMs, startedAtMs: null, finishedAtMs: dueAtMs + 60_000 };
  assert.deepEqual(breaches(sla, cancelled, dueAtMs + 10 ** 9), []);
});

test('nothing breaches before the instant the watcher was told to look again, and something does right after', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 0, max: sla.startByMs })), (startedAfterMs) => {
      const work = { ...waiting, startedAtMs: startedAfterMs === null ? null : dueAtMs + startedAfterMs };
      const atMs = nextBreachAtMs(sla, work);
      assert.ok(atMs !== undefined);
      assert.deepEqual(breaches(sla, work, atMs), []);
      assert.equal(breaches(sla, work, atMs + 1).length, 1);
    }),
  );
});

test('the alert says in words which limit broke', () => {
  const [late] = breaches(sla, waiting, dueAtMs + 9 * 60_000);
  assert.ok(late !== undefined);
  assert.equal(breachSentence(late), 'not started within 5 min of 2026-03-01T07:00:00.000Z, when it was due');
});

test('an SLA reads ISO durations and refuses the rest with its place', () => {
  assert.deepEqual(parseSla({ startBy: 'PT5M', maxDuration: 'PT1H' }), { ok: true, value: sla });
  assert.deepEqual(parseSla({ startBy: null }), { ok: true, value: {} });
  assert.deepEqual(parseSla(undefined), { ok: true, value: {} });
  const outcome = parseSla({ startBy: 'PT0S', maxDuration: 5, finishBy: 'PT1H' }, ['sla']);
  assert.ok(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map((refusal) => [refusal.code, refusal.path.join('.')]),
    [
      ['BAD_DURATION', 'sla.startBy'],
      ['BAD_DURATION', 'sla.maxDuration'],
      ['UNKNOWN_FIELD', 'sla.finishBy'],
    ],
  );
});
