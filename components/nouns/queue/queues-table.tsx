'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import type { QueueSort } from './queue-order.ts';
import { QueueTableRow } from './queue-row.tsx';
import { isServedBy, type Queue } from './queue-standing.ts';
import type { QueueQuestion } from './queue-switch-dialog.tsx';

type Parts = {
  queues: readonly Queue[];
  workers: readonly { state: string; queues: readonly string[] }[];
  sort: QueueSort;
  onSort: (sort: QueueSort) => void;
  onEdit: (queue: Queue) => void;
  onSwitch: (question: QueueQuestion) => void;
};

type Column = { word: string; sort?: QueueSort; isNumber?: boolean; width?: string };

const columns: readonly Column[] = [
  { word: 'Queue', sort: 'name', width: 'w-[15%]' },
  { word: 'State', width: 'w-[8rem]' },
  { word: 'Waiting', sort: 'waiting', isNumber: true, width: 'w-[6rem]' },
  { word: 'Oldest', sort: 'oldest', isNumber: true, width: 'w-[7rem]' },
  { word: 'Scheduled', isNumber: true, width: 'w-[6.5rem]' },
  { word: 'Running', sort: 'running', width: 'w-[11rem]' },
  { word: 'Priority', sort: 'priority', isNumber: true, width: 'w-[5.5rem]' },
  { word: 'Why' },
];

/** Queues as rows. */
export function QueuesTable({ queues, workers, sort, onSort, onEdit, onSwitch }: Parts) {
  return (
    <TableFrame label="Queues">
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.word} column={column} sort={sort} onSort={onSort} />
          ))}
          <th scope="col" className="w-[9.5rem]">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <QueueTableRow
            key={queue.id}
            queue={queue}
            isServed={isServedBy(queue, workers)}
            onEdit={onEdit}
            onSwitch={onSwitch}
          />
        ))}
      </tbody>
    </TableFrame>
  );
}

type HeadParts = { column: Column; sort: QueueSort; onSort: (sort: QueueSort) => void };

function HeadCell({ column: { word, sort: own, isNumber = false, width }, sort, onSort }: HeadParts) {
  const isSorted = own === sort;
  const direction = own === 'name' ? 'ascending' : 'descending';
  const Arrow = own === 'name' ? ArrowUp : ArrowDown;
  const arrow = <Arrow aria-hidden size={12} className={isSorted ? '' : 'opacity-0'} />;
  const classNames = `${isNumber ? 'number' : ''} ${width ?? ''}`;
  if (own === undefined) {
    return (
      <th scope="col" className={classNames}>
        {word}
      </th>
    );
  }
  return (
    <th scope="col" className={classNames} aria-sort={isSorted ? direction : 'none'}>
      <button
        type="button"
        className="inline-flex min-h-6 items-center gap-1 hover:text-ink"
        onClick={() => onSort(own)}
      >
        {isNumber && arrow}
        {word}
        {!isNumber && arrow}
      </button>
    </th>
  );
}
