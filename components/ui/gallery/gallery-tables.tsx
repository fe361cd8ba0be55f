'use client';

import { useState } from 'react';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { type JobState, jobStates } from '#domain/machines.ts';
import { Specimen } from './specimen.tsx';

type Row = { id: string; state: JobState; task: string; createdAt: string; startedAt: string; finishedAt: string };

const startMs = Date.UTC(2026, 0, 1);
const rows: Row[] = Array.from({ length: 1_000 }, (_, n) => ({
  id: `job-${n}`,
  state: jobStates[n % jobStates.length] ?? 'PENDING',
  task: `task-${n % 17}`,
  createdAt: new Date(startMs - n * 61_000).toISOString(),
  startedAt: new Date(startMs - n * 61_000 + 500).toISOString(),
  finishedAt: new Date(startMs - n * 61_000 + 500 + ((n * 7_919) % 90_000)).toISOString(),
}));

const columns: Column<Row>[] = [
  { key: 'state', title: 'State', width: '8.5rem', cell: ({ state }) => <StateMark look={jobLooks[state]} /> },
  { key: 'task', title: 'Task', sort: { key: 'task', isRising: true }, cell: ({ task }) => task },
  {
    key: 'created',
    title: 'Created',
    width: '9rem',
    sort: { key: 'created', isRising: false },
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    key: 'duration',
    title: 'Duration',
    width: '8rem',
    isNumber: true,
    cell: ({ startedAt, finishedAt }) => <DurationBar from={startedAt} to={finishedAt} longestMs={90_000} />,
  },
];

const twoLined: Column<Row>[] = [
  {
    key: 'task',
    title: 'Task',
    cell: ({ id, task }) => <TwoLines below={id}>{task}</TwoLines>,
    hint: ({ task }) => task,
  },
  {
    key: 'created',
    title: 'Created',
    width: '14rem',
    cell: ({ createdAt }) => (
      <TwoLines below={<Moment at={createdAt} style="relative" />}>
        <Moment at={createdAt} style="absolute" />
      </TwoLines>
    ),
  },
];

/** A table of a thousand rows that can be ordered, walked, ticked and opened, and one with two lines to a row. */
export function GalleryTables({ name }: { name: string }) {
  const [selected, setSelected] = useState(new Set(['job-2']));
  const [open, setOpen] = useState<string>();
  const [sort, setSort] = useState('created');
  const sorted = sort === 'task' ? rows.toSorted((one, other) => one.task.localeCompare(other.task)) : rows;
  return (
    <Specimen title="Table">
      <div className="panel">
        <DataTable
          label={`Jobs, ${name}`}
          columns={columns}
          rows={sorted}
          keyOf={(row) => row.id}
          nameOf={(row) => row.id}
          selection={{ selected, onChange: setSelected }}
          sort={sort}
          onSort={setSort}
          openKey={open}
          onOpen={(row) => setOpen(row.id)}
          isMain={name === 'light'}
          maxHeight="18rem"
        />
      </div>
      <div className="panel">
        <DataTable
          label={`Jobs in two lines, ${name}`}
          columns={twoLined}
          rows={rows}
          keyOf={(row) => row.id}
          lines={2}
          maxHeight="12rem"
        />
      </div>
    </Specimen>
  );
}
