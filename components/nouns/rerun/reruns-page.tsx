'use client';

import { ask } from '#components/api/ask.ts';
import {
  RerunBatchesDocument,
  RerunBatchIdsDocument,
  type RerunBatchRowFragment,
} from '#components/generated/reruns.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { rerunPath, screens } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import type { Topic } from '#components/live/live-event.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { applyToBatch } from './batch-progress.ts';
import { rerun } from './rerun.ts';
import { rerunColumns } from './rerun-columns.tsx';

const all: Topic = { kind: 'events', filter: { noun: 'RERUN' } };
const made: Topic = { kind: 'events', filter: { types: ['rerun.created'] } };

const rerunList: NounList<RerunBatchRowFragment> = {
  noun: rerun,
  page: ({ first, after }) => ask(RerunBatchesDocument, { first, after }, ({ rerunBatches }) => pageOf(rerunBatches)),
  ids: ({ first }) =>
    ask(RerunBatchIdsDocument, { first }, ({ rerunBatches }) => rerunBatches.nodes.map(({ id }) => id)),
  live: { apply: applyToBatch, follows: () => all, arrivals: () => made, moves: made },
  columns: () => rerunColumns,
  minWidth: '68rem',
  nameOf: ({ id }) => `Batch ${shortId(id)}`,
  pathOf: ({ id }) => rerunPath(id),
  Empty: NoReruns,
};

function NoReruns() {
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={rerun.Icon}
        title="There are no batches of reruns yet."
        actions={<ButtonLink href={`${screens.runs}?q=state%3Afailed`}>Failed runs</ButtonLink>}
      >
        Select runs that failed and press Rerun: they run again one after the other, at a rate that you choose, and can
        be paused meanwhile.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every batch of reruns of the tenant, live. */
export function RerunsPage() {
  return <ListPage list={rerunList} />;
}
