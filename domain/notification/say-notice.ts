/** What a message says, in plain words: a line that tells it all, then why, and where to look. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { wallMsAt } from '#domain/timetable/zone.ts';
import { unreachable } from '#domain/unreachable.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { NoticeKind } from './notice-kinds.ts';

/** `FIRST` opens a group, `MORE` goes on with it, `END` closes it. */
export type NoticePhase = 'FIRST' | 'MORE' | 'END';

/** What is told of a group. */
export type NoticeNews = {
  kind: NoticeKind;
  phase: NoticePhase;
  /** The name of the task, workflow, schedule or queue; empty for faults of the engine. */
  about: string;
  count: number;
  /** How many of them are new since the message before. */
  fresh: number;
  sinceMs: number;
  nowMs: number;
  timeZone: string;
  /** Why, in the words of the latest alert or error; empty when nothing is known. */
  why: string;
  /** Why it is told: the sentence of the rule. */
  rule: string;
  url: string;
  /** Where what failed stands by kind; absent when nothing failed. */
  failuresUrl?: string | undefined;
  tenant: string;
};

/** The subject and the text of the message about a group. */
export function sayNotice(news: NoticeNews): { subject: string; text: string } {
  const headline = headlineOf(news);
  const paragraphs = [`${headline}.`];
  if (news.phase === 'MORE') paragraphs.push(`${news.fresh} since the message before.`);
  if (news.phase === 'END') paragraphs.push(`It lasted ${sayDuration(Math.max(0, news.nowMs - news.sinceMs))}.`);
  if (news.phase !== 'END' && news.why !== '')
    paragraphs.push(asSentence(news.count > 1 ? `the latest: ${news.why}` : news.why));
  paragraphs.push(news.url);
  if (news.phase !== 'END' && news.failuresUrl !== undefined)
    paragraphs.push(`What failed, by kind: ${news.failuresUrl}`);
  paragraphs.push(`You are told because of the rule: ${news.rule}`);
  if (news.timeZone !== 'UTC') paragraphs.push(`Times are those of ${news.timeZone}.`);
  return {
    subject: cut(`[${news.tenant}] ${headline}`, notificationBounds.subjectLengthMax),
    text: cut(paragraphs.join('\n\n'), notificationBounds.textLengthMax),
  };
}

/** What happened, in a line: `12 jobs of task invoice are dead since 02:13`. */
export function headlineOf(news: Omit<NoticeNews, 'why' | 'rule' | 'url' | 'tenant' | 'fresh'>): string {
  const since = news.count > 1 || standsForLong(news.kind) ? ` since ${sayClock(news)}` : '';
  const { about, count } = news;
  if (news.phase === 'END')
    return `Over: ${pastOf(news)}${news.count > 1 ? ` (${count} times, since ${sayClock(news)})` : ''}`;
  switch (news.kind) {
    case 'JOB_DEAD':
      return count === 1
        ? `A job of task ${about} is dead`
        : `${sayCount(count, 'job')} of task ${about} are dead${since}`;
    case 'JOB_FAILED':
      return count === 1
        ? `A job of task ${about} failed`
        : `${sayCount(count, 'job')} of task ${about} failed${since}`;
    case 'RUN_FAILED':
      return count === 1
        ? `A run of workflow ${about} failed`
        : `${sayCount(count, 'run')} of workflow ${about} failed${since}`;
    case 'SCHEDULE_MISSED':
      return count === 1 ? `Schedule ${about} missed an instant` : `Schedule ${about} missed ${count} instants${since}`;
    case 'SCHEDULE_FAILING':
      return `The work of schedule ${about} fails again and again${since}`;
    case 'QUEUE_OLD':
      return `Jobs wait too long in queue ${about}${since}`;
    case 'NO_WORKER':
      return `No worker serves queue ${about}${since}`;
    case 'SLA_BREACH':
      return count === 1
        ? `A job of task ${about} breaks its service level`
        : `${sayCount(count, 'job')} of task ${about} break their service level${since}`;
    case 'LOCK_CONTENTION':
      return `Most jobs that come to ${about} have to wait${since}`;
    case 'QUOTA_WARNED':
      return count === 1 ? 'A quota is nearly used up' : `${count} quotas are nearly used up${since}`;
    case 'QUOTA_EXHAUSTED':
      return count === 1 ? 'A quota is used up' : `${count} quotas are used up${since}`;
    case 'ENGINE_FAULT':
      return count === 1 ? 'Taskflow could not do some work' : `Taskflow could not do ${count} pieces of work${since}`;
    default:
      return unreachable(news.kind);
  }
}

