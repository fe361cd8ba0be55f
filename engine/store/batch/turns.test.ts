import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTurnOver, nextTurn } from './turns.ts';

/** Keeps this thread busy until its turn is over. */
function workOneTurn(): void {
  while (!isTurnOver());
}

test('long work of many at once is interrupted by what comes in meanwhile, after every turn', async () => {
  const log: string[] = [];
  const longWork = async (name: string) => {
    for (let slice = 0; slice < 3; slice += 1) {
      if (isTurnOver()) await nextTurn();
      workOneTurn();
      log.push(name);
    }
  };
  let isDone = false;
  const visit = () => {
    log.push('visitor');
    if (!isDone) setImmediate(visit);
  };
  setImmediate(visit);
  await Promise.all(['a', 'b', 'c'].map(longWork));
  isDone = true;
  assert.equal(log.filter((name) => name !== 'visitor').length, 9);
  const longest = log
    .join(' ')
    .split('visitor')
    .map((between) => between.trim().split(' ').length);
  assert.ok(Math.max(...longest) <= 2, `a visitor came after every turn: ${log.join(' ')}`);
});
