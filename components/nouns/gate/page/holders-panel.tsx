'use client';

import { Unlock } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { jobPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { isFull } from '#components/nouns/gate/gate-words.ts';
import { Duration, Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { LockDetails, LockHolder } from './one-lock.ts';

const ReleaseDialog = dynamic(() => import('./release-dialog.tsx').then((late) => late.ReleaseDialog), { ssr: false });

/** The jobs that hold it, who does so for longest first. */
export function HoldersPanel({ lock }: { lock: LockDetails }) {
  const mayRelease = useMay('job.operate');
  const [asked, setAsked] = useState<{ lock: LockDetails; holder: LockHolder }>();
  const { allHolders: holders, kind } = lock;
  const [first] = holders;
  usePageActions(
    mayRelease && first !== undefined
      ? [{ word: 'Release the oldest hold …', act: () => setAsked({ lock, holder: first }), Icon: Unlock }]
      : [],
  );
  const isPool = kind === 'POOL';
  // Only so many are read at once.
  const beyond = lock.held - holders.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <Panel title="Holders">
      {holders.length === 0 ? (
        <EmptyState title="Nobody holds it.">
          {isFull(lock) ? 'There is none of it: nobody gets any.' : 'The next job that comes gets it.'}
        </EmptyState>
      ) : (
        <TableFrame label="Holders">
          <thead>
            <tr>
              <th scope="col">Job</th>
              {isPool && (
                <th scope="col" className="number">
                  Amount
                </th>
              )}
              <th scope="col" className="number">
                For
              </th>
              <th scope="col">Worker</th>
              {mayRelease && (
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {holders.map((holder) => (
              <tr key={holder.job.id}>
                <td>
                  <Link className="link" href={jobPath(holder.job.id)}>
                    {holder.job.task.name}
                  </Link>
                </td>
                {isPool && <td className="number figures">{holder.amount.toLocaleString('en')}</td>}
                <td className="number figures">
                  <Duration from={holder.since} to={null} />
                </td>
                <td>
                  <WorkerWords holder={holder} />
                </td>
                {mayRelease && (
                  <td className="text-right">
                    <Button
                      isSmall
                      Icon={Unlock}
                      aria-label={`Release what ${holder.job.task.name} holds`}
                      onClick={() => setAsked({ lock, holder })}
                    >
                      Release …
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
      {beyond > 0 && <p className="px-3 py-2 text-small text-quiet">and {beyond.toLocaleString('en')} more held</p>}
      {asked !== undefined && <ReleaseDialog {...asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

function WorkerWords({ holder: { worker, isAlive, leaseUntil } }: { holder: LockHolder }) {
  if (worker === null) return <span className="text-quiet">none any more</span>;
  if (isAlive) return <span className="identifier">{shortId(worker)}</span>;
  return (
    <span className="text-warning">
      <span className="identifier">{shortId(worker)}</span>, not heard of
      {leaseUntil !== null && (
        <>
          {' '}
          since <Moment at={leaseUntil} style="relative" />
        </>
      )}
    </span>
  );
}
