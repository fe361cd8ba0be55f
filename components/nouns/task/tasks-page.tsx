'use client';

import { ask } from '#components/api/ask.ts';
import { TaskIdsDocument, type TaskRowFragment, TasksDocument } from '#components/generated/tasks.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { screens } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { task, taskPath } from './task.ts';
import { taskColumns } from './task-columns.tsx';

const registrations: Topic = { kind: 'events', filter: { noun: 'TASK', types: ['task.registered'] } };

const taskList: NounList<TaskRowFragment> = {
  noun: task,
  page: ({ first, after }) => ask(TasksDocument, { first, after }, ({ tasks }) => pageOf(tasks)),
  ids: ({ first }) => ask(TaskIdsDocument, { first }, ({ tasks }) => tasks.nodes.map(({ id }) => id)),
  live: { apply: (row) => row, follows: () => registrations, arrivals: () => registrations, moves: registrations },
  // A new version comes with an event that names its number only.
  reread: {
    topic: registrations,
    isWanted: () => true,
    read: (ids) =>
      ask(TasksDocument, { ids, first: pageBounds.pageSizeMax }, ({ tasks }) => {
        const latest = new Map(tasks.nodes.map((row) => [row.id, row]));
        return (row) => latest.get(row.id) ?? row;
      }),
  },
  columns: () => taskColumns,
  minWidth: '60rem',
  nameOf: ({ name }) => name,
  pathOf: taskPath,
  Empty: NoTasks,
};

function NoTasks() {
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={task.Icon}
        title="There are no tasks yet."
        actions={<ButtonLink href={screens.api}>Register one over the API</ButtonLink>}
      >
        A task says how a unit of work is carried out: its handler, queue, timeout and retries. Jobs are executions of
        it.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every task of the tenant in its latest version. */
export function TasksPage() {
  return <ListPage list={taskList} />;
}
