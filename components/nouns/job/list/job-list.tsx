'use client';

import type { FocusEvent } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import type { JobRowFragment } from '#components/generated/documents.ts';
import { ListFoot } from '#components/kit/page/list-parts.tsx';
import type { PlaceOfList } from '#components/kit/query/use-place.ts';
import { jobPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import type { LiveListView } from '#components/live/use-live-list.ts';
import { SelectionStrip } from '#components/nouns/job/bulk/selection-strip.tsx';
import { useSelection } from '#components/nouns/job/bulk/use-selection.ts';
import { longestSpanMs, measuredSpan } from '#components/nouns/job/details/measured-span.ts';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { jobColumns } from './job-columns.tsx';
import { useFailures } from './use-failures.ts';

const none: readonly JobRowFragment[] = [];

type ListProps = { view: LiveListView<JobRowFragment>; place: PlaceOfList };

/** Jobs as rows, the newest first; the row that has the focus is the one looked into. */
export function JobList({ view, place }: ListProps) {
  const go = useGo();
  const selection = useSelection(place.query);
  const { list, fault } = view;
  const isIdle = place.peek === undefined && selection.chosen !== undefined;
  useKeys('Selection', [{ keys: 'Escape', words: 'Clear the selection', act: selection.clear }], isIdle);
  const rows = list?.rows ?? none;
  const columns = jobColumns({ longestMs: longestSpanMs(rows.map(measuredSpan)), failures: useFailures(rows) });
  if (list === undefined) return null;
  const open = (job: JobRowFragment) => {
    if (place.peek === job.id) go(jobPath(job.id));
    else place.look(job.id);
  };
  const follow = (event: FocusEvent) => {
    const key =
      event.target instanceof HTMLTableRowElement ? (event.target.getAttribute('data-key') ?? undefined) : undefined;
    if (place.peek !== undefined && key !== undefined && key !== place.peek) place.look(key);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears which row has the focus
    <div className="panel flex min-h-0 flex-1 flex-col overflow-hidden" onFocus={follow}>
      <DataTable
        label="Jobs"
        columns={columns}
        rows={list.rows}
        keyOf={(job) => job.id}
        nameOf={(job) => `${job.task.name} ${shortId(job.id)}`}
        {...(list.totalCountExact ? { totalCount: list.totalCount } : {})}
        onOpen={open}
        openKey={place.peek}
        selection={{ selected: selection.ids, onChange: selection.select }}
        isMain
        isFilled
        minWidth="68rem"
        {...(list.hasOlder && fault === undefined ? { onEnd: view.readOlder } : {})}
        foot={<ListFoot view={view} noun="jobs" />}
      />
      <SelectionStrip query={place.query} list={list} selection={selection} />
    </div>
  );
}
