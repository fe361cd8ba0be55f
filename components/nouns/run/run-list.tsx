'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import type { ListedRunFragment } from '#components/generated/documents.ts';
import { ListFoot } from '#components/kit/page/list-parts.tsx';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import type { LiveListView } from '#components/live/use-live-list.ts';
import { longestSpanMs } from '#components/nouns/job/details/measured-span.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { runColumns } from './run-columns.tsx';

const keys = [
  ['j', 'next'],
  ['k', 'before'],
  ['o', 'open'],
  ['/', 'ask'],
] as const;

/** Runs as rows, the newest first. */
export function RunList({ view }: { view: LiveListView<ListedRunFragment> }) {
  const go = useGo();
  const { list, fault } = view;
  const columns = runColumns(
    longestSpanMs(list?.rows.map(({ startedAt, finishedAt }) => ({ from: startedAt, to: finishedAt })) ?? []),
  );
  if (list === undefined) return null;
  return (
    <div className="panel flex min-h-0 flex-1 flex-col overflow-hidden">
      <DataTable
        label="Runs"
        columns={columns}
        rows={list.rows}
        keyOf={(run) => run.id}
        {...(list.totalCountExact ? { totalCount: list.totalCount } : {})}
        onOpen={(run) => go(runPath(run.id))}
        isMain
        isFilled
        minWidth="62rem"
        {...(list.hasOlder && fault === undefined ? { onEnd: view.readOlder } : {})}
        foot={<ListFoot view={view} noun="runs" />}
      />
      <ListStrip keys={keys} />
    </div>
  );
}
