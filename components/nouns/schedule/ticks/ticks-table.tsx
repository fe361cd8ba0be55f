'use client';

import { Link } from '#components/address/link.tsx';
import type { TickFieldsFragment } from '#components/generated/schedules.ts';
import { jobPath, runPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { delayMsOf, isLate } from '#components/nouns/schedule/schedule-health.ts';
import { jobLooks, type Look, runLooks, tickLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';

type Tick = TickFieldsFragment;

const columns: readonly Column<Tick>[] = [
  {
    key: 'planned',
    title: 'Planned for',
    width: '15rem',
    cell: (tick) => <Moment at={tick.scheduledFor} style="both" />,
  },
  { key: 'outcome', title: 'Outcome', width: '7.5rem', cell: (tick) => <StateMark look={tickLooks[tick.outcome]} /> },
  {
    key: 'fired',
    title: 'Dealt with',
    width: '11rem',
    needs: 'wide',
    cell: (tick) => <Moment at={tick.firedAt} style="absolute" />,
  },
  { key: 'delay', title: 'Delay', width: '7rem', isNumber: true, needs: 'wide', cell: (tick) => <Delay tick={tick} /> },
  { key: 'made', title: 'Made', width: '19rem', needs: 'middle', cell: (tick) => <Made tick={tick} /> },
  {
    key: 'why',
    title: 'Why',
    cell: (tick) => <span className="text-quiet">{whyOf(tick)}</span>,
    hint: whyOf,
  },
];

type TicksTableProps = {
  name: string;
  ticks: readonly Tick[];
  isReading: boolean;
  hasOlder: boolean;
  onEnd: () => void;
  onScrolled: (isScrolled: boolean) => void;
};

/** The instants of a schedule as rows; older ones are read when the last row comes into view. */
export function TicksTable({ name, ticks, isReading, hasOlder, onEnd, onScrolled }: TicksTableProps) {
  return (
    <DataTable
      label={`Ticks of ${name}`}
      isMain
      columns={columns}
      rows={ticks}
      keyOf={(tick) => tick.scheduledFor}
      minWidth="70rem"
      maxHeight="60vh"
      onEnd={onEnd}
      onScrolled={onScrolled}
      foot={hasOlder && <p className="px-3 py-2 text-quiet">{isReading ? 'Reading older ticks …' : 'Older ticks'}</p>}
    />
  );
}

function Delay({ tick }: { tick: Tick }) {
  if (tick.manual) return <span className="text-quiet">by hand</span>;
  const words = saySpan(delayMsOf(tick));
  return isLate(tick) ? <span className="text-warning">{words} late</span> : words;
}

function Made({ tick: { job, run } }: { tick: Tick }) {
  if (run !== null) return <Work href={runPath(run.id)} words={`run ${shortId(run.id)}`} look={runLooks[run.state]} />;
  if (job !== null) return <Work href={jobPath(job.id)} words={`job ${shortId(job.id)}`} look={jobLooks[job.state]} />;
  return <span className="text-quiet">nothing</span>;
}

function Work({ href, words, look }: { href: string; words: string; look: Look }) {
  return (
    <span className="inline-flex items-center gap-3">
      <Link className="link identifier" href={href}>
        {words}
      </Link>
      <StateMark look={look} />
    </span>
  );
}

function whyOf(tick: Tick): string {
  return tick.reason ?? (tick.manual ? 'by hand' : '');
}
