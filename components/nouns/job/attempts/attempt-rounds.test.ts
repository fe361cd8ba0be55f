import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JobState } from '#domain/machines.ts';
import { roundsOf } from './attempt-rounds.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
const tried = (second: number, message: string | null, state = 'FAILED') => ({
  number: second,
  state,
  startedAt: at(second),
  error: message === null ? null : { type: 'FAIL', message },
});
const moved = (from: JobState | null, to: JobState, second: number) => ({
  from,
  to,
  at: at(second),
  reason: null,
  by: 'Ada',
});

test('attempts stand in the rounds that were asked for', () => {
  const rounds = roundsOf({
    attempts: [tried(1, 'a'), tried(2, 'a', 'DEAD'), tried(11, null, 'SUCCEEDED')],
    transitions: [moved(null, 'PENDING', 0), moved('DEAD', 'PENDING', 10), moved('PENDING', 'RUNNING', 11)],
  });
  assert.deepEqual(
    rounds.map(({ number, count, asked }) => [number, count, asked?.by]),
    [
      [1, 2, undefined],
      [2, 1, 'Ada'],
    ],
  );
});

test('attempts that failed alike in a row are one group, and others stay alone', () => {
  const [round] = roundsOf({
    attempts: [tried(1, 'a'), tried(2, 'a'), tried(3, 'a', 'DEAD'), tried(4, 'b'), tried(5, 'b')],
    transitions: [],
  });
  assert.deepEqual(
    round?.groups.map(({ attempts }) => attempts.length),
    [3, 1, 1],
  );
});

test('what was cancelled before anybody took it is no round, and what waits for its first attempt is', () => {
  const rounds = roundsOf({
    attempts: [tried(11, 'a', 'DEAD')],
    transitions: [moved('CANCELLED', 'PENDING', 10), moved('DEAD', 'PENDING', 20)],
  });
  assert.deepEqual(
    rounds.map(({ number, count }) => [number, count]),
    [
      [1, 1],
      [2, 0],
    ],
  );
});

test('no attempt is lost or told twice, whatever the rounds', () => {
  const attempts = fc
    .uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 20 })
    .map((seconds) => seconds.toSorted((a, b) => a - b).map((second) => tried(second, second % 3 === 0 ? 'a' : 'b')));
  const asked = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 4 });
  fc.assert(
    fc.property(attempts, asked, (all, starts) => {
      const transitions = starts.toSorted((a, b) => a - b).map((second) => moved('DEAD', 'PENDING', second));
      const shown = roundsOf({ attempts: all, transitions }).flatMap(({ groups }) =>
        groups.flatMap((one) => one.attempts),
      );
      assert.deepEqual(shown, all);
    }),
  );
});
