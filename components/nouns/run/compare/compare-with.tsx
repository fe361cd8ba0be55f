'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RunsToCompareDocument, type RunsToCompareQuery } from '#components/generated/compare.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { comparePath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { partnersOf } from './partners.ts';

/** As far as a run must be known to look for others like it. */
export type ComparableRun = {
  id: string;
  startedAt: string;
  workflow: { name: string };
  replayOf: { id: string } | null;
};

/** Asks which run of the same workflow to compare with, those first that one most likely means. */
export function CompareWith({ run, onClose }: { run: ComparableRun; onClose: () => void }) {
  const answer = useReading({
    query: RunsToCompareDocument,
    variables: { workflow: run.workflow.name, before: run.startedAt },
  });
  return (
    <Dialog title={`Compare with another run of ${run.workflow.name}`} onClose={onClose} width="large">
      <Reading answer={answer} rows={6}>
        {(found) => <Partners run={run} found={found} onClose={onClose} />}
      </Reading>
    </Dialog>
  );
}

function Partners({ run, found, onClose }: { run: ComparableRun; found: RunsToCompareQuery; onClose: () => void }) {
  const partners = partnersOf(run, found);
  if (partners.length === 0 && run.replayOf === null)
    return <p className="text-quiet">This workflow has no other run.</p>;
  const isOriginalListed = partners.some(({ run: { id } }) => id === run.replayOf?.id);
  return (
    <ul aria-label="Runs to compare with" className="flex flex-col">
      {run.replayOf !== null && !isOriginalListed && (
        <li className="border-b border-line py-1.5">
          <Link className="link" href={comparePath(run.replayOf.id, run.id)} onClick={onClose}>
            {shortId(run.replayOf.id)}
          </Link>{' '}
          <span className="text-quiet">the run that it repeats</span>
        </li>
      )}
      {partners.map(({ run: one, why }) => (
        <li
          key={one.id}
          className="grid min-h-9 grid-cols-[7rem_8rem_3rem_1fr_7rem_8rem] items-center gap-3 border-b border-line last:border-b-0"
        >
          <Link className="link identifier" href={comparePath(one.id, run.id)} onClick={onClose}>
            {shortId(one.id)}
          </Link>
          <StateMark look={runLooks[one.state]} />
          <span className="text-quiet">v{one.version.number}</span>
          <span className="truncate font-medium">{why}</span>
          <span className="text-right">
            <Duration from={one.startedAt} to={one.finishedAt} />
          </span>
          <span className="text-right text-quiet">
            <Moment at={one.startedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
