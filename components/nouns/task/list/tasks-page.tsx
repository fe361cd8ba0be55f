'use client';

import { Plus } from 'lucide-react';
import { useGo } from '#components/address/tenant-context.tsx';
import { ask } from '#components/api/ask.ts';
import { TaskIdsDocument, type TaskRowFragment, TasksDocument } from '#components/generated/tasks.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { screens, taskPath } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { task } from '#components/nouns/task/task.ts';
import { newsGapMs, taskChanges, taskNews } from '#components/nouns/task/task-news.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { taskColumns } from './task-columns.tsx';
import { filterOf, narrowing, readShown, writeShown } from './task-filter.ts';
import { TaskFilterBar } from './task-filter-bar.tsx';

const changes: Topic = { kind: 'events', filter: { types: [...taskChanges] } };
const registrations: Topic = { kind: 'events', filter: { types: ['task.registered'] } };
const moves: Topic = { kind: 'events', filter: { types: [...taskNews] } };

const taskList: NounList<TaskRowFragment> = {
  noun: task,
  filter: { Bar: TaskFilterBar, read: (search) => writeShown(readShown(search)), params: narrowing },
  page: ({ query, ...page }) => ask(TasksDocument, { ...page, ...filterOf(query) }, ({ tasks }) => pageOf(tasks)),
  ids: ({ query, first }) =>
    ask(TaskIdsDocument, { first, ...filterOf(query) }, ({ tasks }) => tasks.nodes.map(({ id }) => id)),
  live: { apply: (row) => row, follows: () => changes, arrivals: () => registrations, moves },
  // Neither a new version nor how jobs ended travels with the events.
  reread: {
    topic: moves,
    isWanted: () => true,
    gapMs: newsGapMs,
    read: (ids) =>
      ask(TasksDocument, { ids, first: pageBounds.pageSizeMax }, ({ tasks }) => {
        const latest = new Map(tasks.nodes.map((row) => [row.id, row]));
        return (row) => latest.get(row.id) ?? row;
      }),
  },
  columns: () => taskColumns,
  lines: 2,
  minWidth: '60rem',
  nameOf: ({ name }) => name,
  pathOf: taskPath,
  Empty: NoTasks,
  Actions: NewTask,
};

function NewTask() {
  const go = useGo();
  const mayEdit = useMay('task.edit');
  usePageActions(mayEdit ? [{ word: 'Register a task', act: () => go(screens.newTask), Icon: Plus }] : []);
  if (!mayEdit) return null;
  return (
    <ButtonLink kind="primary" Icon={Plus} href={screens.newTask}>
      Register a task
    </ButtonLink>
  );
}

function NoTasks() {
  const mayEdit = useMay('task.edit');
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={task.Icon}
        title="There are no tasks yet."
        actions={
          <>
            {mayEdit && <ButtonLink href={screens.newTask}>Register one by a form</ButtonLink>}
            <ButtonLink href={screens.api}>Register one over the API</ButtonLink>
          </>
        }
      >
        A task says how a unit of work is carried out: its handler, queue, timeout and retries. Jobs are executions of
        it.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every task of the tenant in its latest version: what it does, how it has been doing, and who needs it. */
export function TasksPage() {
  return <ListPage list={taskList} />;
}
