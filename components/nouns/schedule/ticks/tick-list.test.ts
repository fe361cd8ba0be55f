import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TickFieldsFragment } from '#components/generated/schedules.ts';
import { heldTicks, openWork, type TickPage, withNewest, withOlder } from './tick-list.ts';

function tick(hour: number, state: 'RUNNING' | 'SUCCEEDED' = 'SUCCEEDED'): TickFieldsFragment {
  const at = new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
  return {
    scheduledFor: at,
    firedAt: at,
    outcome: 'FIRED',
    reason: null,
    manual: false,
    job: { id: `job_${hour}`, state },
    run: null,
  };
}

function page(hours: number[], hasOlder = true): TickPage {
  return { rows: hours.map((hour) => tick(hour)), endCursor: `after ${hours.at(-1)}`, hasOlder };
}

const hoursOf = (list: { rows: readonly TickFieldsFragment[] }) =>
  list.rows.map((row) => row.job?.id.slice(4)).join(' ');

test('the first page read again brings new ticks above and keeps the older ones below', () => {
  const list = withOlder(page([9, 8, 7]), page([6, 5], false));
  const after = withNewest(list, page([10, 9, 8]));
  assert.equal(hoursOf(after), '10 9 8 7 6 5');
  assert.equal(after.hasOlder, false);
  assert.equal(after.endCursor, 'after 5');
});

test('after a long absence the first page takes the place of rows that it does not meet', () => {
  assert.equal(hoursOf(withNewest(page([5, 4, 3]), page([20, 19, 18]))), '20 19 18');
});

test('a tick that is read twice stands once', () => {
  assert.equal(hoursOf(withOlder(page([9, 8]), page([8, 7]))), '9 8 7');
});

test('who reads further down is not pushed by new ticks', () => {
  const { rows } = page([10, 9, 8]);
  const held = heldTicks(rows, rows[1]?.scheduledFor);
  assert.equal(hoursOf(held), '9 8');
  assert.equal(held.waitingCount, 1);
  assert.equal(heldTicks(rows, undefined).waitingCount, 0);
});

test('only work that may still change is followed', () => {
  const rows = [tick(3, 'RUNNING'), tick(2), tick(1, 'RUNNING')];
  assert.deepEqual(openWork(rows, 5), { jobs: ['job_3', 'job_1'], runs: [] });
  assert.deepEqual(openWork(rows, 1).jobs, ['job_3']);
});
