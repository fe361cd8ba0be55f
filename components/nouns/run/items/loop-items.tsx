'use client';

import { useState } from 'react';
import type { RunStep } from '#components/graph/graph-model.ts';
import { EmptyNotice, FaultNotice } from '#components/kit/page/notice.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { LoopBar } from '#components/nouns/run/picture/loop-bar.tsx';
import { loopParts, sayLoop } from '#components/nouns/run/picture/say-loop.ts';
import type { StepLoop } from '#components/nouns/run/picture/use-run-picture.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration } from '#components/time/moment.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { JobState } from '#domain/machines.ts';
import { ItemDetails } from './item-details.tsx';
import { type ItemRow, sayItem } from './item-list.ts';
import { useLoopItems } from './use-loop-items.ts';

type Parts = { run: RunDetails; step: RunStep; loop: StepLoop };

// In the order in which a person looks for them.
const shownStates = ['FAILED', 'DEAD', 'RUNNING', 'PENDING', 'SCHEDULED', 'SUCCEEDED', 'CANCELLED'] as const;

/** The items or rounds of a step that repeats its task: how far it is, and each of them with what it left. */
export function LoopItems({ run, step, loop }: Parts) {
  const [state, setState] = useState<JobState>();
  const [chosen, setChosen] = useState<string>();
  const isList = loop.loop.kind === 'FOREACH';
  const parts = loopParts(loop);
  const open = (row: ItemRow) => setChosen((now) => (now === row.id ? undefined : row.id));
  return (
    <section aria-label={isList ? 'Items' : 'Rounds'} className="flex flex-col border-b border-line">
      <header className="flex min-h-9 items-center gap-2 px-3 pt-1.5">
        <h3 className="flex-1 font-medium">{isList ? 'Items' : 'Rounds'}</h3>
        <Select
          isSmall
          isLabelHidden
          label="In the state"
          className="w-32"
          value={state ?? 'ALL'}
          options={[
            { value: 'ALL', word: 'All' },
            ...shownStates.map((one) => ({ value: one, word: jobLooks[one].word })),
          ]}
          onChange={(next) => setState(shownStates.find((one) => one === next))}
        />
      </header>
      <div className="flex flex-col gap-1.5 px-3 pt-1 pb-2">
        {parts.length > 0 && (
          <span className="h-1.5">
            <LoopBar parts={parts} />
          </span>
        )}
        <p className="figures text-quiet">{sayLoop(loop)}</p>
      </div>
      <ItemRows key={state ?? ''} run={run} step={step} isList={isList} state={state} chosen={chosen} onOpen={open} />
      {chosen !== undefined && <ItemDetails key={chosen} id={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  );
}

type RowsParts = Omit<Parts, 'loop'> & {
  isList: boolean;
  state: JobState | undefined;
  chosen: string | undefined;
  onOpen: (row: ItemRow) => void;
};

function ItemRows({ run, step, isList, state, chosen, onOpen }: RowsParts) {
  const { list, fault, reload, readMore } = useLoopItems({
    run: run.id,
    step: step.stepKey,
    states: state === undefined ? [] : [state],
    after: run.eventCursor,
  });
  if (list === undefined)
    return fault === undefined ? <Skeleton rows={5} /> : <FaultNotice fault={fault} onRetry={reload} />;
  if (list.rows.length === 0)
    return (
      <EmptyNotice>
        {state === undefined ? 'None has started.' : `None is ${jobLooks[state].word.toLowerCase()}.`}
      </EmptyNotice>
    );
  return (
    <DataTable
      label={isList ? 'Items of the step' : 'Rounds of the step'}
      columns={isList ? [...columns.slice(0, 2), itemColumn, ...columns.slice(2)] : columns}
      rows={list.rows}
      keyOf={({ id }) => id}
      openKey={chosen}
      onOpen={onOpen}
      onEnd={readMore}
      maxHeight="19rem"
    />
  );
}

const columns: readonly Column<ItemRow>[] = [
  { key: 'nth', title: '#', width: '3.6rem', isNumber: true, cell: ({ item }) => (item + 1).toLocaleString('en') },
  { key: 'state', title: 'State', width: '9rem', cell: ({ state }) => <StateMark look={jobLooks[state]} /> },
  {
    key: 'attempt',
    title: 'Try',
    width: '3.2rem',
    isNumber: true,
    cell: ({ attempt, maxAttempts }) => (attempt === 0 ? '–' : maxAttempts > 1 ? `${attempt}/${maxAttempts}` : attempt),
  },
  {
    key: 'took',
    title: 'Took',
    width: '4.4rem',
    isNumber: true,
    cell: ({ startedAt, finishedAt }) => <Duration from={startedAt} to={finishedAt} />,
  },
];

const itemColumn: Column<ItemRow> = {
  key: 'item',
  title: 'Item',
  cell: ({ itemValue }) => <span className="font-mono text-[0.9em]">{sayItem(itemValue)}</span>,
  hint: ({ itemValue }) => sayItem(itemValue),
};
