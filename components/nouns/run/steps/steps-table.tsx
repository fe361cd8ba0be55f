'use client';

import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useUrl, useUrlChoice } from '#components/address/use-url.ts';
import type { MenuPlace } from '#components/graph/graph-scope.ts';
import { isCode, sayReason } from '#components/kit/words/say-code.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsPast } from '#components/nouns/run/page/use-run-place.ts';
import { sayLoop } from '#components/nouns/run/picture/say-loop.ts';
import { useRunDrawing } from '#components/nouns/run/picture/use-run-drawing.ts';
import { type StepLoop, useRunPicture } from '#components/nouns/run/picture/use-run-picture.ts';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { jobStates } from '#domain/machines.ts';
import { arrangeSteps, hiddenSteps, type StepOrder, type StepRow, stepOrders, stepRows } from './step-rows.ts';
import { StepsFilter } from './steps-filter.tsx';

// Most who look at the steps open no menu.
const StepMenu = dynamic(async () => (await import('#components/nouns/run/menu/step-menu.tsx')).StepMenu, {
  ssr: false,
});

type Parts = { run: RunDetails; selected: string | undefined; onSelect: (stepKey: string) => void };

/** The same run as the graph, in rows. */
export function StepsTable({ run, selected, onSelect }: Parts) {
  const { search, change } = useUrl();
  const [order] = useUrlChoice('order', stepOrders);
  const isReversed = search.get('reverse') !== null;
  const text = search.get('find') ?? '';
  const named = (search.get('state') ?? '').split(',');
  const states = jobStates.filter((state) => named.includes(state));
  const { workflows } = useRunDrawing(run);
  const rows = stepRows(run, workflows);
  const asked = { states, text, order, isReversed, hasSkipped: search.get('skipped') !== null };
  const shown = arrangeSteps(rows, asked);
  const longestMs = rows.reduce((longest, { durationMs = 0 }) => Math.max(longest, durationMs), 1);
  const sort = (by: StepOrder) =>
    change({ order: by === 'definition' ? undefined : by, reverse: by === order && !isReversed ? '1' : undefined });
  const clear = () => change({ state: undefined, find: undefined });
  const picture = useRunPicture(run);
  // How far a loop is, is told of now.
  const told = useIsPast() ? [] : (picture?.loops ?? []);
  const loops = new Map(told.map((loop) => [loop.stepKey, loop]));
  const [menu, setMenu] = useState<{ step: StepRow['step']; place: MenuPlace; nth: number }>();
  const selectedRow = shown.find(({ step }) => step.stepKey === selected);
  return (
    <section aria-label="Steps of the run" className="panel flex min-h-0 flex-initial flex-col">
      <StepsFilter run={run} asked={asked} shownCount={shown.length} hiddenCount={hiddenSteps(rows, asked)} />
      {shown.length === 0 ? (
        <EmptyState
          Icon={ListFilter}
          title="No step matches the filter."
          actions={<Button onClick={clear}>Clear filters</Button>}
        />
      ) : (
        <DataTable
          isFilled
          isMain
          label="Steps"
          columns={columnsOf({
            sort,
            order,
            isReversed,
            longestMs,
            loops,
            hasKept: run.steps.some(({ isKept }) => isKept),
          })}
          rows={shown}
          keyOf={({ step }) => step.id}
          openKey={selectedRow?.step.id}
          onOpen={({ step }) => onSelect(step.stepKey)}
          onActs={({ step }, place) => setMenu((now) => ({ step, place, nth: (now?.nth ?? 0) + 1 }))}
          minWidth="66rem"
        />
      )}
      {menu !== undefined && (
        <StepMenu
          key={menu.nth}
          run={run}
          step={run.steps.find(({ id }) => id === menu.step.id) ?? menu.step}
          place={menu.place}
          onClose={() => setMenu(undefined)}
        />
      )}
    </section>
  );
}

