import type { Metadata } from 'next';
import { NewSchedulePage } from '#components/nouns/schedule/edit/new-schedule-page.tsx';

export const metadata: Metadata = { title: 'New schedule' };

export default function NewScheduleRoute() {
  return <NewSchedulePage />;
}
