'use client';

import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { classes } from '#components/ui/classes.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { Comparison } from './compare-page.tsx';

/** Rows beyond this say nothing any more: the steps are in the order of their slowdown. */
export const shownStepsMax = 1_000;

type Pair = Comparison['steps'][number];
type Parts = { comparison: Comparison; opened: string | undefined; onOpen: (stepKey: string) => void };

/** Every step in both runs: how long it took here and there, and what became slower by most first. */
export function CompareSteps({ comparison: { steps }, opened, onOpen }: Parts) {
  const longestMs = Math.max(1, ...steps.flatMap(({ left, right }) => [left?.durationMs ?? 0, right?.durationMs ?? 0]));
  return (
    <section aria-label="Steps of both runs" className="panel flex min-h-0 flex-initial flex-col">
      <DataTable
        isFilled
        isMain
        lines={2}
        label="Steps of both runs"
        columns={columnsOf(longestMs)}
        rows={steps}
        keyOf={({ stepKey }) => stepKey}
        openKey={opened}
        onOpen={({ stepKey }) => onOpen(stepKey)}
        minWidth="44rem"
      />
      {steps.length === shownStepsMax && (
        <p className="border-t border-line px-3 py-1.5 text-quiet">
          The {shownStepsMax.toLocaleString('en')} steps that became slower by most.
        </p>
      )}
    </section>
  );
}

function columnsOf(longestMs: number): Column<Pair>[] {
  return [
    {
      key: 'step',
      title: 'Step',
      width: 'clamp(9rem, 14vw, 16rem)',
      cell: ({ stepKey }) => <span className="font-medium">{stepKey}</span>,
      hint: ({ stepKey }) => stepKey,
    },
    { key: 'left', title: 'Left', width: '9rem', cell: ({ left }) => <EndOf side={left} /> },
    { key: 'right', title: 'Right', width: '9rem', cell: ({ right }) => <EndOf side={right} /> },
    {
      key: 'difference',
      title: 'Difference',
      width: '7rem',
      isNumber: true,
      cell: (pair) => <Difference pair={pair} />,
    },
    { key: 'bars', title: 'Time from ready to end', cell: (pair) => <Bars pair={pair} longestMs={longestMs} /> },
    {
      key: 'attempts',
      title: 'Attempts',
      width: '6rem',
      isNumber: true,
      cell: ({ left, right }) => `${left?.attempts || '–'} → ${right?.attempts || '–'}`,
    },
  ];
}

function EndOf({ side }: { side: Pair['left'] }) {
  if (side === null) return <span className="text-quiet">no such step</span>;
  return (
    <span className="flex flex-col leading-tight">
      <StateMark look={jobLooks[side.state]} />
      {side.isKept && <span className="text-small text-quiet">kept</span>}
    </span>
  );
}

function Bars({ pair: { left, right, differenceMs }, longestMs }: { pair: Pair; longestMs: number }) {
  const isSlower = (differenceMs ?? 0) > 0;
  return (
    <span className="flex flex-col gap-1">
      <Bar side={left} longestMs={longestMs} colour="bg-control" />
      <Bar side={right} longestMs={longestMs} colour={isSlower ? 'bg-warning' : 'bg-running'} />
    </span>
  );
}

function Bar({ side, longestMs, colour }: { side: Pair['left']; longestMs: number; colour: string }) {
  const ms = side?.durationMs ?? null;
  return (
    <span className="flex h-4 items-center gap-2">
      {ms !== null && (
        <span
          className={classes('h-2.5 rounded-sm', colour)}
          style={{ width: `max(2px, ${(80 * ms) / longestMs}%)` }}
        />
      )}
      <span className="shrink-0 text-small text-quiet">{ms === null ? '–' : saySpan(ms)}</span>
    </span>
  );
}

function Difference({ pair: { differenceMs, left, right } }: { pair: Pair }) {
  if (differenceMs === null)
    return <span className="text-quiet">{left === null ? 'new' : right === null ? 'gone' : '–'}</span>;
  if (differenceMs === 0) return <span className="text-quiet">the same</span>;
  const isSlower = differenceMs > 0;
  return (
    <span className={isSlower ? 'font-semibold text-warning' : 'text-success'}>
      {isSlower ? '+' : '−'}
      {saySpan(Math.abs(differenceMs))}
    </span>
  );
}
