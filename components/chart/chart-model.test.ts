import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  columnsOf,
  depthPaths,
  drawnFrom,
  fitted,
  medianOf,
  moveMark,
  placeOf,
  pointAt,
  valueAxis,
} from '#components/chart/chart-model.ts';

const minuteMs = 60_000;
const window = { fromMs: 0, toMs: 4 * minuteMs };
const pointOf = (n: number, values: (number | null)[]) => ({ atMs: n * minuteMs, endMs: (n + 1) * minuteMs, values });
const points = [0, 1, 2, 3].map((n) => pointOf(n, [[10, 0, 4, 0][n] ?? 0, [0, 0, 1, 0][n] ?? 0]));
const sheet = { window, axis: { max: 10, ticks: [0, 5, 10] }, height: 100 };

test('the axis of a chart is made of whole numbers and reaches above the highest column', () => {
  assert.deepEqual(valueAxis(points), { max: 10, ticks: [0, 5, 10] });
  assert.deepEqual(valueAxis([]), { max: 1, ticks: [0, 1] });
  assert.deepEqual(valueAxis([pointOf(0, [1, 1])]).ticks, [0, 1, 2]);
  fc.assert(
    fc.property(fc.nat(2_000_000), (highest) => {
      const { max, ticks } = valueAxis([pointOf(0, [highest])]);
      return max >= highest && ticks.length >= 2 && ticks.length <= 6 && ticks.every((tick) => Number.isInteger(tick));
    }),
  );
});

test('the median is of columns that hold something and are over; of a few there is none', () => {
  const counts = [0, 9, 3, 0, 5, 4, 100, 6, 1_000];
  assert.equal(medianOf(counts.map((count, n) => pointOf(n, [count, null]))), 6);
  assert.equal(medianOf(points), undefined);
  assert.equal(medianOf([]), undefined);
});

test('columns stand side by side, and failures stand on what succeeded', () => {
  const columns = columnsOf(points, sheet);
  assert.deepEqual(
    columns.map(({ left, width }) => [left, width]),
    [
      [0, 0.25],
      [0.25, 0.25],
      [0.5, 0.25],
      [0.75, 0.25],
    ],
  );
  assert.deepEqual(columns[0]?.parts, [{ series: 0, top: 0, height: 100 }]);
  assert.deepEqual(columns[1]?.parts, []);
  assert.deepEqual(columns[2]?.parts, [
    { series: 0, top: 60, height: 40 },
    { series: 1, top: 50, height: 10 },
  ]);
});

test('columns are as wide as their spans are long', () => {
  const [short, long] = [
    { atMs: 0, endMs: minuteMs, values: [1] },
    { atMs: minuteMs, endMs: 4 * minuteMs, values: [1] },
  ];
  assert.deepEqual(
    columnsOf([short, long], sheet).map(({ left, width }) => [left, width]),
    [
      [0, 0.25],
      [0.25, 0.75],
    ],
  );
  assert.equal(depthPaths([short, { ...long, values: [2] }], sheet).edge, 'M0,90V90H250V80H1000');
});

test('one failure among a million jobs can still be seen', () => {
  const [column] = columnsOf([pointOf(0, [1_000_000, 1])], { ...sheet, axis: { max: 2_000_000, ticks: [] } });
  assert.equal(column?.parts[1]?.height, 1);
});

test('no column leaves the chart', () => {
  const values = fc.array(fc.nat(50_000), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 60 }), (rows) => {
      const drawn = rows.map((row, n) => pointOf(n, row));
      const all = { fromMs: 0, toMs: rows.length * minuteMs };
      const columns = columnsOf(drawn, { ...sheet, window: all, axis: valueAxis(drawn) });
      return columns.every(
        ({ left, width, parts }) =>
          left >= 0 && left + width <= 1 + 1e-9 && parts.every(({ top, height }) => top >= 0 && top + height <= 101),
      );
    }),
  );
});

test('a depth is drawn up to the last moment that is known', () => {
  const known = [pointOf(0, [4]), pointOf(1, [8]), pointOf(2, [null])];
  const { edge, area } = depthPaths(known, sheet);
  assert.equal(edge, 'M0,60V60H250V20H500');
  assert.match(area, /Z$/);
  assert.deepEqual(depthPaths([], sheet), { area: '', edge: '' });
});

test('the pointer finds the column it is over', () => {
  assert.equal(pointAt(points, window, 0), 0);
  assert.equal(pointAt(points, window, 0.6), 2);
  assert.equal(pointAt(points, window, 1), 3);
  assert.equal(pointAt([], window, 0.5), undefined);
  assert.equal(placeOf({ fromMs: 5, toMs: 5 }, 5), 0);
});

test('arrow keys walk through a chart and stop at its ends', () => {
  assert.equal(moveMark('ArrowLeft', undefined, 4), 3);
  assert.equal(moveMark('ArrowLeft', 0, 4), 0);
  assert.equal(moveMark('ArrowRight', 3, 4), 3);
  assert.equal(moveMark('Home', 3, 4), 0);
  assert.equal(moveMark('PageUp', 1, 4), 3);
  assert.equal(moveMark('Tab', 1, 4), undefined);
  assert.equal(moveMark('Home', 0, 0), undefined);
});

test('a chart of which the longest part is empty is drawn from where there is something, and no closer than a quarter', () => {
  const day = { fromMs: 0, toMs: 48 * minuteMs };
  const from = (first: number) => Array.from({ length: 48 }, (_, n) => pointOf(n, [n < first ? 0 : 2]));
  const drawn = (first: number) => {
    const fromMs = drawnFrom(from(first));
    const fit = fitted(from(first), { window: day, fromMs });
    return [fit.points.length, fit.window.fromMs / minuteMs, fit.window.toMs / minuteMs];
  };
  assert.deepEqual(drawn(47), [12, 36, 48]);
  assert.deepEqual(drawn(28), [25, 23, 48]);
  assert.deepEqual(drawn(10), [48, 0, 48], 'half of it is known');
  assert.deepEqual(drawn(48), [48, 0, 48], 'nothing is known');
  assert.equal(drawnFrom([]), undefined);
});
