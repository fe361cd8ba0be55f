import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceOf } from './pace.ts';

function world() {
  let nowMs = 0;
  let waiting: { atMs: number; work: () => void } | undefined;
  const done: number[] = [];
  const clock = {
    nowMs: () => nowMs,
    after: (waitMs: number, work: () => void) => {
      waiting = { atMs: nowMs + waitMs, work };
      return () => {
        waiting = undefined;
      };
    },
  };
  const passTo = (atMs: number) => {
    const due = waiting;
    if (due !== undefined && due.atMs <= atMs) {
      nowMs = due.atMs;
      waiting = undefined;
      due.work();
    }
    nowMs = atMs;
  };
  return { pace: paceOf(() => done.push(nowMs), { gapMs: 500, clock }), done, passTo };
}

test('the first event is answered at once, however many follow in the same moment', () => {
  const { pace, done, passTo } = world();
  for (let count = 0; count < 1_000; count += 1) pace.ask();
  passTo(0);
  assert.deepEqual(done, [0]);
});

test('events that keep coming are answered once per gap, the last one included', () => {
  const { pace, done, passTo } = world();
  for (let atMs = 0; atMs <= 1_200; atMs += 100) {
    pace.ask();
    passTo(atMs);
  }
  passTo(5_000);
  assert.deepEqual(done, [0, 500, 1_000, 1_500]);
});

test('who has left is not answered any more', () => {
  const { pace, done, passTo } = world();
  pace.ask();
  pace.stop();
  passTo(5_000);
  assert.deepEqual(done, []);
});

test('work that fails is tried again by itself, after waits that grow, until it succeeds', async () => {
  const waits: number[] = [];
  let waiting: (() => void) | undefined;
  const clock = {
    nowMs: () => 0,
    after: (waitMs: number, work: () => void) => {
      waits.push(waitMs);
      waiting = work;
      return () => {
        waiting = undefined;
      };
    },
  };
  const answers = [false, false, false, true];
  const pace = paceOf(async () => answers.shift(), { gapMs: 500, clock });
  pace.ask();
  for (let tried = 0; tried < 4; tried += 1) {
    const due = waiting;
    waiting = undefined;
    due?.();
    await new Promise(setImmediate);
  }
  assert.deepEqual(waits, [0, 500, 1_000, 2_000]);
  assert.deepEqual(answers, []);
  assert.equal(waiting, undefined);
});
