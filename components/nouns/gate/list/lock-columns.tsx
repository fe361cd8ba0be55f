'use client';

import { Link } from '#components/address/link.tsx';
import { jobPath, lockPath } from '#components/kit/words/paths.ts';
import { isContended, kindOf, type Lock, lockLook, sayContention } from '#components/nouns/gate/gate-words.ts';
import { PoolButtons } from '#components/nouns/gate/pool/pool-buttons.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import type { LockSort } from './lock-order.ts';

/** The columns of the table of locks. */
export const lockColumns: Column<Lock>[] = [
  {
    key: 'key',
    title: 'Key',
    sort: { key: 'key', isRising: true } satisfies { key: LockSort; isRising: boolean },
    cell: (lock) => (
      <TwoLines below={kindOf(lock)}>
        <Link className="font-medium hover:underline" href={lockPath(lock.id)} prefetch={false}>
          {lock.key}
        </Link>
      </TwoLines>
    ),
    hint: (lock) => `${lock.key} (${kindOf(lock)})`,
  },
  {
    key: 'state',
    title: 'State',
    width: '8.5rem',
    cell: (lock) => <StateMark look={lockLook(lock)} />,
  },
  {
    key: 'held',
    title: 'Held',
    needs: 'middle',
    width: '9rem',
    sort: by('held'),
    cell: (lock) => <HeldCell lock={lock} />,
  },
  { key: 'holder', title: 'Holder', width: '24%', cell: (lock) => <HolderCell lock={lock} /> },
  {
    key: 'waiting',
    title: 'Waiting',
    needs: 'middle',
    width: '6rem',
    isNumber: true,
    sort: by('waiting'),
    cell: ({ waiting }) =>
      waiting === 0 ? (
        <span className="text-quiet">0</span>
      ) : (
        <span className="font-semibold">{waiting.toLocaleString('en')}</span>
      ),
  },
  {
    key: 'oldest',
    title: 'Oldest waits',
    width: '7.5rem',
    isNumber: true,
    sort: by('oldest'),
    cell: ({ oldestWaiterSince }) => <Duration from={oldestWaiterSince} to={null} />,
  },
  {
    key: 'contention',
    title: 'Contention',
    needs: 'wide',
    width: '10rem',
    sort: by('contention'),
    cell: ({ contention }) => <ContentionCell contention={contention} />,
    hint: ({ contention }) =>
      contention === null
        ? 'nobody had to wait in the last 5 minutes'
        : `of the jobs that came in the last 5 minutes, ${sayContention(contention)} had to wait`,
  },
  {
    key: 'acts',
    title: <span className="sr-only">Actions</span>,
    needs: 'middle',
    width: '5.5rem',
    cell: (lock) => lock.kind === 'POOL' && <PoolButtons pool={lock} />,
  },
];

function by(key: LockSort): { key: LockSort; isRising: boolean } {
  return { key, isRising: false };
}

function HeldCell({ lock: { key, held, capacity } }: { lock: Lock }) {
  if (capacity === null) return <span className="text-quiet">{held.toLocaleString('en')}, no limit</span>;
  return (
    <BarMeter label={`Held of ${key}`} value={held} max={capacity} family={held > capacity ? 'warning' : 'running'} />
  );
}

function HolderCell({ lock: { holders, held, kind } }: { lock: Lock }) {
  const [holder] = holders;
  if (holder === undefined) return <span className="text-quiet">{kind === 'RATE' ? '–' : 'nobody'}</span>;
  const others = kind === 'POOL' ? held > holder.amount : held > 1;
  return (
    <TwoLines
      below={
        <>
          {!holder.isAlive && <span className="text-warning">worker not heard of · </span>}
          for <Duration from={holder.since} to={null} />
          {others && ', the longest of several'}
        </>
      }
    >
      <Link className="link" href={jobPath(holder.job.id)} prefetch={false}>
        {holder.job.task.name}
      </Link>
    </TwoLines>
  );
}

function ContentionCell({ contention }: { contention: number | null }) {
  if (contention === null) return <span className="text-quiet">–</span>;
  return (
    <BarMeter
      label="Contention"
      value={Math.round(contention * 100)}
      max={100}
      family={isContended(contention) ? 'warning' : 'waiting'}
      words={sayContention(contention)}
    />
  );
}
