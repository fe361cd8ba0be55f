import type { Metadata } from 'next';
import { Suspense } from 'react';
import { FleetPage } from '#components/timeline/fleet/fleet-page.tsx';

export const metadata: Metadata = { title: 'Timeline' };

export default function TimelineRoute() {
  return (
    <Suspense>
      <FleetPage />
    </Suspense>
  );
}
