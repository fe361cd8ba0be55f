'use client';

import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useUrl, useUrlChoice } from '#components/address/use-url.ts';
import { countOpenStates, countStates } from '#components/graph/graph-model.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { isSettledRun, jobStates } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { FindField } from './find-field.tsx';
import { arrangeSteps, type StepOrder, type StepRow, stepOrders, stepRows } from './step-rows.ts';

type Parts = { run: RunDetails; selected: string | undefined; onSelect: (stepKey: string) => void };

/** The same run as the graph, in rows. */
export function StepsTable({ run, selected, onSelect }: Parts) {
  const { search, change } = useUrl();
  const [order] = useUrlChoice('order', stepOrders);
  const isReversed = search.get('reverse') !== null;
  const text = search.get('find') ?? '';
  const named = (search.get('state') ?? '').split(',');
  const states = jobStates.filter((state) => named.includes(state));
  const rows = stepRows(run);
  const shown = arrangeSteps(rows, { states, text, order, isReversed });
  const longestMs = rows.reduce((longest, { durationMs = 0 }) => Math.max(longest, durationMs), 1);
  const sort = (by: StepOrder) =>
    change({ order: by === 'definition' ? undefined : by, reverse: by === order && !isReversed ? '1' : undefined });
  const toggle = (state: (typeof jobStates)[number]) => {
    const next = states.includes(state) ? states.filter((one) => one !== state) : [...states, state];
    change({ state: next.length === 0 ? undefined : next.join(',') });
  };
  const clear = () => change({ state: undefined, find: undefined });
  const counts = isSettledRun(run.state) ? countStates(run.steps) : countOpenStates(run.steps);
  const width = { minWidth: `${String(run.steps.length).length}ch` };
  const selectedRow = shown.find(({ step }) => step.stepKey === selected);
  return (
    <section aria-label="Steps of the run" className="panel flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
        <FindField
          label="Find steps"
          placeholder="Name or task  /"
          value={text}
          onChange={(next) => change({ find: next === '' ? undefined : next })}
        />
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">State</legend>
          {counts.map(({ state, count }) => (
            <button
              key={state}
              type="button"
              aria-pressed={states.includes(state)}
              onClick={() => toggle(state)}
              className="button button-small aria-pressed:border-ink aria-pressed:bg-raised aria-pressed:font-semibold"
            >
              <span style={{ color: colourOf(jobLooks[state].family) }}>
                <Glyph name={jobLooks[state].glyph} />
              </span>
              {jobLooks[state].word}
              <span className="text-right text-quiet" style={width}>
                {count}
              </span>
            </button>
          ))}
        </fieldset>
        <span className="ml-auto text-quiet" aria-live="polite">
          {shown.length !== rows.length && `${shown.length} of `}
          {sayCount(rows.length, 'step')}
        </span>
      </div>
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
          columns={columnsOf({ sort, order, isReversed, longestMs, hasKept: run.steps.some(({ isKept }) => isKept) })}
          rows={shown}
          keyOf={({ step }) => step.id}
          openKey={selectedRow?.step.id}
          onOpen={({ step }) => onSelect(step.stepKey)}
          minWidth="66rem"
        />
      )}
    </section>
  );
}

type Sorting = { sort: (order: StepOrder) => void; order: StepOrder; isReversed: boolean };

type Shown = { longestMs: number; hasKept: boolean };

function columnsOf({ longestMs, hasKept, ...sorting }: Sorting & Shown): Column<StepRow>[] {
  const title = (by: StepOrder, words: string) => (
    <SortTitle {...sorting} by={by}>
      {words}
    </SortTitle>
  );
  return [
    {
      key: 'state',
      title: title('state', 'State'),
      width: hasKept ? '11.5rem' : '8.5rem',
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
      cell: ({ step }) => <StepName step={step} />,
      hint: ({ step }) => step.stepKey,
    },
    { key: 'task', title: 'Task', width: '9.5rem', cell: ({ task }) => task, hint: ({ task }) => task },
    {
      key: 'after',
      title: 'After',
      width: '11rem',
      cell: ({ after }) => <span className="text-quiet">{after}</span>,
      hint: ({ after }) => after,
    },
    {
      key: 'attempt',
      title: title('attempts', 'Attempt'),
      width: '6rem',
      isNumber: true,
      cell: ({ step }) => (step.job === null || step.job.attempt === 0 ? '–' : step.job.attempt),
    },
    {
      key: 'started',
      title: title('started', 'Started'),
      width: '8rem',
      cell: ({ step }) => <Moment at={step.startedAt} />,
    },
    {
      key: 'duration',
      title: title('duration', 'Duration'),
      width: '11rem',
      cell: ({ step }) => (
        <DurationBar
          from={step.startedAt}
          to={step.finishedAt}
          longestMs={longestMs}
          family={jobLooks[step.state].family}
        />
      ),
    },
    {
      key: 'why',
      title: 'Why',
      cell: ({ step }) => <span className="text-quiet">{step.reason?.message}</span>,
      hint: ({ step }) => step.reason?.message,
    },
  ];
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