type Sorting = { sort: (order: StepOrder) => void; order: StepOrder; isReversed: boolean };

type Shown = { longestMs: number; loops: ReadonlyMap<string, StepLoop>; hasKept: boolean };

function columnsOf({ longestMs, loops, hasKept, ...sorting }: Sorting & Shown): Column<StepRow>[] {
  const title = (by: StepOrder, words: string) => (
    <SortTitle {...sorting} by={by}>
      {words}
    </SortTitle>
  );
  return [
    {
      key: 'state',
      title: title('state', 'State'),
      width: hasKept ? '12.5rem' : '8.5rem',
      cell: ({ step }) => (
        <span className="inline-flex items-center gap-2">
          <StateMark look={jobLooks[step.state]} />
          {step.isKept && <KeptMark />}
        </span>
      ),
    },
    {
      key: 'step',
      title: title('name', 'Step'),
      width: 'clamp(10rem, 20%, 24rem)',
      cell: ({ step }) => <StepName step={step} />,
      hint: ({ step }) => step.stepKey,
    },
    {
      key: 'task',
      title: 'Task',
      width: '9.5rem',
      needs: 'middle',
      cell: ({ task }) => task,
      hint: ({ task }) => task,
    },
    {
      key: 'after',
      title: 'After',
      width: '11rem',
      needs: 'wide',
      cell: ({ after }) => <span className="text-quiet">{after}</span>,
      hint: ({ after }) => after,
    },
    {
      key: 'attempt',
      title: title('attempts', 'Attempt'),
      width: '6rem',
      needs: 'middle',
      isNumber: true,
      cell: ({ step }) => (step.job === null || step.job.attempt === 0 ? '–' : step.job.attempt),
    },
    ...whenColumns({ title, longestMs }),
    {
      key: 'why',
      title: 'Why',
      cell: ({ step }) =>
        step.reason === null ? <LoopWords loop={loops.get(step.stepKey)} /> : <Reason reason={step.reason} />,
      hint: ({ step }) => step.reason?.message,
    },
  ];
}

type Titled = { title: (by: StepOrder, words: string) => ReactNode; longestMs: number };

function whenColumns({ title, longestMs }: Titled): Column<StepRow>[] {
  return [
    {
      key: 'started',
      title: title('started', 'Started'),
      width: '6.6rem',
      cell: ({ step }) => <Moment at={step.startedAt} />,
    },
    {
      key: 'duration',
      title: title('duration', 'Duration'),
      width: '7.4rem',
      needs: 'middle',
      cell: ({ step }) => (
        <DurationBar
          from={step.startedAt}
          to={step.finishedAt}
          longestMs={longestMs}
          family={jobLooks[step.state].family}
        />
      ),
    },
  ];
}

function Reason({ reason: { code, message } }: { reason: { code: string; message: string } }) {
  const text = isCode(message) ? (sayReason(code) ?? message) : message;
  return (
    <span className="text-quiet">
      <Sentence text={text} />
    </span>
  );
}

function LoopWords({ loop }: { loop: StepLoop | undefined }) {
  return loop === undefined ? null : <span className="text-quiet">{sayLoop(loop)}</span>;
}

function StepName({ step }: { step: StepRow['step'] }) {
  return (
    <span className="font-medium">
      {step.stepKey}
      {step.iteration !== null && <span className="text-quiet"> #{step.iteration + 1}</span>}
    </span>
  );
}

function SortTitle({ by, order, isReversed, sort, children }: Sorting & { by: StepOrder; children: ReactNode }) {
  const isOn = by === order;
  const Arrow = isReversed ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className="inline-flex h-6 items-center gap-1 rounded hover:text-ink"
      aria-label={`Sort by ${children}${isOn ? (isReversed ? ', turned round' : ', on') : ''}`}
      onClick={() => sort(by)}
    >
      {children}
      {isOn && <Arrow aria-hidden size={12} />}
    </button>
  );
}
