import assert from 'node:assert/strict';
import { test } from 'node:test';
import { X } from 'lucide-react';
import type { InstantAct, PlannedAct } from './bulk-act.ts';
import type { Chosen } from './chosen.ts';
import { meantBy, offersOf } from './row-offers.ts';

type Row = { id: string; isOpen: boolean };

const rows: Row[] = [
  { id: 'job_1', isOpen: true },
  { id: 'job_2', isOpen: true },
  { id: 'job_3', isOpen: false },
];
const call = () => assert.fail('an offer does nothing by itself');
const cancel: PlannedAct<Row> = {
  kind: 'planned',
  key: 'cancel',
  word: 'Cancel',
  Icon: X,
  permission: 'job.operate',
  title: 'Cancel jobs',
  verb: (count) => `Cancel ${count} jobs`,
  effect: 'will be cancelled',
  done: (count) => `${count} cancelled`,
  fits: ({ isOpen }) => isOpen,
  call,
};
const pause: InstantAct<Row> = {
  kind: 'instant',
  key: 'pause',
  word: (count) => `Pause ${count}`,
  Icon: X,
  permission: 'run.operate',
  fits: ({ isOpen }) => isOpen,
  call,
  done: (count) => `${count} paused`,
  undo: call,
  undone: (count) => `${count} resumed`,
};
const both = ['job.operate', 'run.operate'];
const some = (...ids: string[]): Chosen => ({ kind: 'some', ids });
const wordsFor = (chosen: Chosen, shown: readonly Row[], permissions: readonly string[] = both) =>
  offersOf([cancel, pause], { meant: { chosen, rows: shown, count: shown.length }, permissions }).map(
    ({ word }) => word,
  );

test('rows are offered what makes sense for one of them, in words that count them and say what asks', () => {
  assert.deepEqual(wordsFor(some('job_1', 'job_2', 'job_3'), rows), ['Cancel 3 jobs …', 'Pause 2']);
  assert.deepEqual(wordsFor(some('job_3'), rows.slice(2)), []);
});

test('nobody is offered what they may not do', () => {
  assert.deepEqual(wordsFor(some('job_1'), rows.slice(0, 1), ['job.operate']), ['Cancel 1 jobs …']);
  assert.deepEqual(wordsFor(some('job_1'), rows.slice(0, 1), []), []);
});

test('all that a query asks for can be planned, but not changed without a plan', () => {
  assert.deepEqual(wordsFor({ kind: 'all', query: 'state:dead' }, rows.slice(2)), ['Cancel 1 jobs …']);
});

test('a row that is selected stands for the selection, and any other for itself', () => {
  const [first, , third] = rows;
  assert.ok(first !== undefined && third !== undefined);
  const selection = { ids: new Set(['job_1', 'job_2']), chosen: some('job_1', 'job_2'), rows, total: 90 };
  assert.equal(meantBy(first, selection).count, 2);
  assert.deepEqual(meantBy(third, selection).chosen, some('job_3'));
  assert.equal(meantBy(first, { ...selection, chosen: { kind: 'all', query: '' } }).count, 90);
});
