'use client';

import { useReading } from '#components/api/use-reading.ts';
import { SchedulesDocument, type SchedulesQuery } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { bounds } from '#domain/bounds.ts';
import { ScheduleCard } from './schedule-card.tsx';

export type ScheduleDetails = SchedulesQuery['schedules']['nodes'][number];

const types = [
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.ended',
  'schedule.ticked',
];

/** Every schedule: when it fires next, and what became of its last ticks. */
export function SchedulesPage() {
  const { data, fault, reload } = useReading({
    query: SchedulesDocument,
    variables: { first: bounds.pageSizeDefault },
  });
  const after = data?.schedules.eventCursor;
  useRefreshOnEvents({ topic: { kind: 'events', filter: { types } }, after, read: reload });
  const schedules = data?.schedules.nodes;
  return (
    <Page title="Schedules" actions={<Count shown={schedules?.length} total={data?.schedules.totalCount} />}>
      {fault !== undefined && (
        <div className="panel">
          <FaultNotice fault={fault} onRetry={reload} />
        </div>
      )}
      {fault === undefined && schedules === undefined && <LoadingNotice rows={8} />}
      {schedules?.length === 0 && (
        <div className="panel">
          <EmptyNotice>There are no schedules yet. Create one through the API.</EmptyNotice>
        </div>
      )}
      <div className="grid grid-cols-1 items-start gap-3 2xl:grid-cols-2">
        {schedules?.map((schedule) => (
          <ScheduleCard key={schedule.id} schedule={schedule} />
        ))}
      </div>
    </Page>
  );
}

function Count({ shown, total }: { shown: number | undefined; total: number | undefined }) {
  if (shown === undefined || total === undefined) return null;
  return (
    <span className="text-quiet">{shown === total ? `${total} schedules` : `${shown} of ${total} schedules`}</span>
  );
}
