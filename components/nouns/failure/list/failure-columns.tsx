import { Link } from '#components/address/link.tsx';
import type { FailureRowFragment } from '#components/generated/failures.ts';
import { failurePath } from '#components/kit/words/paths.ts';
import { labelOfError } from '#components/kit/words/say-error.ts';
import { sayCounts, sentenceOf, subjectOf, titleOf } from '#components/nouns/failure/failure-words.ts';
import { failureLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { TrendLine } from './trend-line.tsx';

/** The columns of a list of failures. */
export const failureColumns: Column<FailureRowFragment>[] = [
  {
    key: 'what',
    title: 'What failed',
    hint: titleOf,
    cell: (row) => (
      <TwoLines below={sayBelow(row)}>
        <Link className="font-medium hover:underline" href={failurePath(row.id)} prefetch={false}>
          {sentenceOf(row)}
        </Link>
      </TwoLines>
    ),
  },
  {
    key: 'state',
    title: 'State',
    width: '8.5rem',
    cell: (row) =>
      row.snoozedUntil === null ? (
        <StateMark look={failureLooks[row.state]} />
      ) : (
        <TwoLines below={<Moment at={row.snoozedUntil} />}>
          <StateMark look={failureLooks[row.state]} />
        </TwoLines>
      ),
  },
  {
    key: 'count',
    title: 'Seen',
    width: '6rem',
    needs: 'middle',
    isNumber: true,
    hint: sayCounts,
    cell: (row) => (
      <TwoLines below={row.deadCount > 0 ? `${row.deadCount.toLocaleString('en')} dead` : ''}>
        {row.count.toLocaleString('en')}
      </TwoLines>
    ),
  },
  {
    key: 'trend',
    title: 'Last 24 hours',
    width: '9rem',
    needs: 'wide',
    cell: ({ trend }) => <TrendLine trend={trend} />,
  },
  {
    key: 'seen',
    title: 'Last seen',
    width: '9rem',
    cell: (row) => (
      <TwoLines
        below={
          <>
            first <Moment at={row.firstSeenAt} />
          </>
        }
      >
        <Moment at={row.lastSeenAt} />
      </TwoLines>
    ),
  },
  {
    key: 'owner',
    title: 'Owner',
    needs: 'middle',
    width: 'clamp(7rem, 9vw, 12rem)',
    hint: ({ assignee }) => assignee?.name,
    cell: ({ assignee }) => (assignee === null ? <span className="text-quiet">nobody</span> : assignee.name),
  },
];

function sayBelow(row: FailureRowFragment): string {
  const kind = row.message === '' ? undefined : labelOfError(row.errorType);
  return kind === undefined ? subjectOf(row) : `${subjectOf(row)} · ${kind}`;
}
