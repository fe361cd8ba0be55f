import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { type FleetCount, fleetStates, partsOf, samplesEach } from './fleet-parts.ts';
import { partAt, readFleetWindow } from './fleet-window.ts';

const nowMs = Date.UTC(2026, 2, 1, 12);
const dayMs = 24 * 3_600_000;

function refusal(fromMs: number, toMs: number): string {
  const outcome = readFleetWindow({ from: new Date(fromMs), to: new Date(toMs) }, nowMs);
  return outcome.ok ? '' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`;
}

test('a window that is backwards, too long or too far ahead is refused at its place', () => {
  assert.equal(refusal(nowMs - dayMs, nowMs + dayMs), '');
  assert.equal(refusal(nowMs - 31 * dayMs - 3_600_000, nowMs), '', 'a month in which clocks go back');
  assert.equal(refusal(nowMs - 32 * dayMs, nowMs), 'TOO_LARGE from');
  assert.equal(refusal(nowMs, nowMs), 'BAD_INPUT to');
  assert.equal(refusal(nowMs, nowMs + 8 * dayMs), 'TOO_LARGE to');
  assert.equal(refusal(Number.NaN, nowMs), 'BAD_INPUT from');
  assert.equal(refusal(nowMs, Number.NaN), 'BAD_INPUT to');
});

const window = fc
  .record({
    fromMs: fc.integer({ min: nowMs - 30 * dayMs, max: nowMs }),
    spanMs: fc.integer({ min: 1, max: 30 * dayMs }),
  })
  .map(({ fromMs, spanMs }) => {
    const read = readFleetWindow(
      { from: new Date(fromMs), to: new Date(Math.min(fromMs + spanMs, nowMs + dayMs)) },
      nowMs,
    );
    if (!read.ok) throw new Error('the window can be read');
    return read.value;
  });

test('the parts of a window lie end to end, and every instant of it lies in one of them', () => {
  fc.assert(
    fc.property(window, fc.double({ min: 0, max: 1, noNaN: true }), (read, share) => {
      assert.equal(read.edges.length, timelineBounds.parts + 1);
      assert.deepEqual([read.edges[0], read.edges.at(-1)], [read.fromMs, read.toMs]);
      const part = partAt(read, read.fromMs + share * (read.toMs - read.fromMs));
      assert.ok(part >= 0 && part < timelineBounds.parts);
    }),
  );
});

test('parts tell everything that was counted, once, and are exact unless one of their slices was cut', () => {
  const count: fc.Arbitrary<FleetCount> = fc.record({
    part: fc.integer({ min: 0, max: timelineBounds.parts - 1 }),
    state: fc.constantFrom(...fleetStates),
    count: fc.integer({ min: 1, max: 1_000 }),
    isFull: fc.boolean(),
  });
  fc.assert(
    fc.property(window, fc.array(count), (read, counts) => {
      const parts = partsOf(counts, read);
      const told = parts.flatMap(({ states }) => states).reduce((sum, one) => sum + one.count, 0);
      assert.equal(
        told,
        counts.reduce((sum, one) => sum + one.count, 0),
      );
      assert.equal(parts.length, new Set(counts.map(({ part }) => part)).size);
      assert.deepEqual(
        parts.map(({ at }) => at),
        parts.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime()),
      );
      assert.equal(
        parts.every(({ isExact }) => isExact),
        counts.every(({ isFull }) => !isFull),
      );
    }),
  );
});

test('however many walks there are, each looks at something, and all of them at no more than is allowed', () => {
  assert.equal(samplesEach(20_000, 121), 165);
  assert.equal(samplesEach(10, 0), 10);
  assert.equal(samplesEach(10, 1_000), 1);
});
