import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobMoves, jobStates } from '#domain/machines.ts';
import { sayMove } from './say-move.ts';

test('every change of state says why, in words', () => {
  for (const from of jobStates) {
    for (const to of jobStates) {
      if (jobMoves[from][to] === undefined) continue;
      assert.match(sayMove({ from, to, reason: null }).sentence, / /, `${from} to ${to}`);
    }
  }
  assert.equal(sayMove({ from: null, to: 'PENDING', reason: null }).sentence, 'it was made');
});

test('a reason that a person gave stands as it was written, a code beside what it means', () => {
  assert.deepEqual(sayMove({ from: 'DEAD', to: 'PENDING', reason: 'the bank is back' }), {
    sentence: 'the bank is back',
    code: undefined,
  });
  assert.deepEqual(sayMove({ from: 'RUNNING', to: 'SCHEDULED', reason: 'RETRY_BACKOFF' }), {
    sentence: 'its handler failed and a retry is due later',
    code: 'RETRY_BACKOFF',
  });
});
