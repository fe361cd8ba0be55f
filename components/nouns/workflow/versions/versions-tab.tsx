'use client';

import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { WorkflowVersionsDocument, type WorkflowVersionsQuery } from '#components/generated/workflows.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { VersionView } from './version-view.tsx';

type Edge = NonNullable<WorkflowVersionsQuery['workflow']>['versions']['edges'][number];

/** One version as the list knows it; `after` is the cursor behind which its text is read. */
export type ListedVersion = Edge['node'] & { after: string | null };

/** Every published version: its text, what changed, and a way to start it. Which one is open stands in the address. */
export function VersionsTab({ workflow }: { workflow: WorkflowDetails }) {
  const { search, change } = useUrl();
  const { data, fault, reload } = useReading({
    query: WorkflowVersionsDocument,
    variables: { id: workflow.id, first: pageBounds.pageSizeMax },
  });
  const edges = data?.workflow?.versions.edges;
  if (edges === undefined) {
    return (
      <div className="panel">
        {fault === undefined ? <Skeleton rows={8} /> : <FaultNotice fault={fault} onRetry={reload} />}
      </div>
    );
  }
  const versions = edges.map(
    ({ node }, place): ListedVersion => ({ ...node, after: edges[place - 1]?.cursor ?? null }),
  );
  const asked = search.get('version');
  const open = asked === null ? versions[0] : versions.find(({ number }) => String(number) === asked);
  return (
    <div className="grid min-h-96 flex-1 grid-cols-1 gap-3 lg:grid-cols-[26rem_minmax(0,1fr)]">
      <section aria-label="Versions" className="panel flex min-h-0 flex-col overflow-hidden">
        <DataTable
          label="Versions"
          isMain
          isFilled
          lines={2}
          columns={columns}
          rows={versions}
          keyOf={({ id }) => id}
          openKey={open?.id}
          onOpen={({ number }) => change({ version: String(number), against: undefined })}
        />
      </section>
      <section aria-label="Version" className="panel flex min-h-0 flex-col overflow-hidden">
        {open === undefined ? (
          <EmptyState title={`There is no version ${asked} among the ${versions.length} listed.`} />
        ) : (
          <VersionView key={open.id} workflow={workflow} version={open} versions={versions} />
        )}
      </section>
    </div>
  );
}

const columns: Column<ListedVersion>[] = [
  { key: 'number', title: 'Version', width: '5rem', isNumber: true, cell: ({ number }) => number },
  {
    key: 'open',
    title: 'Open runs',
    width: '5.6rem',
    isNumber: true,
    cell: ({ openRuns }) => (openRuns === 0 ? '–' : openRuns.toLocaleString('en')),
    hint: ({ openRuns }) => `${openRuns.toLocaleString('en')} running or paused on it`,
  },
  { key: 'at', title: 'Published', width: '7.5rem', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  {
    key: 'by',
    title: 'By',
    cell: ({ creator, note }) => <TwoLines below={note}>{sayActor(creator)}</TwoLines>,
    hint: ({ creator, note }) => note ?? creator.id,
  },
];
