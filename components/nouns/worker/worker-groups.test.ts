import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkerState } from '#domain/machines.ts';
import { groupWorkers, sayBusy, sayGone, sayLeftOut, slotsOf } from './worker-groups.ts';

function worker(name: string, state: WorkerState, startedAt = '2026-03-01T00:00:00Z') {
  return { id: `wrk_${name}`, name, state, slots: 10, running: 3, startedAt };
}

test('workers that are gone stand apart from those that work', () => {
  const workers = [
    worker('b', 'LIVE'),
    worker('a', 'DRAINING'),
    worker('old', 'STOPPED'),
    worker('lost', 'LOST', '2026-03-02T00:00:00Z'),
  ];
  const { present, gone } = groupWorkers(workers);
  assert.deepEqual(
    present.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.deepEqual(
    gone.map(({ name }) => name),
    ['lost', 'old'],
  );
  assert.equal(sayGone(gone), '1 lost, 1 stopped');
  assert.equal(sayGone([]), '');
});

test('only live workers count as room for jobs', () => {
  assert.deepEqual(slotsOf([worker('a', 'LIVE'), worker('b', 'DRAINING')]), { live: 1, running: 3, slots: 10 });
});

test('a list that does not hold every worker says so', () => {
  const workers = [worker('a', 'LIVE')];
  assert.deepEqual([sayBusy(workers, 0), sayLeftOut(0)], ['1 live, 3 jobs on 10 slots', '']);
  assert.equal(sayBusy(workers, 2), 'of those listed 1 live, 3 jobs on 10 slots');
  assert.match(sayLeftOut(1), /^1 more worker is not listed/);
  assert.match(sayLeftOut(2), /^2 more workers are not listed/);
  assert.match(sayLeftOut(1_000), /^1,000\+ more workers are not listed/);
});
