'use client';

import { useReading } from '#components/api/use-reading.ts';
import { AlertsDocument } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';

/** How many alerts stand open, kept up to date. */
export function useOpenAlerts(): number {
  const { data, reload } = useReading({ query: AlertsDocument, variables: { first: 1, states: ['OPEN'] } });
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: ['alert.raised', 'alert.resolved'] } },
    after: data?.alerts.eventCursor,
    read: reload,
  });
  return data?.alerts.totalCount ?? 0;
}
