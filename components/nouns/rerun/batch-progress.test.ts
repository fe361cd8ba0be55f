import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveEvent } from '#components/live/live-event.ts';
import { applyToBatch, type Counts, endedOf, lastStartMs, standing } from './batch-progress.ts';

const counts: Counts = { total: 5, waiting: 3, running: 1, succeeded: 1, failed: 0, cancelled: 0, refused: 0 };
const batch = { id: 'rrb_1', state: 'RUNNING' as const, finishedAt: null, counts };

function event(payload: Partial<Counts>, more: Partial<LiveEvent> = {}): LiveEvent {
  const { total: _, ...known } = { ...counts, ...payload };
  const none = { from: null, to: null, reason: null, attempt: null, seq: null };
  return {
    ...{ cursor: 'c1', type: 'rerun.progressed', at: '2026-03-01T00:00:00Z', entityId: 'rrb_1', ...none },
    payload: known,
    ...more,
  };
}

test('what is over stands first, and what is nowhere is left out', () => {
  assert.deepEqual(standing(counts), [
    { state: 'SUCCEEDED', count: 1 },
    { state: 'RUNNING', count: 1 },
    { state: 'WAITING', count: 3 },
  ]);
  assert.equal(endedOf(counts), 1);
});

test('an event moves the numbers on, and one that was told before changes nothing', () => {
  const next = applyToBatch(batch, event({ waiting: 2, running: 1, succeeded: 2 }));
  assert.deepEqual([next.counts.waiting, next.counts.succeeded], [2, 2]);
  assert.equal(applyToBatch(next, event({})), next);
  assert.equal(applyToBatch(next, event({ waiting: 0 }, { entityId: 'rrb_2' })), next);
});

test('the last of them ends the batch', () => {
  const over = { waiting: 0, running: 0, succeeded: 4, refused: 1 };
  const done = applyToBatch(batch, event(over, { type: 'rerun.done', from: 'RUNNING', to: 'DONE' }));
  assert.deepEqual([done.state, done.finishedAt], ['DONE', '2026-03-01T00:00:00Z']);
});

test('the rate says when the last run starts', () => {
  assert.equal(lastStartMs({ counts, perMinute: 6 }), 30_000);
  assert.equal(lastStartMs({ counts: { ...counts, waiting: 0 }, perMinute: 6 }), undefined);
});
