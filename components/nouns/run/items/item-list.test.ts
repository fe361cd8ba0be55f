import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '#domain/machines.ts';
import { type ItemPage, type ItemRow, placeBehind, placeToReread, sayItem, withPage } from './item-list.ts';

function row(item: number, state: JobState = 'SUCCEEDED'): ItemRow {
  const none = { itemValue: null, attempt: 1, maxAttempts: 1, startedAt: null, finishedAt: null };
  return { id: `job ${item}`, item, state, cursor: `c${item}`, ...none };
}
const page = (rows: ItemRow[], hasMore = false): ItemPage => ({
  rows,
  hasMore,
  endCursor: rows.at(-1)?.cursor ?? null,
});
const told = ({ rows, hasMore, endCursor }: ItemPage) => [
  rows.map(({ item, state }) => `${item} ${state}`),
  hasMore,
  endCursor,
];

test('pages stand one below the other', () => {
  const first = page([row(0), row(1)], true);
  assert.deepEqual(placeBehind(first), { item: 1, cursor: 'c1' });
  const both = withPage(first, page([row(2)]), placeBehind(first));
  assert.deepEqual(told(both), [['0 SUCCEEDED', '1 SUCCEEDED', '2 SUCCEEDED'], false, 'c2']);
});

test('what moves is read again from the first item that may still change, and what stands behind the page stays', () => {
  const list = page([row(0), row(1, 'RUNNING'), row(2, 'PENDING'), row(3), row(4)], true);
  const place = placeToReread(list, false);
  assert.deepEqual(place, { item: 0, cursor: 'c0' });
  const again = withPage(list, page([row(1), row(2, 'RUNNING')], true), place);
  assert.deepEqual(told(again), [
    ['0 SUCCEEDED', '1 SUCCEEDED', '2 RUNNING', '3 SUCCEEDED', '4 SUCCEEDED'],
    true,
    'c4',
  ]);
});

test('a list that is read to its end takes the items that began since, and a filtered one is read from its beginning', () => {
  const list = page([row(0), row(1)]);
  assert.deepEqual(placeToReread(list, false), { item: 1, cursor: 'c1' });
  assert.deepEqual(told(withPage(list, page([row(2, 'PENDING')]), placeToReread(list, false)))[0], [
    '0 SUCCEEDED',
    '1 SUCCEEDED',
    '2 PENDING',
  ]);
  assert.deepEqual(placeToReread(list, true), { item: -1, cursor: null });
  assert.deepEqual(
    told(withPage(list, page([row(1)]), placeToReread(list, true)))[0],
    ['1 SUCCEEDED'],
    'what fits no more is gone',
  );
});

test('an item is said on one line, cut where it is long', () => {
  assert.deepEqual([sayItem('berlin'), sayItem({ id: 7 }), sayItem(null), sayItem(0)], ['berlin', '{"id":7}', '', '0']);
  assert.equal(sayItem('x'.repeat(500)).length, 161);
});
