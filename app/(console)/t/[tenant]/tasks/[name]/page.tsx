import type { Metadata } from 'next';
import { TaskPage } from '#components/nouns/task/page/task-page.tsx';

export const metadata: Metadata = { title: 'Task' };

export default async function TaskRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <TaskPage name={decodeURIComponent(name)} />;
}
