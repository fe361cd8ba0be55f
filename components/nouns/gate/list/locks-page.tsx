'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ask } from '#components/api/ask.ts';
import { LocksDocument, type LocksQuery } from '#components/generated/gates.ts';
import type { WholeList } from '#components/kit/list/whole/whole-list.ts';
import { WholePage } from '#components/kit/list/whole/whole-page.tsx';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { lockPath } from '#components/kit/words/paths.ts';
import { gate } from '#components/nouns/gate/gate.ts';
import { againMs, lockNews, newsGapMs } from '#components/nouns/gate/gate-news.ts';
import type { Lock } from '#components/nouns/gate/gate-words.ts';
import { Button } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { lockColumns } from './lock-columns.tsx';
import { filterAsked } from './lock-filter.ts';
import { lockFilter } from './lock-filter-bar.tsx';
import { lockOrders } from './lock-order.ts';
import { NoLocks } from './no-locks.tsx';

const PoolDialog = dynamic(
  () => import('#components/nouns/gate/pool/pool-dialog.tsx').then((late) => late.PoolDialog),
  {
    ssr: false,
  },
);

const lockList: WholeList<Lock, LocksQuery> = {
  noun: gate,
  filter: lockFilter,
  read: (query) => ask(LocksDocument, { filter: filterAsked(query), first: pageBounds.pageSizeMax }, (data) => data),
  againMs,
  news: {
    topic: { kind: 'events', filter: { types: [...lockNews] } },
    after: ({ jobs }) => jobs.eventCursor,
    gapMs: newsGapMs,
  },
  rowsOf: ({ locks }) => locks.nodes,
  say: ({ locks: { nodes, totalCount, totalCountExact } }) =>
    totalCount > nodes.length
      ? `${nodes.length} of ${totalCount.toLocaleString('en')}${totalCountExact ? '' : '+'} locks`
      : sayNumber(totalCount, gate),
  orders: lockOrders,
  columns: () => lockColumns,
  minWidth: '64rem',
  lines: 2,
  pathOf: ({ id }) => lockPath(id),
  Empty: NoLocks,
  Actions: NewPool,
};

function NewPool() {
  const mayEdit = useMay('queue.edit');
  const [isAsked, setIsAsked] = useState(false);
  const open = () => setIsAsked(true);
  usePageActions(mayEdit ? [{ word: 'New pool', act: open, Icon: Plus }] : []);
  if (!mayEdit) return null;
  return (
    <>
      <Button isSmall Icon={Plus} onClick={open}>
        New pool
      </Button>
      {isAsked && <PoolDialog pool={undefined} onClose={() => setIsAsked(false)} />}
    </>
  );
}

/** What only so many running jobs may hold: who holds it, who waits, and how often one has to. */
export function LocksPage() {
  return <WholePage list={lockList} />;
}
