import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notificationBounds } from '#domain/bounds/alert.ts';
import { noticeKinds } from './notice-kinds.ts';
import { headlineOf, type NoticeNews, sayNotice, saySummary } from './say-notice.ts';

const news: NoticeNews = {
  kind: 'JOB_DEAD',
  phase: 'MORE',
  about: 'invoice',
  count: 12,
  fresh: 7,
  sinceMs: Date.parse('2026-06-10T00:13:20Z'),
  nowMs: Date.parse('2026-06-10T00:28:20Z'),
  timeZone: 'Europe/Berlin',
  why: 'no connection to pay.example: it was refused',
  rule: 'When a job dies, tell ops at most every 15 min.',
  url: 'https://taskflow.example/t/acme/alerts/alr_1',
  failuresUrl: 'https://taskflow.example/t/acme/failures?q=task%3Ainvoice',
  tenant: 'acme',
};

test('a message tells in its subject how many and since when, on the clock of the tenant', () => {
  const { subject, text } = sayNotice(news);
  assert.equal(subject, '[acme] 12 jobs of task invoice are dead since 02:13');
  assert.equal(
    text,
    [
      '12 jobs of task invoice are dead since 02:13.',
      '7 since the message before.',
      'The latest: no connection to pay.example: it was refused.',
      'https://taskflow.example/t/acme/alerts/alr_1',
      'What failed, by kind: https://taskflow.example/t/acme/failures?q=task%3Ainvoice',
      'You are told because of the rule: When a job dies, tell ops at most every 15 min.',
      'Times are those of Europe/Berlin.',
    ].join('\n\n'),
  );
});

test('what began on another day says on which, and the end says how long it lasted', () => {
  const later = { ...news, nowMs: news.nowMs + 24 * 3_600_000 };
  assert.match(sayNotice(later).subject, /since 2026-06-10 02:13$/);
  const end = sayNotice({ ...news, phase: 'END' });
  assert.match(end.subject, /Over: no further job of task invoice died \(12 times, since 02:13\)/);
  assert.match(end.text, /It lasted 15 min\./);
  assert.doesNotMatch(end.text, /What failed/);
});

test('every kind has a headline of its own for one, for many and for the end', () => {
  const headlines = noticeKinds.flatMap((kind) => [
    headlineOf({ ...news, kind, phase: 'FIRST', count: 1 }),
    headlineOf({ ...news, kind, phase: 'END', count: 1 }),
  ]);
  assert.equal(new Set(headlines).size, headlines.length);
  for (const line of headlines) assert.doesNotMatch(line, /undefined|\n/);
});

test('a message stays within its bounds, whatever names and errors say', () => {
  const { subject, text } = sayNotice({ ...news, about: 'x'.repeat(500), why: `${'y'.repeat(20_000)}\u0000` });
  assert.equal(subject.length, notificationBounds.subjectLengthMax);
  assert.ok(text.length <= notificationBounds.textLengthMax);
  assert.ok(!text.includes('\u0000'));
});

test('a summary lists what was held back and counts what does not fit', () => {
  const headlines = Array.from({ length: 60 }, (_, n) => `thing ${n}`);
  const { subject, text } = saySummary({ headlines, count: 60, tenant: 'acme', url: 'https://x' });
  assert.equal(subject, '[acme] 60 messages from the quiet hours');
  assert.match(text, /- thing 49\n- and 10 more/);
});
