import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeKinds, nameOfQuota, problemsInQuota, readMax, sayChange, sayReset, sayUse } from './quota-words.ts';

const resetsAt = '2026-05-02T00:00:00.000Z';
const jobs = { measure: 'JOBS', period: 'DAY', max: 50, used: 37, standing: 'OPEN', resetsAt } as const;

test('a change of a quota says what it does at once', () => {
  assert.equal(sayChange(undefined, '5'), 'It counts from now on: what was used before is not counted.');
  assert.equal(sayChange(jobs, '50'), '37 of 50 are used.');
  assert.equal(sayChange(jobs, 'x'), '37 of 50 are used.');
  assert.equal(sayChange(jobs, '1,050'), '37 of 50 are used. With 1,050, another 1,013 are accepted at once.');
  assert.equal(
    sayChange(jobs, '37'),
    `37 of 50 are used. With 37, new jobs are refused at once, until ${resetsAt}; what runs goes on.`,
  );
  const full = { ...jobs, used: 50, standing: 'EXHAUSTED' } as const;
  assert.equal(sayChange(full, '60'), '50 of 50 are used. With 60, another 10 are accepted again at once.');
  const minutes = { ...jobs, measure: 'RUN_MINUTES', used: 50.25 } as const;
  assert.equal(sayChange(minutes, '60'), '50.2 of 50 are used. With 60, new jobs are accepted again at once.');
});

test('a reset says what it does at once', () => {
  assert.deepEqual(sayReset(jobs), [
    '37 of 50 are used. Counting begins anew at once.',
    `The period ends as before, at ${resetsAt}.`,
  ]);
  assert.match(
    sayReset({ ...jobs, used: 50, standing: 'EXHAUSTED' })[0] ?? '',
    /New jobs are accepted again at once\.$/,
  );
});

test('a form offers what has no quota yet, and refuses what is no amount', () => {
  assert.deepEqual(freeKinds([jobs]).map(nameOfQuota), ['Jobs a month', 'Run minutes a day', 'Run minutes a month']);
  assert.deepEqual(
    [readMax('1,000'), readMax(' 7 '), readMax('0'), readMax('-1'), readMax('1.5'), readMax('9999999999')],
    [1_000, 7, undefined, undefined, undefined, undefined],
  );
  assert.deepEqual(Object.keys(problemsInQuota({ kind: '', max: '' })), ['kind', 'max']);
  assert.equal(sayUse({ measure: 'RUN_MINUTES', used: 1_234.56, max: 2_000 }), '1,234.5 / 2,000');
});