/** The sentence of the alert that a rule raises about a group. */
export function sayAlert(group: Pick<NoticeNews, 'kind' | 'about' | 'count' | 'why'>): string {
  const headline = headlineOf({ ...group, phase: 'FIRST', sinceMs: 0, nowMs: 0, timeZone: 'UTC' }).replace(
    / since \S+$/,
    '',
  );
  const why = group.why === '' ? '' : `${group.count > 1 ? '; the latest' : ''}: ${group.why}`;
  return cut(`${headline}${why}`, alertLengthMax);
}

// As long as the sentences of other alerts: what is more stands at the job.
const alertLengthMax = 500;

function standsForLong(kind: NoticeKind): boolean {
  return kind === 'SCHEDULE_FAILING' || kind === 'QUEUE_OLD' || kind === 'NO_WORKER' || kind === 'LOCK_CONTENTION';
}

function pastOf({ kind, about }: Pick<NoticeNews, 'kind' | 'about'>): string {
  switch (kind) {
    case 'JOB_DEAD':
      return `no further job of task ${about} died`;
    case 'JOB_FAILED':
      return `no further job of task ${about} failed`;
    case 'RUN_FAILED':
      return `no further run of workflow ${about} failed`;
    case 'SCHEDULE_MISSED':
      return `schedule ${about} missed no further instant`;
    case 'SCHEDULE_FAILING':
      return `the work of schedule ${about} is mended`;
    case 'QUEUE_OLD':
      return `jobs no longer wait too long in queue ${about}`;
    case 'NO_WORKER':
      return `queue ${about} is served again, or has nothing left`;
    case 'SLA_BREACH':
      return `no job of task ${about} breaks its service level any more`;
    case 'LOCK_CONTENTION':
      return `most jobs that come to ${about} no longer have to wait`;
    case 'QUOTA_WARNED':
      return 'no quota is nearly used up any more';
    case 'QUOTA_EXHAUSTED':
      return 'no quota is used up any more';
    case 'ENGINE_FAULT':
      return 'what Taskflow could not do is seen to';
    default:
      return unreachable(kind);
  }
}

const dayMs = 24 * 3_600_000;

/** The time on the tenant's clock, with its day when that is another one than today. */
function sayClock({ sinceMs, nowMs, timeZone }: Pick<NoticeNews, 'sinceMs' | 'nowMs' | 'timeZone'>): string {
  const [since, now] = [wallMsAt(timeZone, sinceMs), wallMsAt(timeZone, nowMs)];
  const [day = '', clock = ''] = new Date(since).toISOString().split('T');
  const time = clock.slice(0, 5);
  return Math.floor(since / dayMs) === Math.floor(now / dayMs) ? time : `${day} ${time}`;
}

/** What was held back while a channel was quiet, as one message. */
export function saySummary(held: { headlines: readonly string[]; count: number; tenant: string; url: string }): {
  subject: string;
  text: string;
} {
  const { headlines, count, tenant, url } = held;
  const shown = headlines.slice(0, notificationBounds.summaryLinesMax);
  const rest = count > shown.length ? [`and ${count - shown.length} more`] : [];
  const lines = [...shown, ...rest].map((line) => `- ${line}`);
  return {
    subject: cut(
      `[${tenant}] ${count} ${count === 1 ? 'message' : 'messages'} from the quiet hours`,
      notificationBounds.subjectLengthMax,
    ),
    text: cut(['While it was quiet:', lines.join('\n'), url].join('\n\n'), notificationBounds.textLengthMax),
  };
}

/** What a channel is sent when somebody tries it. */
export function sayTest(test: { channel: string; tenant: string; by: string; url: string }): {
  subject: string;
  text: string;
} {
  return {
    subject: cut(`[${test.tenant}] A test of the channel ${test.channel}`, notificationBounds.subjectLengthMax),
    text: cut(
      [`${test.by} sent this to see that messages get through. They do, and nothing is wrong.`, test.url].join('\n\n'),
      notificationBounds.textLengthMax,
    ),
  };
}

function asSentence(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** At most so many characters, and none that would break a line of a header. */
function cut(text: string, lengthMax: number): string {
  const whole = text.toWellFormed().replaceAll('\u0000', '\ufffd');
  return whole.length <= lengthMax ? whole : `${whole.slice(0, lengthMax - 1).toWellFormed()}…`;
}
