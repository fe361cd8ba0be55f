'use client';

import { ask } from '#components/api/ask.ts';
import { RerunBatchDocument, type RerunBatchQuery } from '#components/generated/reruns.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { rerunBatchLooks } from '#components/state/state-look.ts';
import { Moment } from '#components/time/moment.tsx';
import { sayDuration } from '#domain/value/duration.ts';
import { BatchBar, BatchCounts } from './batch-meter.tsx';
import { lastStartMs } from './batch-progress.ts';
import { rerun } from './rerun.ts';
import { RerunActions } from './rerun-actions.tsx';
import { RerunItems } from './rerun-items.tsx';
import { sayHow } from './say-batch.ts';

export type BatchDetails = NonNullable<RerunBatchQuery['rerunBatch']>;

const rerunPage: NounPage<BatchDetails> = {
  noun: rerun,
  read: (id) => ask(RerunBatchDocument, { id }, (data) => data.rerunBatch),
  topicOf: () => ({ kind: 'events', filter: { noun: 'RERUN' } }),
  // A batch of ten starts a second tells of each.
  gapMs: 1_000,
  titleOf: ({ id }) => `Reruns ${shortId(id)}`,
  lookOf: ({ state }) => rerunBatchLooks[state],
  Actions: ({ thing }) => <RerunActions batch={thing} />,
  Panels,
};

function Panels({ thing }: PanelsProps<BatchDetails>) {
  const { counts, createdAt, creator, finishedAt, reason, state, refusals } = thing;
  const leftMs = state === 'RUNNING' ? lastStartMs(thing) : undefined;
  return (
    <>
      <Panel title="Progress">
        <div className="flex flex-col gap-2 px-3 py-3" aria-live="polite">
          <BatchBar counts={counts} />
          <BatchCounts counts={counts} />
          {leftMs !== undefined && (
            <p className="text-quiet">
              The last of them starts in about {sayDuration(Math.ceil(leftMs / 1_000) * 1_000)}.
            </p>
          )}
          {state === 'PAUSED' && <p className="text-quiet">Paused: what runs goes on, nothing new starts.</p>}
        </div>
        <Facts
          facts={[
            ['How', sayHow(thing)],
            ['Why', reason ?? <span className="text-quiet">no reason was given</span>],
            ['Made by', sayActor(creator)],
            ['Made', <Moment key="made" at={createdAt} style="both" />],
            ['Over', finishedAt === null ? 'not yet' : <Moment key="over" at={finishedAt} style="both" />],
          ]}
        />
      </Panel>
      {refusals.length > 0 && (
        <Panel title="Could not run again">
          <ul className="divide-y divide-line">
            {refusals.map(({ reason: why, count }) => (
              <li key={why} className="flex gap-3 px-3 py-1.5">
                <span className="w-12 shrink-0 text-right font-semibold">{count.toLocaleString('en')}</span>
                {why}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <RerunItems batch={thing} />
    </>
  );
}

/** One batch of reruns, live: how far it is, and what became of each of its runs. */
export function RerunPage({ id }: { id: string }) {
  return <DetailPage page={rerunPage} id={id} />;
}
