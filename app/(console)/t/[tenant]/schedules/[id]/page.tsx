import type { Metadata } from 'next';
import { SchedulePage } from '#components/nouns/schedule/schedule-page.tsx';

export const metadata: Metadata = { title: 'Schedule' };

export default async function ScheduleRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SchedulePage id={decodeURIComponent(id)} />;
}
