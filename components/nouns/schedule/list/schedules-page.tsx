'use client';

import { CalendarClock, CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { useMay } from '#components/shell/session/use-viewer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useUrl } from '#components/ui/use-url.ts';
import { ScheduleBulkBar } from './schedule-bulk-bar.tsx';
import { filterOf, isNarrowed, readShown, type ShownSchedules } from './schedule-filter.ts';
import { ScheduleFilterBar } from './schedule-filter-bar.tsx';
import { SchedulesTable } from './schedules-table.tsx';
import { type SchedulesView, useSchedules } from './use-schedules.ts';

/** Every schedule: what it says, when it fires next, and whether it kept its word. */
export function SchedulesPage() {
  const { search } = useUrl();
  const shown = readShown(search);
  const view = useSchedules(filterOf(shown));
  const mayEdit = useMay('schedule.edit');
  const mayOperate = useMay('schedule.operate');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = view.rows ?? [];
  const chosen = rows.filter((row) => selected.has(row.id));
  return (
    <Page title="Schedules" isFilled actions={mayEdit && <NewSchedule />}>
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        {chosen.length > 0 ? (
          <ScheduleBulkBar chosen={chosen} onDone={() => setSelected(new Set())} />
        ) : (
          <ScheduleFilterBar shown={shown} />
        )}
        <Counts view={view} />
      </div>
      <div className="panel flex min-h-0 flex-1 flex-col">
        {view.fault !== undefined && <FaultNotice fault={view.fault} onRetry={view.reload} />}
        {view.rows === undefined && view.fault === undefined && <Skeleton rows={8} />}
        {view.rows?.length === 0 && <NoSchedules shown={shown} mayEdit={mayEdit} />}
        {rows.length > 0 && (
          <SchedulesTable view={view} selection={mayOperate ? { selected, onChange: setSelected } : undefined} />
        )}
      </div>
    </Page>
  );
}

function NewSchedule() {
  return (
    <ButtonLink kind="primary" Icon={CalendarPlus} href={screens.newSchedule}>
      New schedule
    </ButtonLink>
  );
}

function Counts({ view }: { view: SchedulesView }) {
  if (view.rows === undefined) return null;
  const { totalCount, totalCountExact, waitingCount, admit } = view;
  return (
    <span className="ml-auto flex items-center gap-3 text-quiet" aria-live="polite">
      {waitingCount > 0 && (
        <Button isSmall kind="primary" onClick={admit}>
          {waitingCount} new
        </Button>
      )}
      {totalCount.toLocaleString('en')}
      {totalCountExact ? '' : '+'} {totalCount === 1 ? 'schedule' : 'schedules'}
    </span>
  );
}

function NoSchedules({ shown, mayEdit }: { shown: ShownSchedules; mayEdit: boolean }) {
  const { change } = useUrl();
  if (isNarrowed(shown)) {
    const clear = () => change({ show: undefined, q: undefined, task: undefined, workflow: undefined });
    return (
      <EmptyState
        Icon={CalendarClock}
        title="No schedule matches"
        actions={<Button onClick={clear}>Clear filters</Button>}
      />
    );
  }
  return (
    <EmptyState Icon={CalendarClock} title="Nothing is scheduled yet" actions={mayEdit && <NewSchedule />}>
      A schedule starts a task or a workflow at the times you choose, in the time zone you choose, and records what
      became of every one of them.
    </EmptyState>
  );
}
