import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SchedulesPage } from '#components/nouns/schedule/list/schedules-page.tsx';

export const metadata: Metadata = { title: 'Schedules' };

export default function SchedulesRoute() {
  return (
    <Suspense>
      <SchedulesPage />
    </Suspense>
  );
}
