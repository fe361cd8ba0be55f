import type { Metadata } from 'next';
import { EditSchedulePage } from '#components/nouns/schedule/edit/edit-schedule-page.tsx';

export const metadata: Metadata = { title: 'Edit schedule' };

export default async function EditScheduleRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditSchedulePage id={decodeURIComponent(id)} />;
}
