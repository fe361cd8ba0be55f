'use client';

import { Suspense } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { task } from '#components/nouns/task/task.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { oneTask, type TaskDetails } from './one-task.ts';
import { TaskActions } from './task-actions.tsx';
import { TaskOverview } from './task-overview.tsx';
import { VersionsTab } from './versions-tab.tsx';

const tabs = [
  { value: 'overview', word: 'Overview' },
  { value: 'versions', word: 'Versions' },
] as const;

const taskPage: NounPage<TaskDetails> = {
  ...oneTask,
  noun: task,
  isNamed: true,
  titleOf: ({ name }) => name,
  Mark,
  Actions: ({ thing }) => <TaskActions task={thing} />,
  Panels,
};

function Mark({ thing: { version, deprecated } }: { thing: TaskDetails }) {
  return (
    <>
      <Badge>Version {version}</Badge>
      {deprecated !== null && <Badge family="warning">Deprecated</Badge>}
    </>
  );
}

function Panels({ thing }: PanelsProps<TaskDetails>) {
  const [tab] = useUrlChoice('tab', ['overview', 'versions']);
  return (
    <>
      <Tabs label="Views of the task" tabs={tabs} value={tab} />
      {tab === 'overview' ? <TaskOverview task={thing} /> : <VersionsTab key={thing.version} task={thing} />}
    </>
  );
}

/** One task: how it has been doing, what it does, what holds for its jobs, who needs it, and how it came to be so. */
export function TaskPage({ name }: { name: string }) {
  return (
    <Suspense>
      <DetailPage page={taskPage} id={name} />
    </Suspense>
  );
}
