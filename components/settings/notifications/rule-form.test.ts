import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeKinds } from '#domain/notification/notice-kinds.ts';
import { newRule, previewRule, problemsInRule, type RuleForm, ruleForm, spanOptions } from './rule-form.ts';

const channels = [{ id: 'chn_1', name: 'ops' }];
const form: RuleForm = { ...ruleForm(undefined, channels), name: 'dead', queue: 'billing' };

test('a rule reads as a sentence while it is made', () => {
  assert.equal(
    previewRule(form, { channels, schedules: [] }),
    'When a job dies in queue billing, tell ops at most every 15 min, and once more when it is over.',
  );
  const old = { ...form, on: 'QUEUE_OLD', lasts: 'PT30M', tellsEnd: false } as const;
  assert.equal(
    previewRule(old, { channels, schedules: [] }),
    'When a job has waited in queue billing for 30 min, tell ops at most every 15 min.',
  );
});

test('what a kind does not ask for is not sent, whatever stands in its field', () => {
  const full = { ...form, task: 't', workflow: 'w', schedule: 'sch_1' };
  for (const on of noticeKinds) assert.deepEqual(problemsInRule({ ...full, on }), {}, on);
  assert.deepEqual(Object.keys(newRule({ ...full, on: 'RUN_FAILED' })).toSorted(), [
    'channels',
    'name',
    'on',
    'tellsEnd',
    'window',
    'workflow',
  ]);
});

test('a rule that tells nobody or counts no number is stopped at its field', () => {
  const bad = { ...form, on: 'SCHEDULE_FAILING', times: 'many', channels: [], name: ' ' } as const;
  assert.deepEqual(Object.keys(problemsInRule(bad)).toSorted(), ['channels', 'name', 'times']);
});

test('a span that was set over the API can be kept', () => {
  assert.ok(spanOptions('PT7M').some(({ value, word }) => value === 'PT7M' && word === '7 min'));
  assert.equal(new Set(spanOptions('PT15M').map(({ value }) => value)).size, spanOptions('PT15M').length);
});
