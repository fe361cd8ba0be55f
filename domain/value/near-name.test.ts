import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearName } from './near-name.ts';

const names = ['job.started', 'job.cancelled', 'run.started', 'run.cancelled', 'user.role-changed'];

test('a name is near whatever its case and signs, and with a letter in four wrong, missing or too many', () => {
  for (const [written, meant] of [
    ['JOB_STARTED', 'job.started'],
    ['job.start', 'job.started'],
    ['job.canceled', 'job.cancelled'],
    ['run.startet', 'run.started'],
    ['user.rolechange', 'user.role-changed'],
  ] as const)
    assert.equal(nearName(written, names), meant, written);
});

test('another word is near to none', () => {
  for (const written of ['', '..', 'x', 'job', 'job.finished', 'alert.raised', 'job.started'.repeat(1_000)])
    assert.equal(nearName(written, names), undefined, written.slice(0, 20));
});
