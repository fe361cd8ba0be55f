import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaitGateState } from '#components/generated/why.ts';
import { complainAboutJobs } from '#components/nouns/job/list/job-query.ts';
import { holderPath, othersPath, partGates, sayHolder, sayStart } from './gate-order.ts';

const gate = (code: string, state: WaitGateState) => ({
  code,
  state,
  name: code,
  sentence: '',
  since: null,
  holder: null,
  wayOut: null,
  lock: null,
});

test('shut gates come first in the order in which a job meets them, then what is not known; open ones are apart', () => {
  const { shut, open } = partGates([
    gate('NOT_DUE', 'PASS'),
    gate('SHARE', 'UNKNOWN'),
    gate('QUEUE_LIMIT', 'FAIL'),
    gate('NO_SLOT', 'FAIL'),
  ]);
  assert.deepEqual(
    [shut, open].map((gates) => gates.map(({ code }) => code)),
    [['QUEUE_LIMIT', 'NO_SLOT', 'SHARE'], ['NOT_DUE']],
  );
});

test('a holder leads to its page', () => {
  const job = { kind: 'JOB' as const, id: 'job_1', name: 'send-letter', others: 3 };
  assert.deepEqual([sayHolder(job), holderPath(job)], ['send-letter', '/jobs/job_1']);
  const queue = { kind: 'QUEUE' as const, id: 'que_1', name: 'mail', others: 0 };
  assert.deepEqual([sayHolder(queue), holderPath(queue)], ['queue mail', '/queues/mail']);
});

test('a limit leads to what uses it up', () => {
  const path = othersPath('QUEUE_LIMIT', { name: 'big files' });
  const query = new URL(path ?? '', 'http://console.invalid').searchParams.get('q') ?? '';
  assert.equal(query, 'state:running queue:"big files"');
  assert.equal(complainAboutJobs(query), undefined);
  assert.equal(othersPath('MUTEX', { name: 'big files' }), undefined);
});

test('a start to be expected is told as a span from now', () => {
  const at = (seconds: number) => 1_000_000 + seconds * 1_000;
  const say = (from: number, to: number) => sayStart({ fromMs: at(from), toMs: at(to) }, at(0));
  assert.equal(say(30, 121), 'in 30 s to 2 min');
  assert.equal(say(-5, 121), 'within 2 min');
  assert.equal(say(-9, -5), 'at any moment');
});
