/** What a program is told: the body of a webhook, and the one for a breach of a service level. */
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import type { NoticeNews } from './say-notice.ts';

/** An alert as a program reads it. */
export type ToldAlert = {
  id: string;
  kind: string;
  jobId: string | null;
  runId: string | null;
  message: string;
  raisedAt: Date;
};

export type BodyParts = {
  news: NoticeNews;
  severity: string;
  noticeId: string;
  ruleId: string;
  ruleName: string;
  /** The latest of the alerts that stand, some at most. */
  alerts: readonly ToldAlert[];
};

const eventNames = {
  FIRST: 'notification.opened',
  MORE: 'notification.continued',
  END: 'notification.closed',
} as const;

/** The body of a webhook, in the envelope of Standard Webhooks. */
export function webhookBody(parts: BodyParts & { headline: string }): Json {
  const { news, severity, noticeId, ruleId, ruleName, headline, alerts } = parts;
  return {
    type: eventNames[news.phase],
    timestamp: new Date(news.nowMs).toISOString(),
    data: {
      tenant: news.tenant,
      group: noticeId,
      kind: news.kind,
      severity,
      about: news.about,
      headline,
      why: news.why,
      count: news.count,
      since: new Date(news.sinceMs).toISOString(),
      rule: { id: publicId('rule', ruleId), name: ruleName },
      url: news.url,
      alerts: alerts.map(alertOf),
    },
  };
}

/** The body of `POST /notifications/sla-breach`. */
export function slaBreachBody(parts: BodyParts & { headline: string }): Json {
  const { news, severity, noticeId, alerts, headline } = parts;
  return {
    tenant: news.tenant,
    breachId: noticeId,
    state: news.phase === 'END' ? 'RECOVERED' : 'BREACHED',
    task: news.about,
    severity,
    headline,
    count: news.count,
    since: new Date(news.sinceMs).toISOString(),
    at: new Date(news.nowMs).toISOString(),
    url: news.url,
    breaches: alerts.map(alertOf),
  };
}

/** The body of a message that is about no group: a test, or a summary of quiet hours. */
export function plainBody(parts: {
  type: string;
  at: Date;
  tenant: string;
  subject: string;
  text: string;
  url: string;
}): Json {
  const { type, at, tenant, subject, text, url } = parts;
  return { type: `notification.${type}`, timestamp: at.toISOString(), data: { tenant, headline: subject, text, url } };
}

function alertOf({ id, kind, jobId, runId, message, raisedAt }: ToldAlert): Json {
  return {
    id: publicId('alert', id),
    kind,
    job: jobId === null ? null : publicId('job', jobId),
    run: runId === null ? null : publicId('run', runId),
    message,
    raisedAt: raisedAt.toISOString(),
  };
}
