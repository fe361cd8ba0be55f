import type { Metadata } from 'next';
import { NewTaskPage } from '#components/nouns/task/form/new-task-page.tsx';

export const metadata: Metadata = { title: 'New task' };

export default function NewTaskRoute() {
  return <NewTaskPage />;
}
