'use client';

import { useReading } from '#components/api/use-reading.ts';
import { AlertsDocument } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { bounds } from '#domain/bounds.ts';
import { AlertsTable } from './alerts-table.tsx';

/** What was breached, the latest first. */
export function AlertsPage() {
  const { data, fault, reload } = useReading({ query: AlertsDocument, variables: { first: bounds.pageSizeMax } });
  const after = data?.alerts.eventCursor;
  const types = ['alert.raised', 'alert.resolved'];
  useRefreshOnEvents({ topic: { kind: 'events', filter: { types } }, after, read: reload });
  const alerts = data?.alerts.nodes;
  return (
    <Page title="Alerts">
      <div className="panel">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {fault === undefined && alerts === undefined && <LoadingNotice rows={6} />}
        {alerts?.length === 0 && (
          <EmptyNotice>No service level was ever breached. Tasks with an SLA raise alerts here.</EmptyNotice>
        )}
        {alerts !== undefined && alerts.length > 0 && <AlertsTable alerts={alerts} />}
      </div>
    </Page>
  );
}
