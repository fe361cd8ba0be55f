import { Link } from '#components/address/link.tsx';
import type { AlertQuery } from '#components/generated/alerts.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { failurePath } from '#components/kit/words/paths.ts';
import { sayCounts, sentenceOf, subjectOf } from '#components/nouns/failure/failure-words.ts';
import { failureLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';

type AlertFailure = NonNullable<AlertQuery['alert']>['failures'][number];

const columns: readonly Column<AlertFailure>[] = [
  {
    key: 'what',
    title: 'What failed',
    cell: (row) => (
      <TwoLines below={row.message === '' ? subjectOf(row) : `${subjectOf(row)} · ${row.errorType}`}>
        <Link className="font-medium hover:underline" href={failurePath(row.id)}>
          {sentenceOf(row)}
        </Link>
      </TwoLines>
    ),
  },
  { key: 'state', title: 'State', width: '9rem', cell: ({ state }) => <StateMark look={failureLooks[state]} /> },
  { key: 'count', title: 'Seen', width: '14rem', cell: sayCounts },
  { key: 'seen', title: 'Last seen', width: '9rem', cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
];

/** In which ways it failed while the alert stood: where whoever was told goes next. */
export function FailuresPanel({ failures }: { failures: readonly AlertFailure[] }) {
  return (
    <Panel title="What failed">
      <DataTable label="What failed" columns={columns} rows={failures} keyOf={({ id }) => id} minWidth="40rem" />
    </Panel>
  );
}
