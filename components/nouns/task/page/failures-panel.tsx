'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { TaskFailuresDocument } from '#components/generated/tasks.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { failurePath } from '#components/kit/words/paths.ts';
import { failureLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { sayCount } from '#domain/value/say-count.ts';

/** What jobs of a task fail of, as long as nobody has mended it; nothing when there is nothing. */
export function FailuresPanel({ task }: { task: string }) {
  const { data } = useReading({ query: TaskFailuresDocument, variables: { task } });
  const found = data?.failures;
  if (found === undefined || found.nodes.length === 0) return null;
  const more = found.totalCount - found.nodes.length;
  return (
    <Panel title="What it fails of">
      <ul>
        {found.nodes.map(({ id, state, errorType, message, count, lastSeenAt }) => (
          <li key={id} className="flex flex-col gap-0.5 border-b border-line px-3 py-2 last:border-b-0">
            <Link href={failurePath(id)} className="link min-w-0 truncate font-medium">
              {message === '' ? errorType : message}
            </Link>
            <span className="flex flex-wrap items-center gap-x-2 text-small text-quiet">
              <StateMark isPlain look={failureLooks[state]} />
              {sayCount(count, 'time')}, last <Moment at={lastSeenAt} />
            </span>
          </li>
        ))}
        {more > 0 && <li className="px-3 py-2 text-small text-quiet">and {more.toLocaleString('en')} more</li>}
      </ul>
    </Panel>
  );
}
