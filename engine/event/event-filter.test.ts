import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventTypes } from '#domain/event-catalogue.ts';
import { type EventConditions, eventFilter } from './event-filter.ts';
import type { FeedEvent } from './read-events.ts';

const [job, otherJob, run] = [
  '01900000-0000-7000-8000-000000000001',
  '01900000-0000-7000-8000-000000000002',
  '01900000-0000-7000-8000-000000000003',
];

function event(type: string, about: { entityId?: string; runId?: string } = {}): FeedEvent {
  const { entityId = job, runId = null } = about;
  const move = { from: 'PENDING', to: 'RUNNING', reason: null, actor: 'test', attempt: null, payload: null };
  const place = { cursor: 'c', seq: null, at: new Date(0), tenantId: 't', transactionId: 1n, rowId: 1n, entry: 0 };
  return { ...place, ...move, type, entityId, runId };
}

function passes(conditions: EventConditions, one: FeedEvent): boolean {
  const filter = eventFilter(conditions);
  assert.ok(filter.ok);
  return filter.value(one);
}

test('a noun lets its own events pass; the jobs of runs are jobs, and steps besides', () => {
  const step = event('job.started', { runId: run });
  assert.ok(passes({ noun: 'JOB' }, event('job.started')));
  assert.ok(passes({ noun: 'JOB' }, step));
  assert.ok(passes({ noun: 'STEP' }, step));
  assert.ok(!passes({ noun: 'STEP' }, event('job.started')));
  assert.ok(!passes({ noun: 'STEP' }, event('run.started', { entityId: run, runId: run })));
  assert.ok(!passes({ noun: 'RUN' }, step));
  assert.ok(passes({ noun: 'RUN' }, event('run.started')));
});

test('what only the row of a job tells, or what changes, keeps nothing back from a list', () => {
  const told =
    'state:failed queue:billing task:pay label:env=prod correlation:x created:>-2h started:<-1m finished:>-1d';
  for (const query of [...told.split(' '), told, 'words', ''])
    assert.ok(passes({ noun: 'JOB', query }, event('job.cancelled')), query);
});

test('ids and runs of a query are held against every event', () => {
  assert.ok(passes({ query: `job_${job}` }, event('job.started')));
  assert.ok(!passes({ query: `job_${job}` }, event('job.started', { entityId: otherJob })));
  assert.ok(passes({ query: `run:run_${run} state:failed` }, event('job.started', { runId: run })));
  assert.ok(!passes({ query: `run:run_${run}` }, event('job.started')));
  assert.ok(passes({ noun: 'RUN', query: `run_${run}` }, event('run.failed', { entityId: run })));
  assert.ok(!passes({ noun: 'RUN', query: `run_${run}` }, event('run.failed')));
});

test('of several types any passes; one that no event has is refused at its place, with the one that was meant when it is near', () => {
  assert.ok(passes({ types: ['job.started', 'run.started'] }, event('job.started')));
  assert.ok(!passes({ types: ['job.started'] }, event('job.failed')));
  assert.ok(!passes({ types: [] }, event('job.started')));
  const refused = (types: string[]) => {
    const filter = eventFilter({ types });
    return filter.ok ? [] : filter.refusals.map(({ code, message, path }) => `${code} ${path.join('.')} ${message}`);
  };
  const [start, finished, mark, ...more] = refused(['job.failed', 'job.start', 'job.finished', 'CURSOR_ADVANCED']);
  assert.match(start ?? '', /^BAD_INPUT filter\.types\.1 "job\.start" .*; write job\.started$/);
  assert.match(finished ?? '', /^BAD_INPUT filter\.types\.2 "job\.finished" .*; known are job\.created, /);
  assert.match(mark ?? '', /^BAD_INPUT filter\.types\.3 /);
  assert.deepEqual(more, []);
});

test('a filter names no more types than there are', () => {
  assert.ok(eventFilter({ types: eventTypes }).ok);
  const filter = eventFilter({ types: [...eventTypes, 'job.started'] });
  assert.deepEqual(filter.ok || filter.refusals.map(({ code, path }) => [code, path]), [
    ['TOO_LARGE', ['filter', 'types']],
  ]);
});

test('a query without a noun asks for jobs', () => {
  assert.ok(!passes({ query: 'state:failed' }, event('queue.updated')));
});

test('a query that cannot be read, or that belongs to no list, is refused', () => {
  for (const conditions of [
    { query: 'nothing:here' },
    { noun: 'RUN', query: 'queue:a' },
    { noun: 'QUEUE', query: 'a' },
  ] as const)
    assert.ok(!eventFilter(conditions).ok, JSON.stringify(conditions));
});
