import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayAlertKind } from '#components/kit/words/say-alert-kind.ts';
import { alertLook, applyToAlert, severityLook, subjectLink } from './alert-words.ts';

const raised = { id: 'alr_1', state: 'OPEN' as const, resolvedAt: null };
const resolved = {
  cursor: 'c',
  seq: null,
  type: 'alert.resolved',
  at: '2026-03-01T00:00:09Z',
  entityId: 'alr_1',
  from: 'OPEN',
  to: 'RESOLVED',
  reason: null,
  payload: null,
  attempt: null,
};

test('an open alert that is resolved elsewhere says so in its place', () => {
  const after = applyToAlert(raised, resolved);
  assert.deepEqual(after, { id: 'alr_1', state: 'RESOLVED', resolvedAt: '2026-03-01T00:00:09Z' });
  assert.equal(applyToAlert(after, resolved), after, 'a repeated event changes nothing');
  assert.equal(applyToAlert(raised, { ...resolved, entityId: 'alr_2' }), raised);
});

test('an alert leads to the work that it is about', () => {
  const job = { id: 'job_01a1fd22-f6e7-7000-802e-5f7b7aa01234' };
  const run = { id: 'run_1', workflow: { name: 'etl' } };
  assert.equal(subjectLink({ job, run, schedule: null })?.href, `/jobs/${job.id}`);
  assert.equal(subjectLink({ job: null, run, schedule: null })?.href, '/runs/run_1');
  assert.equal(subjectLink({ job: null, run: null, schedule: null }), undefined);
});

test('a fault of the engine is told apart from a limit that was broken, and leads to the schedule it is about', () => {
  assert.equal(sayAlertKind('ENGINE_FAULT'), 'Fault of the engine');
  const schedule = { id: 'sch_1', name: 'every night' };
  assert.deepEqual(subjectLink({ job: null, run: null, schedule }), { href: '/schedules/sch_1', words: 'every night' });
});

test('an alert about a quota leads to where quotas are changed', () => {
  const quota = { kind: 'QUOTA_EXHAUSTED', job: null, run: null, schedule: null };
  assert.deepEqual(subjectLink(quota), { href: '/settings?tab=tenant', words: 'quotas of the tenant' });
});

test('an alert that somebody acknowledges says so in its place, and still stands', () => {
  const seen = { ...resolved, type: 'alert.acknowledged', from: null, to: null };
  const after = applyToAlert({ ...raised, acknowledgedAt: null }, seen);
  assert.deepEqual(after, { ...raised, acknowledgedAt: seen.at });
  assert.equal(applyToAlert(after, seen), after, 'a repeated event changes nothing');
  assert.deepEqual([alertLook(raised).word, alertLook(after).word], ['Open', 'Seen to']);
  assert.equal(alertLook({ state: 'RESOLVED', acknowledgedAt: seen.at }).word, 'Resolved');
});

test('an alert that a rule counts leads to all that it is about', () => {
  const none = { job: null, run: null, schedule: null };
  const task = { id: 'tsk_1', name: 'invoice' };
  assert.equal(subjectLink({ ...none, task, kind: 'JOB_DEAD' })?.words, 'task invoice');
  assert.match(subjectLink({ ...none, task, kind: 'JOB_DEAD' })?.href ?? '', /^\/jobs\?.*dead.*invoice/);
  assert.deepEqual(subjectLink({ ...none, queue: { id: 'que_1', name: 'billing' } }), {
    href: '/queues',
    words: 'queue billing',
  });
});

test('what is not known yet still has a name', () => {
  assert.equal(sayAlertKind('SLA_MAX_DURATION'), 'Takes too long');
  assert.equal(sayAlertKind('WORKER_LOST'), 'Worker lost');
  assert.equal(severityLook('FATAL').word, 'FATAL');
});
