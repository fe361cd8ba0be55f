import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isContended, kindOf, lockLook, sayCapacity, sayContention, sayRelease, sayStanding } from './gate-words.ts';

const mutex = { kind: 'MUTEX' as const, capacity: 1, held: 1, waiting: 0 };
const pool = { kind: 'POOL' as const, capacity: 4, held: 3, waiting: 2 };

test('how a lock stands is said in a word and in a sentence', () => {
  assert.deepEqual(
    [mutex, pool, { ...mutex, held: 0 }, { ...pool, waiting: 0 }, { ...pool, capacity: 0, held: 0, waiting: 0 }].map(
      (lock) => lockLook(lock).word,
    ),
    ['Full', 'Waited for', 'Free', 'Held', 'Full'],
  );
  assert.equal(sayStanding(mutex), 'A job holds it, and nobody waits.');
  assert.equal(sayStanding(pool), '3 of 4 held, and 2 jobs wait.');
  assert.match(sayStanding({ ...pool, capacity: 1 }), /^3 of 1 held, more than there is since it was made smaller/);
  assert.match(sayStanding({ ...pool, kind: 'TASK', capacity: null }), /^Nothing limits it any more: 3 held/);
});

test('the cap of a task is not called twice, and that of a key says whose it is', () => {
  assert.equal(kindOf({ kind: 'TASK', key: 'pay', task: { id: 'a', name: 'pay' } }), 'Limit of a task');
  assert.equal(kindOf({ kind: 'KEY', key: 'emea', task: { id: 'a', name: 'pay' } }), 'Limit of a key, task pay');
});

test('contention is never rounded up to what is not reached', () => {
  assert.equal(sayContention(0.999), '99 %');
  assert.deepEqual([0.7, 0.71, null].map(isContended), [false, true, false]);
});

test('another capacity says what it does at once', () => {
  const change = { from: 3, to: 1 };
  assert.equal(
    sayCapacity({ held: 2, waiting: 5 }, change),
    '2 of 3 are held; nothing is taken back, and the next goes in when fewer than 1 are held.',
  );
  assert.equal(sayCapacity({ held: 1, waiting: 5 }, change), '1 of 3 is held; the next goes in when one of them ends.');
  assert.equal(
    sayCapacity({ held: 2, waiting: 1 }, { from: 3, to: 5 }),
    '2 of 3 are held; with 5 there is room for 3 more at once. 1 job that waits goes in as far as that is enough.',
  );
  assert.match(sayCapacity({ held: 0, waiting: 0 }, { from: 3, to: 0 }), /with 0 nobody gets any of it/);
  assert.match(sayCapacity({ held: 2, waiting: 0 }, { from: 3, to: 0 }), /nothing goes in from now on/);
});

test('what releasing does is said before it is done: who loses what, who is next, and what the handler believes', () => {
  const hold = { kind: 'MUTEX' as const, key: 'ledger', amount: 1, task: 'pay', isAlive: true, next: 'report' };
  const [loses, next, believes] = sayRelease(hold);
  assert.equal(loses, 'The job of pay loses mutex ledger and runs on.');
  assert.equal(next, 'Next in is a job of report.');
  assert.match(believes ?? '', /as if it held this/);
  const [ofPool, nobody, gone] = sayRelease({
    ...hold,
    kind: 'POOL',
    key: 'gpu',
    amount: 2,
    isAlive: false,
    next: undefined,
  });
  assert.equal(ofPool, 'The job of pay loses 2 of the pool gpu and runs on.');
  assert.match(nobody ?? '', /^Nobody waits/);
  assert.match(gone ?? '', /^Its worker was not heard of/);
});
