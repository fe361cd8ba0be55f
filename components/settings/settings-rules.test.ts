import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyToken,
  grantableRoles,
  newToken,
  problemsInToken,
  scopesOf,
  tokenLook,
} from '#components/settings/tokens/token-form.ts';
import { limitsForm, readLimits, sayLimit } from './limits-form.ts';

const nowMs = Date.UTC(2026, 2, 29, 12);

test('a token follows its role unless something was taken from it', () => {
  const form = { ...emptyToken, name: ' ci ' };
  assert.deepEqual(newToken(form, nowMs), {
    name: 'ci',
    role: 'OPERATOR',
    scopes: [],
    expiresAt: '2026-06-27T12:00:00.000Z',
  });
  const narrowed = newToken({ ...form, role: 'VIEWER', expiry: 'never' }, nowMs);
  assert.deepEqual([narrowed.scopes, narrowed.expiresAt], [[], null]);
  const without = scopesOf('OPERATOR').filter((scope) => scope !== 'job.enqueue');
  assert.deepEqual(newToken({ ...form, without }, nowMs).scopes, ['job.enqueue']);
});

test('a token lasts to the end of the day that is named', () => {
  const form = { ...emptyToken, name: 'ci', expiry: 'day', day: '2026-03-29' } as const;
  assert.equal(newToken(form, nowMs).expiresAt, '2026-03-29T23:59:59.999Z');
  assert.deepEqual(problemsInToken(form, nowMs), {});
  assert.deepEqual(Object.keys(problemsInToken({ ...form, day: '2026-03-28' }, nowMs)), ['expiresAt']);
  assert.deepEqual(Object.keys(problemsInToken({ ...form, day: '' }, nowMs)), ['expiresAt']);
});

test('a token without a name or without anything to do is stopped at its field', () => {
  const problems = problemsInToken({ ...emptyToken, without: scopesOf('OPERATOR') }, nowMs);
  assert.deepEqual(Object.keys(problems).sort(), ['name', 'scopes']);
});

test('nobody is offered a role that reaches further than their own', () => {
  assert.deepEqual(grantableRoles('EDITOR'), ['VIEWER', 'OPERATOR', 'EDITOR', 'AUDITOR']);
  assert.ok(!grantableRoles('PLATFORM_ADMIN').includes('PLATFORM_ADMIN'), 'a tenant has no platform tokens');
});

test('a token says whether it still opens anything', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 29, hour)).toISOString();
  assert.equal(tokenLook({ revokedAt: null, expiresAt: null }, nowMs).word, 'Works');
  assert.equal(tokenLook({ revokedAt: null, expiresAt: at(11) }, nowMs).word, 'Expired');
  assert.equal(tokenLook({ revokedAt: at(11), expiresAt: at(13) }, nowMs).word, 'Revoked');
});

test('an empty limit is none, and what is no number is stopped at its field', () => {
  const form = limitsForm({ maxRunningJobs: 10, maxQueuedJobs: null, weight: 2, rate: { max: 5, per: 'SECOND' } });
  assert.deepEqual(form, { maxRunningJobs: '10', maxQueuedJobs: '', weight: '2', rateMax: '5', ratePer: 'SECOND' });
  assert.deepEqual(readLimits({ ...form, maxRunningJobs: ' ' }), {
    limits: { maxRunningJobs: null, maxQueuedJobs: null, weight: 2, rate: { max: 5, per: 'SECOND' } },
    problems: {},
  });
  const bad = readLimits({ maxRunningJobs: 'many', maxQueuedJobs: '-1', weight: '0', rateMax: '0', ratePer: 'HOUR' });
  assert.equal(bad.limits, undefined);
  assert.deepEqual(Object.keys(bad.problems), ['maxRunningJobs', 'maxQueuedJobs', 'weight', 'rate']);
  assert.equal(sayLimit(null), 'no limit');
});
