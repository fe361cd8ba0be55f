import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveEvent } from '#components/live/live-event.ts';
import { freshList, type RowPage, withEvents, withOlder, withWaiting } from './live-list.ts';

type TestRow = { id: string; state: string };

function page(...ids: string[]): RowPage<TestRow> {
  const rows = ids.map((id) => ({ id, state: 'PENDING' }));
  const place = { endCursor: ids.at(-1) ?? null, hasOlder: true, eventCursor: 'c0' };
  return { rows, totalCount: rows.length, totalCountExact: true, ...place };
}

function event(entityId: string, to: string): LiveEvent {
  const at = '2026-03-29T01:00:00.000Z';
  return {
    cursor: 'c1',
    seq: null,
    type: 'job.started',
    at,
    entityId,
    from: 'PENDING',
    to,
    reason: null,
    attempt: null,
    payload: null,
  };
}

const apply = (row: TestRow, { to }: LiveEvent): TestRow => ({ ...row, state: to ?? row.state });

test('an event changes its row in place and leaves every other row the same object', () => {
  const list = freshList(page('c', 'b', 'a'));
  const next = withEvents(list, { events: [event('b', 'RUNNING'), event('b', 'SUCCEEDED')], apply });
  assert.deepEqual(
    next.rows.map((row) => row.state),
    ['PENDING', 'SUCCEEDED', 'PENDING'],
  );
  assert.equal(next.rows[0], list.rows[0]);
  assert.equal(next.rows[2], list.rows[2]);
});

test('events about rows that are not shown change nothing at all', () => {
  const list = freshList(page('b', 'a'));
  assert.equal(withEvents(list, { events: [event('z', 'RUNNING')], apply }), list);
});

test('new rows are counted and do not appear by themselves', () => {
  const list = withWaiting(freshList(page('b', 'a')), ['d', 'c', 'b', 'a']);
  assert.equal(list.waitingCount, 2);
  assert.equal(list.waitingExact, true);
  assert.deepEqual(
    list.rows.map((row) => row.id),
    ['b', 'a'],
  );
});

test('rows below the last one shown are older pages, not news', () => {
  assert.equal(withWaiting(freshList(page('c', 'b')), ['c', 'b', 'a']).waitingCount, 0);
});

test('a first page without any row that is shown means at least so many', () => {
  const list = withWaiting(freshList(page('b', 'a')), ['f', 'e', 'd']);
  assert.equal(list.waitingCount, 3);
  assert.equal(list.waitingExact, false);
});

test('an older page hangs below and repeats no row', () => {
  const list = withOlder(freshList(page('c', 'b')), page('b', 'a'));
  assert.deepEqual(
    list.rows.map((row) => row.id),
    ['c', 'b', 'a'],
  );
  assert.equal(list.endCursor, 'a');
});
