/** The messages about a group: one for each channel of its rule, each in the form that its channel takes. */
import { kindRules, tellsOfFailures } from '#domain/notification/notice-kinds.ts';
import { headlineOf, type NoticeNews, sayNotice } from '#domain/notification/say-notice.ts';
import { sayRule } from '#domain/notification/say-rule.ts';
import { slaBreachBody, webhookBody } from '#domain/notification/webhook-body.ts';
import { writeValue } from '#domain/query/write-value.ts';
import { publicId } from '#domain/value/ids.ts';
import type { NewDelivery } from '#engine/notification/deliver/new-deliveries.ts';
import type { DueNotice } from './due-notices.ts';

export type Phase = NoticeNews['phase'];

export function deliveriesOf(
  notice: DueNotice,
  { phase, now, links }: { phase: Phase; now: Date; links: { base: string } },
): NewDelivery[] {
  const news: NoticeNews = {
    kind: notice.on,
    phase,
    about: notice.about,
    count: notice.count,
    fresh: notice.count - notice.told,
    sinceMs: notice.sinceMs,
    nowMs: now.getTime(),
    timeZone: notice.timeZone,
    why: notice.why,
    rule: sayRule(notice.sayable),
    url: urlOf(notice, links.base),
    failuresUrl: failuresUrlOf(notice, links.base),
    tenant: notice.tenant,
  };
  const message = sayNotice(news);
  const { severity, ruleId, ruleName, alerts } = notice;
  const parts = { news, severity, noticeId: notice.id, ruleId, ruleName, alerts, headline: headlineOf(news) };
  return notice.channels.map((channel) => ({
    tenantId: notice.tenantId,
    channel,
    kind: phase,
    severity: notice.severity,
    ...message,
    body: channel.kind === 'SLA_BREACH' ? slaBreachBody(parts) : webhookBody(parts),
    notice: { id: notice.id, ruleId: notice.ruleId, telling: notice.tellings + 1 },
  }));
}

/** The list of the kinds in which work of its task or workflow failed; undefined when it is not about failures. */
function failuresUrlOf({ on, about, tenant }: DueNotice, base: string): string | undefined {
  const { groups } = kindRules[on];
  if (!tellsOfFailures(on) || (groups !== 'task' && groups !== 'workflow')) return undefined;
  const query = encodeURIComponent(`${groups}:${writeValue(about)}`);
  return `${base.replace(/\/+$/, '')}/t/${tenant}/failures?q=${query}`;
}

/** The page of the console that says most: of the one alert, or the list of all that stand. */
function urlOf({ tenant, alerts }: DueNotice, base: string): string {
  const place = `${base.replace(/\/+$/, '')}/t/${tenant}/alerts`;
  const [first, other] = alerts;
  return first !== undefined && other === undefined ? `${place}/${publicId('alert', first.id)}` : place;
}
