// Goal: no span of a rate's length sees more starts than it allows, and little of what it allows is lost.
// Method: random arrivals at random instants; every start is kept, and every span that could see most is counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkRate, type Rate, rateWindowMs, readRate } from './rate.ts';
import { rateRoom, type Starts, sliceAt, withStarts } from './starts.ts';

/** Whoever comes takes what it wants as far as there is room; hands back the instants of all starts. */
function play(rate: Rate, arrivals: readonly { afterMs: number; wanted: number }[]): number[] {
  const begun: number[] = [];
  let starts: Starts | null = null;
  let nowMs = 1_700_000_000_123.25;
  for (const { afterMs, wanted } of arrivals) {
    nowMs += afterMs;
    const count = Math.min(wanted, rateRoom(rate, starts, nowMs).room);
    if (count === 0) continue;
    starts = withStarts(rate, starts, { nowMs, count });
    begun.push(...Array.from({ length: count }, () => nowMs));
  }
  return begun;
}

/** The most starts in any span that begins with one, which is where most can be. */
function mostIn(windowMs: number, begun: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [n, atMs] of begun.entries()) {
    while ((begun[first] ?? atMs) <= atMs - windowMs) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}

const rates = fc.record({ max: fc.integer({ min: 1, max: 40 }), per: fc.constantFrom('SECOND', 'MINUTE', 'HOUR') });

test('whatever comes, no span of the length of the rate sees more starts than it allows', () => {
  fc.assert(
    fc.property(
      rates.chain((rate) =>
        fc.tuple(
          fc.constant(rate as Rate),
          fc.array(
            fc.record({
              afterMs: fc.double({ min: 0, max: rateWindowMs[rate.per as Rate['per']] / 4, noNaN: true }),
              wanted: fc.nat(30),
            }),
            { maxLength: 200 },
          ),
        ),
      ),
      ([rate, arrivals]) => {
        assert.ok(mostIn(rateWindowMs[rate.per], play(rate, arrivals)) <= rate.max);
      },
    ),
    { numRuns: 500 },
  );
});

test('a rate that is asked for all the time gives nine tenths of it at least', () => {
  for (const max of [1, 7, 100]) {
    const rate: Rate = { max, per: 'SECOND' };
    const begun = play(
      rate,
      Array.from({ length: 60_000 }, () => ({ afterMs: 1, wanted: 5 })),
    );
    assert.ok(begun.length >= 0.9 * 60 * max, `${begun.length} of ${60 * max}`);
  }
});

test('when there is no room it is told when there is some, and then there is', () => {
  fc.assert(
    fc.property(rates, fc.array(fc.nat(3_000), { maxLength: 30 }), (drawn, gaps) => {
      const rate = drawn as Rate;
      let starts: Starts | null = null;
      let nowMs = 1_700_000_000_000;
      for (const gap of gaps) {
        nowMs += gap;
        const { room, nextInMs } = rateRoom(rate, starts, nowMs);
        assert.equal(room === 0, nextInMs !== null);
        if (nextInMs === null) {
          starts = withStarts(rate, starts, { nowMs, count: room });
          continue;
        }
        assert.ok(rateRoom(rate, starts, nowMs + nextInMs).room > 0);
        assert.equal(rateRoom(rate, starts, nowMs + nextInMs - 2).room > 0, false);
      }
    }),
  );
});

test('a lowered rate counts what has started already, and so does one of another span', () => {
  const nowMs = 1_700_000_000_000;
  const starts = withStarts({ max: 10, per: 'SECOND' }, null, { nowMs, count: 8 });
  assert.equal(rateRoom({ max: 5, per: 'SECOND' }, starts, nowMs + 1).room, 0);
  assert.equal(rateRoom({ max: 10, per: 'SECOND' }, starts, nowMs + 1).room, 2);
  assert.equal(rateRoom({ max: 10, per: 'HOUR' }, starts, nowMs + 60_000).room, 2);
});

test('whoever read the clock earlier than the last one that started waits for that instant', () => {
  const nowMs = 1_700_000_000_000;
  const starts = withStarts({ max: 10, per: 'SECOND' }, null, { nowMs, count: 1 });
  assert.deepEqual(rateRoom({ max: 10, per: 'SECOND' }, starts, nowMs - 7), { used: 10, room: 0, nextInMs: 7 });
});

test('a clock that was set back by an hour holds nobody up for an hour', () => {
  const nowMs = 1_700_000_000_000;
  const starts = withStarts({ max: 1, per: 'SECOND' }, null, { nowMs, count: 1 });
  assert.equal(rateRoom({ max: 1, per: 'SECOND' }, starts, nowMs - 3_600_000).room, 1);
});

test('what is kept of the past is a few slices, however much starts', () => {
  const rate: Rate = { max: 1_000_000, per: 'MINUTE' };
  let starts: Starts | null = null;
  for (let nowMs = 0; nowMs < 300_000; nowMs += 100) starts = withStarts(rate, starts, { nowMs, count: 1 });
  assert.ok(sliceAt(rate, starts, 300_000).kept.length <= 21);
});

test('what is no rate is refused at its place', () => {
  const faultsOf = (value: unknown) =>
    checkRate({ value, path: ['rate'] }).map(({ code, path }) => `${code} ${path?.join('.')}`);
  assert.deepEqual(faultsOf({ max: 0, per: 'DAY' }), ['BAD_INPUT rate.max', 'BAD_INPUT rate.per']);
  assert.deepEqual(faultsOf({ per: 'HOUR' }), ['BAD_INPUT rate.max']);
  assert.deepEqual(faultsOf('10/s'), ['BAD_INPUT rate']);
  assert.deepEqual(faultsOf(null), []);
  assert.deepEqual(readRate({ max: 3, per: 'HOUR' }), { max: 3, per: 'HOUR' });
});
