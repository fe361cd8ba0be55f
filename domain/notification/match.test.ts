import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asking, asksFor, groupKeyOf, type Happening } from './match.ts';

const noon = new Date('2026-06-10T12:00:00Z');
const rule: Asking = {
  id: 'r',
  on: 'JOB_DEAD',
  queueId: null,
  taskId: null,
  workflowId: null,
  scheduleId: null,
  times: null,
  updatedAt: noon,
};
const dead: Happening = {
  kind: 'JOB_DEAD',
  at: noon,
  queueId: 'billing',
  taskId: 'invoice',
  workflowId: null,
  scheduleId: 'nightly',
  gateId: 'ledger',
  ruleId: null,
  failures: 2,
};

test('a rule asks for its kind, within what it is narrowed to, from when it was made', () => {
  assert.equal(asksFor(rule, dead), true);
  assert.equal(asksFor({ ...rule, on: 'JOB_FAILED' }, dead), false);
  assert.equal(asksFor({ ...rule, queueId: 'billing', taskId: 'invoice' }, dead), true);
  assert.equal(asksFor({ ...rule, queueId: 'mail' }, dead), false);
  assert.equal(asksFor({ ...rule, updatedAt: new Date(noon.getTime() + 1) }, dead), false);
});

test('a schedule is told of once its work has failed so many times in a row', () => {
  const failing: Asking = { ...rule, on: 'SCHEDULE_FAILING', times: 3 };
  const third = { ...dead, kind: 'SCHEDULE_FAILING', failures: 3 } as const;
  assert.equal(asksFor(failing, { ...third, failures: 2 }), false);
  assert.equal(asksFor(failing, third), true);
  assert.equal(asksFor({ ...failing, scheduleId: 'weekly' }, third), false);
});

test('what one rule watched for is told under no other', () => {
  const old = { ...dead, kind: 'QUEUE_OLD', ruleId: 'r' } as const;
  assert.equal(asksFor({ ...rule, on: 'QUEUE_OLD' }, old), true);
  assert.equal(asksFor({ ...rule, on: 'QUEUE_OLD', id: 'other' }, old), false);
});

test('things are told of together when they are about the same task, queue or schedule', () => {
  assert.equal(groupKeyOf(dead), 'invoice');
  assert.equal(groupKeyOf({ ...dead, kind: 'QUEUE_OLD' }), 'billing');
  assert.equal(groupKeyOf({ ...dead, kind: 'SCHEDULE_MISSED' }), 'nightly');
  assert.equal(groupKeyOf({ ...dead, kind: 'LOCK_CONTENTION' }), 'ledger');
  assert.equal(groupKeyOf({ ...dead, kind: 'ENGINE_FAULT' }), 'all');
});
