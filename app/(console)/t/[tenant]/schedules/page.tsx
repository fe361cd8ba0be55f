import type { Metadata } from 'next';
import { SchedulesPage } from '#components/nouns/schedule/list/schedules-page.tsx';

export const metadata: Metadata = { title: 'Schedules' };

export default function SchedulesRoute() {
  return <SchedulesPage />;
}
