'use client';

import { useReading } from '#components/api/use-reading.ts';
import { OpenAlertsDocument } from '#components/generated/alerts.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';

/** How many alerts stand open, kept up to date. */
export function useOpenAlerts(): number {
  const { data, reload } = useReading({ query: OpenAlertsDocument, variables: {} });
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: ['alert.raised', 'alert.resolved'] } },
    after: data?.alerts.eventCursor,
    read: reload,
  });
  return data?.alerts.totalCount ?? 0;
}
