import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideNotice, idleMsOf, nextLookMs, type StandingNotice } from './decide-notice.ts';

const minuteMs = 60_000;
const notice: StandingNotice = {
  count: 1,
  told: 1,
  lastAtMs: 0,
  windowMs: 15 * minuteMs,
  tellAfterMs: 0,
  standing: 1,
  unacknowledged: 1,
  endsByIdling: true,
  isMended: false,
};

const kindOf = (change: Partial<StandingNotice>, nowMs = minuteMs) =>
  decideNotice({ ...notice, ...change }, nowMs).kind;

test('a group is told of when something new happened, and is over when nothing did for a window', () => {
  assert.equal(kindOf({}), 'wait');
  assert.equal(kindOf({ count: 12 }), 'tell');
  assert.equal(kindOf({ count: 12, tellAfterMs: 2 * minuteMs }), 'wait', 'not before the window is over');
  assert.equal(kindOf({}, 15 * minuteMs), 'over');
  assert.equal(kindOf({ endsByIdling: false }, 24 * 60 * minuteMs), 'wait');
  assert.equal(kindOf({ isMended: true, count: 12 }), 'over');
});

test('what is resolved or acknowledged is not told of any more', () => {
  assert.equal(kindOf({ standing: 0, count: 12 }), 'over');
  assert.equal(kindOf({ unacknowledged: 0, count: 12 }), 'wait');
});

test('however things happen, no two tellings are nearer than a window, and all that happened is told in the end', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40 * minuteMs }), { maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.constantFrom(1, 5, 15, 60), (waits, windowMinutes) => {
      const windowMs = windowMinutes * minuteMs;
      let atMs = 0;
      const happened = [0, ...waits.map((wait) => (atMs += wait))];
      const state = { ...notice, windowMs, count: 0, told: 0, tellAfterMs: 0 };
      const tellings: number[] = [];
      let isOver = false;
      // What happens brings the next look forward to when it may be told.
      for (let nowMs = 0, looks = 0; looks < 10_000 && !isOver; looks += 1) {
        const soFar = happened.filter((one) => one <= nowMs);
        state.count = soFar.length;
        state.lastAtMs = soFar.at(-1) ?? 0;
        const { kind } = decideNotice(state, nowMs);
        if (kind === 'tell') {
          tellings.push(nowMs);
          state.told = state.count;
          state.tellAfterMs = nowMs + windowMs;
        }
        isOver = kind === 'over';
        if (isOver) {
          assert.ok(nowMs - state.lastAtMs >= idleMsOf(windowMs), 'it had been still for long enough');
          assert.equal(state.told, state.count, 'nothing was left untold');
        }
        const next = happened[soFar.length] ?? Number.POSITIVE_INFINITY;
        nowMs = Math.min(nextLookMs(state, nowMs), Math.max(next, state.tellAfterMs));
      }
      assert.ok(isOver);
      for (const [n, tellingMs] of tellings.entries())
        assert.ok(n === 0 || tellingMs - (tellings[n - 1] ?? 0) >= windowMs);
      assert.equal(tellings[0], 0);
    }),
  );
});
