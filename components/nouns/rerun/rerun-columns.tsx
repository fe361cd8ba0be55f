import { Link } from '#components/address/link.tsx';
import type { RerunBatchRowFragment } from '#components/generated/reruns.ts';
import { rerunPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { rerunBatchLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { BatchBar } from './batch-meter.tsx';
import { sayHow } from './say-batch.ts';

/** The columns of a list of batches. */
export const rerunColumns: Column<RerunBatchRowFragment>[] = [
  { key: 'state', title: 'State', width: '8.5rem', cell: ({ state }) => <StateMark look={rerunBatchLooks[state]} /> },
  {
    key: 'batch',
    title: 'Batch',
    width: '7.5rem',
    cell: ({ id }) => (
      <Link className="identifier font-medium hover:underline" href={rerunPath(id)} prefetch={false}>
        {shortId(id)}
      </Link>
    ),
  },
  { key: 'how', title: 'How', width: '15.5rem', needs: 'middle', hint: sayHow, cell: sayHow },
  { key: 'progress', title: 'Runs', width: '11rem', cell: ({ counts }) => <BatchBar counts={counts} /> },
  {
    key: 'failed',
    title: 'Failed',
    width: '5.5rem',
    needs: 'middle',
    isNumber: true,
    cell: ({ counts }) => <Problem count={counts.failed} />,
  },
  {
    key: 'refused',
    title: 'Refused',
    width: '5.5rem',
    needs: 'wide',
    isNumber: true,
    cell: ({ counts }) => <Problem count={counts.refused} />,
  },
  {
    key: 'why',
    title: 'Why',
    needs: 'middle',
    hint: ({ reason }) => reason ?? undefined,
    cell: ({ reason }) => <span className="text-quiet">{reason}</span>,
  },
  {
    key: 'by',
    title: 'By',
    width: '9rem',
    needs: 'wide',
    hint: ({ creator }) => creator.id,
    cell: ({ creator }) => sayActor(creator),
  },
  { key: 'made', title: 'Made', width: '7rem', isNumber: true, cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

function Problem({ count }: { count: number }) {
  return <span className={count === 0 ? 'text-quiet' : 'text-failed'}>{count.toLocaleString('en')}</span>;
}
