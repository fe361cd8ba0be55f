import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueShare } from './queue-share.ts';

const mail = { id: 'mail', priority: 0, weight: 3, ended: 60 };
const reports = { id: 'reports', priority: 0, weight: 1, ended: 20 };

test('a share is told against the weights of the queues of the same priority that were at work', () => {
  const idle = { id: 'idle', priority: 0, weight: 100, ended: 0 };
  const urgent = { id: 'urgent', priority: 9, weight: 100, ended: 500 };
  const share = queueShare(mail, [mail, reports, idle, urgent]);
  assert.deepEqual(share, { expectedPercent: 75, actualPercent: 75, competitors: 1 });
});

test('a queue alone has everything, and nothing is said of what it got when nothing ended', () => {
  const quiet = { ...mail, ended: 0 };
  assert.deepEqual(queueShare(quiet, [quiet]), { expectedPercent: 100, actualPercent: null, competitors: 0 });
});
