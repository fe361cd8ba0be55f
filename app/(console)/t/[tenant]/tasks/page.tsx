import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TasksPage } from '#components/nouns/task/list/tasks-page.tsx';

export const metadata: Metadata = { title: 'Tasks' };

export default function TasksRoute() {
  return (
    <Suspense>
      <TasksPage />
    </Suspense>
  );
}
