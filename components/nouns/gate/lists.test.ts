import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lock } from './gate-words.ts';
import { filterAsked } from './list/lock-filter.ts';
import { lockOrders } from './list/lock-order.ts';
import { contentionPoints } from './page/contention-points.ts';
import { readPool } from './pool/pool-form.ts';

test('an address asks for the locks that it names, and what it does not know asks for nothing', () => {
  assert.deepEqual(filterAsked('kind=POOL&q=gpu&waiting=only'), { kind: 'POOL', key: 'gpu', waitingOnly: true });
  assert.deepEqual(filterAsked('kind=DOOR&waiting=maybe'), {});
});

test('locks are ordered by how many wait, by their share, and by who waits for longest', () => {
  const lock = (key: string, more: Partial<Lock>): Lock => ({
    id: key,
    kind: 'POOL',
    key,
    capacity: 4,
    held: 0,
    waiting: 0,
    oldestWaiterSince: null,
    contention: null,
    task: null,
    holders: [],
    ...more,
  });
  const locks = [
    lock('b', { held: 4, contention: 0 }),
    lock('a', { waiting: 1, oldestWaiterSince: '2026-03-01T12:00:00Z' }),
    lock('c', { waiting: 2, oldestWaiterSince: '2026-03-01T11:00:00Z', contention: 1 }),
  ];
  const inOrder = (order: keyof typeof lockOrders) =>
    locks
      .toSorted(lockOrders[order])
      .map(({ key }) => key)
      .join('');
  assert.deepEqual((['waiting', 'key', 'held', 'oldest', 'contention'] as const).map(inOrder), [
    'cab',
    'abc',
    'bac',
    'cab',
    'cba',
  ]);
});

test('a pool is sent as it was typed, or its mistakes stand at their fields', () => {
  assert.deepEqual(readPool({ name: ' gpu ', capacity: '3' }).input, { name: 'gpu', capacity: 3 });
  assert.deepEqual(Object.keys(readPool({ name: ' ', capacity: '-1' }).problems), ['name', 'capacity']);
  assert.equal(readPool({ name: 'gpu', capacity: '1000001' }).input, undefined);
});

test('the minutes of a lock are columns of the last hour, and what is older is left out', () => {
  const nowMs = Date.parse('2026-03-01T12:00:30Z');
  const { points, window } = contentionPoints(
    [
      { at: '2026-03-01T10:30:00Z', came: 9, waited: 9 },
      { at: '2026-03-01T11:58:00Z', came: 3, waited: 1 },
      { at: '2026-03-01T11:59:00Z', came: 2, waited: 2 },
      { at: '2026-03-01T12:00:00Z', came: 1, waited: 0 },
    ],
    nowMs,
  );
  assert.equal(points.length, 30);
  assert.equal(window.toMs, Date.parse('2026-03-01T12:02:00Z'));
  assert.deepEqual(
    points.slice(-3).map(({ values }) => values),
    [
      [0, 0],
      [3, 2],
      [0, 1],
    ],
  );
});
