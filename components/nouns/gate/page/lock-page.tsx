'use client';

import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { gate } from '#components/nouns/gate/gate.ts';
import { againMs } from '#components/nouns/gate/gate-news.ts';
import { kindLooks, lockLook, sayStanding } from '#components/nouns/gate/gate-words.ts';
import { PoolButtons } from '#components/nouns/gate/pool/pool-buttons.tsx';
import { ContentionPanel } from './contention-panel.tsx';
import { HoldersPanel } from './holders-panel.tsx';
import { LockFacts } from './lock-facts.tsx';
import { type LockDetails, oneLock } from './one-lock.ts';
import { WaitersPanel } from './waiters-panel.tsx';

const lockPage: NounPage<LockDetails> = {
  ...oneLock,
  noun: gate,
  titleOf: ({ key }) => key,
  lookOf: lockLook,
  Actions: ({ thing }) => (thing.kind === 'POOL' ? <PoolButtons pool={thing} isOfPage /> : null),
  Panels,
};

function Panels({ thing, reload }: PanelsProps<LockDetails>) {
  useRegularRefresh(reload, againMs);
  return (
    <>
      <p className="text-lead">
        {sayStanding(thing)} <span className="text-quiet">{kindLooks[thing.kind].says}</span>
      </p>
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          {thing.kind !== 'RATE' && <HoldersPanel lock={thing} />}
          <WaitersPanel lock={thing} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <LockFacts lock={thing} />
          <ContentionPanel lock={thing} />
        </div>
      </div>
    </>
  );
}

/** One lock: who holds it, who waits in which order, and how often one has to. */
export function LockPage({ id }: { id: string }) {
  return <DetailPage page={lockPage} id={id} />;
}
