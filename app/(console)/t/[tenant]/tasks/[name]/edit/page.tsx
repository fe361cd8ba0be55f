import type { Metadata } from 'next';
import { EditTaskPage } from '#components/nouns/task/form/edit-task-page.tsx';

export const metadata: Metadata = { title: 'Edit task' };

export default async function EditTaskRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <EditTaskPage name={decodeURIComponent(name)} />;
}
