'use client';

import { ListTodo, Workflow } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import type { ScheduleRowFragment } from '#components/generated/schedules.ts';
import { schedulePath } from '#components/kit/words/paths.ts';
import { healthOf } from '#components/nouns/schedule/schedule-health.ts';
import { TickDots } from '#components/nouns/schedule/tick-dots.tsx';
import { sayThen } from '#components/nouns/schedule/words/say-then.ts';
import { sentenceOf } from '#components/nouns/schedule/words/say-timetable.ts';
import { scheduleLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { useNow } from '#components/time/clock.ts';
import { Moment } from '#components/time/moment.tsx';
import { sayInstant } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';

type Row = ScheduleRowFragment;

/** The columns of a list of schedules: what each one says, when it is next due and how it kept its word. */
export const scheduleColumns: Column<Row>[] = [
  {
    key: 'name',
    title: 'Schedule',
    width: 'clamp(9rem, 18vw, 24rem)',
    cell: (row) => <NameCell row={row} />,
    hint: (row) => row.name,
  },
  {
    key: 'when',
    title: 'When',
    needs: 'middle',
    cell: (row) => <WhenCell row={row} />,
    hint: (row) => `${row.description}, ${row.cron}`,
  },
  { key: 'state', title: 'State and health', width: '9.6rem', cell: (row) => <StateCell row={row} /> },
  { key: 'next', title: 'Next five', width: 'clamp(15rem, 18vw, 24rem)', cell: (row) => <NextCell row={row} /> },
  {
    key: 'ticks',
    title: 'Last ticks',
    needs: 'middle',
    width: '10.6rem',
    cell: (row) => <TickDots isOneLine ticks={row.ticks.nodes} />,
  },
];

function NameCell({ row }: { row: Row }) {
  return (
    <TwoLines below={<Fires {...row} />}>
      <Link className="font-medium hover:underline" href={schedulePath(row.id)}>
        {row.name}
      </Link>
    </TwoLines>
  );
}

// No link of its own: it would be too near to the one above it (WCAG 2.5.8), and the page of the schedule has it.
function Fires({ task, workflow }: Pick<Row, 'task' | 'workflow'>) {
  const Sign = workflow === null ? ListTodo : Workflow;
  return (
    <>
      <Sign aria-hidden size={13} className="mr-1.5 inline align-[-2px]" />
      <span className="sr-only">{workflow === null ? 'task ' : 'workflow '}</span>
      {workflow?.name ?? task?.name ?? 'nothing'}
    </>
  );
}

function WhenCell({ row: { description, timeZone, cron } }: { row: Row }) {
  return (
    <TwoLines
      below={
        <>
          {timeZone} · <span className="identifier">{cron}</span>
        </>
      }
    >
      {sentenceOf(description, timeZone)}
    </TwoLines>
  );
}

function StateCell({ row }: { row: Row }) {
  return (
    <TwoLines below={<StateMark isPlain look={healthOf(row.ticks.nodes)} />}>
      <StateMark look={scheduleLooks[row.state]} />
    </TwoLines>
  );
}

function NextCell({ row: { nextRunAt, state, upcoming } }: { row: Row }) {
  return (
    <TwoLines below={upcoming.length > 1 && <Then nextRunAt={nextRunAt} times={upcoming} />}>
      <Moment at={nextRunAt} empty={state === 'PAUSED' ? 'once resumed' : 'never'} style="both" />
    </TwoLines>
  );
}

function Then({ nextRunAt, times }: { nextRunAt: string | null; times: Row['upcoming'] }) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  const all = times.map(({ at }) => sayInstant(Date.parse(at), timeZone)).join('\n');
  return <span data-whole={all}>then {sayThen(times, { nowMs, timeZone, nextRunAt })}</span>;
}
