import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayJobs, sayPercent, sayUses } from './task-words.ts';

test('a share is round only when it is whole', () => {
  assert.deepEqual([100, 99.96, 97.25, 0].map(sayPercent), ['100 %', '99.9 %', '97.3 %', '0 %']);
});

test('dots are also said in words', () => {
  assert.equal(sayJobs([{ state: 'SUCCEEDED' }, { state: 'DEAD' }]), 'last 2 jobs: 1 succeeded, 1 dead');
  assert.equal(sayJobs([{ state: 'FAILED' }]), 'last job: 1 failed');
});

test('who uses a task is counted, and nobody is nobody', () => {
  assert.equal(sayUses({ workflowCount: 2, scheduleCount: 1 }), '2 workflows, 1 schedule');
  assert.equal(sayUses({ workflowCount: 0, scheduleCount: 3 }), '3 schedules');
  assert.equal(sayUses({ workflowCount: 0, scheduleCount: 0 }), undefined);
});
