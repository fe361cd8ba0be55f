import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyToFailure, sayCounts, subjectOf, titleOf } from './failure-words.ts';
import { sayLag } from './list/say-lag.ts';
import { sayAct, sayWorked } from './say-history.ts';

const row = {
  id: 'flr_1',
  state: 'OPEN' as const,
  count: 3,
  deadCount: 1,
  runCount: 0,
  lastSeenAt: '2026-03-01T12:10:00Z',
  snoozedUntil: null,
  trend: [
    { at: '2026-03-01T11:00:00.000Z', count: 1 },
    { at: '2026-03-01T12:00:00.000Z', count: 2 },
  ],
};

const event = (type: string, more: object = {}) => ({
  cursor: 'c',
  seq: null,
  type,
  at: '2026-03-01T12:20:00Z',
  entityId: 'flr_1',
  from: null,
  to: null,
  reason: null,
  payload: null,
  attempt: null,
  ...more,
});

test('a failure is called by what failed and what it says', () => {
  const named = { errorType: 'IO', message: 'disk # is full', stepKey: null, task: { name: 'pay' }, workflow: null };
  assert.equal(titleOf(named), 'pay: disk # is full');
  assert.equal(subjectOf({ ...named, workflow: { name: 'etl' }, stepKey: 'load' }), 'etl / load');
  assert.equal(subjectOf({ ...named, task: null, workflow: { name: 'etl' } }), 'runs of etl');
  assert.equal(titleOf({ ...named, message: '' }), 'pay: IO, whatever its message');
  assert.match(titleOf({ ...named, message: '', errorType: '' }), /too many ways/);
});

test('how often it was seen, and of what, is said in a few words', () => {
  assert.equal(sayCounts({ count: 1, deadCount: 0, runCount: 0 }), 'once');
  assert.equal(sayCounts({ count: 1_234, deadCount: 1_000, runCount: 1 }), '1,234 times, 1,000 dead, 1 run');
});

test('what worked before is one sentence', () => {
  assert.equal(sayWorked({ after: 'PT5M', worked: 9, tried: 10 }), 'Retry after 5 min succeeded in 9 of 10.');
  assert.equal(sayWorked({ after: 'PT0S', worked: 1, tried: 1 }), 'Retry at once succeeded in 1 of 1.');
  assert.equal(sayWorked({ after: null, worked: 0, tried: 12 }), '12 retries so far, and none worked.');
  assert.equal(sayWorked(null), 'Nobody has retried it yet.');
});

test('grouping that is behind says by how much, and is silent while nobody would notice', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  assert.equal(sayLag('2026-03-01T11:59:45Z', nowMs), undefined);
  assert.equal(sayLag('2026-03-01T11:55:00Z', nowMs), 'What failed in the last 5:00 min is not grouped yet.');
  assert.match(sayLag(null, nowMs) ?? '', /No worker/);
});

test('what was done is told with the names of people', () => {
  const say = (type: string, payload: unknown = null) =>
    sayAct({ type, from: null, payload }, (id) => (id === 'usr_1' ? 'Ada' : undefined));
  assert.equal(say('failure.assigned', { assignee: 'usr_1' }), 'gave it to Ada');
  assert.equal(say('failure.assigned', { assignee: 'usr_2' }), 'gave it to somebody who left');
  assert.equal(say('failure.assigned', { assignee: null }), 'took its owner away');
  assert.equal(say('failure.rerun', { jobs: 2, runs: 1 }), 'ran again 2 jobs and 1 run');
  assert.equal(say('failure.discarded', { count: 3 }), 'discarded 3 of its jobs and runs');
  assert.equal(say('failure.invented'), 'failure.invented');
});

test('a failure that is seen again counts up in its place, and an event that comes twice changes nothing', () => {
  const seen = event('failure.seen', {
    payload: { count: 5, deadCount: 2, runCount: 0, lastSeenAt: '2026-03-01T12:20:00.000Z' },
  });
  const after = applyToFailure(row, seen);
  assert.deepEqual([after.count, after.deadCount, after.lastSeenAt], [5, 2, '2026-03-01T12:20:00.000Z']);
  assert.deepEqual(
    after.trend.map(({ count }) => count),
    [1, 4],
  );
  assert.equal(applyToFailure(after, seen), after);
  assert.equal(applyToFailure(row, { ...seen, entityId: 'flr_2' }), row);
});

test('a failure that was put off says until when, and forgets it when it wakes', () => {
  const until = '2026-03-02T12:00:00.000Z';
  const off = applyToFailure(row, event('failure.snoozed', { from: 'OPEN', to: 'SNOOZED', payload: { until } }));
  assert.deepEqual([off.state, off.snoozedUntil], ['SNOOZED', until]);
  const awake = applyToFailure(off, event('failure.reopened', { from: 'SNOOZED', to: 'OPEN' }));
  assert.deepEqual([awake.state, awake.snoozedUntil], ['OPEN', null]);
  assert.equal(applyToFailure(awake, event('failure.reopened', { to: 'OPEN' })), awake);
});
