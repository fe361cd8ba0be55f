import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type BodyParts, slaBreachBody, webhookBody } from './webhook-body.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/notifications.md'), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']): unknown => JSON.parse(text));

const id = '01a22845-2552-7000-8020-485eb316d5fd';
const at = (time: string) => new Date(`2026-11-29T${time}.000Z`);
const parts: BodyParts & { headline: string } = {
  news: {
    kind: 'JOB_DEAD',
    phase: 'FIRST',
    about: 'pay-invoice',
    count: 3,
    fresh: 3,
    sinceMs: at('02:13:04').getTime(),
    nowMs: at('02:13:05').getTime(),
    timeZone: 'UTC',
    why: 'the bank is closed',
    rule: '',
    url: `https://taskflow.example/t/acme/alerts/alr_${id}`,
    tenant: 'acme',
  },
  severity: 'CRITICAL',
  noticeId: id,
  ruleId: id,
  ruleName: 'dead jobs',
  headline: '3 jobs of task pay-invoice are dead since 02:13',
  alerts: [
    {
      id,
      kind: 'JOB_DEAD',
      jobId: null,
      runId: null,
      message: '3 jobs of task pay-invoice are dead; the latest: the bank is closed',
      raisedAt: at('02:13:04'),
    },
  ],
};

test('the page shows the body of a webhook as it is', () => {
  assert.deepEqual(webhookBody(parts), examples[0]);
});

test('the page shows the body for a breach of a service level as it is, and its end says that it is over', () => {
  const news = { ...parts.news, kind: 'SLA_BREACH', about: 'close-books', count: 1 } as const;
  const breach: typeof parts = {
    ...parts,
    news: { ...news, sinceMs: at('07:00:00').getTime(), nowMs: at('07:00:01').getTime() },
    headline: 'A job of task close-books breaks its service level',
    alerts: [
      {
        id,
        kind: 'SLA_MAX_DURATION',
        jobId: id,
        runId: null,
        message: 'close-books: not finished within 1 h of 2026-11-29T06:00:00.000Z, when it started',
        raisedAt: at('07:00:00'),
      },
    ],
  };
  assert.deepEqual(slaBreachBody(breach), examples[1]);
  assert.match(JSON.stringify(slaBreachBody({ ...breach, news: { ...news, phase: 'END' } })), /"state":"RECOVERED"/);
});
